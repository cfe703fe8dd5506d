using System.Globalization;

namespace CanaryJudge.Statistics.Tests.Fuzz;

/// <summary>Many awkward inputs with a fixed seed; one that fails is printed so that it can be pasted into a test.</summary>
internal static class Inputs
{
    internal const int Count = 100_000;

    /// <summary>Pairs of arms: tied, constant, single, subnormal, with both zeros, from 1e-300 to 1e300, and of all these at once.</summary>
    /// <param name="seed">Where the draws start.</param>
    /// <param name="most">The most values of an arm.</param>
    /// <param name="check">Throws where the answer is wrong.</param>
    internal static void Arms(int seed, int most, Action<double[], double[], Random> check)
    {
        var random = new Random(seed);
        for (var i = 0; i < Count; i++)
        {
            var draw = Value(random);
            double[] baseline = Arm(random, most, draw), canary = Arm(random, most, random.Next(8) == 0 ? Value(random) : draw);
            Try(() => check(baseline, canary, random), () => $"Input {i} of seed {seed}: baseline {Text(baseline)}, canary {Text(canary)}");
        }
    }

    /// <summary>Any other input.</summary>
    internal static void Of<T>(int seed, Func<Random, T> draw, Action<T> check)
    {
        var random = new Random(seed);
        for (var i = 0; i < Count; i++)
        {
            var input = draw(random);
            Try(() => check(input), () => $"Input {i} of seed {seed}: {input}");
        }
    }

    /// <summary>A number whose logarithm is uniform.</summary>
    internal static double Magnitude(Random random, double decades) => Math.Pow(10, decades * ((2 * random.NextDouble()) - 1));

    internal static string Text(double[] values) => $"[{string.Join(", ", values.Select(v => v.ToString("R", CultureInfo.InvariantCulture)))}]";

    private static double[] Arm(Random random, int most, Func<double> draw)
    {
        var values = new double[random.Next(10) == 0 ? 1 : random.Next(1, most + 1)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = draw();
        }

        return values;
    }

    private static Func<double> Value(Random random)
    {
        double Signed() => (2 * random.NextDouble()) - 1;
        var (unit, constant) = (Magnitude(random, 300), random.Next(-2, 3));
        double[] zeros = [-0.0, 0.0, double.Epsilon, -double.Epsilon, 1];
        return random.Next(11) switch
        {
            0 => () => random.Next(3),
            1 => () => random.Next(10),
            2 => Signed,
            3 => () => Signed() * unit,
            4 => () => random.Next(-4, 5) * unit,
            5 => () => Math.CopySign(Magnitude(random, 300), Signed()),
            6 => () => random.Next(20) * double.Epsilon,
            7 => () => zeros[random.Next(zeros.Length)],
            8 => () => constant,
            9 => () => 1e12 + Signed(),
            _ => () => 1 + (random.Next(4) * Math.Pow(2, -52)),
        };
    }

    private static void Try(Action check, Func<string> input)
    {
        try
        {
            check();
        }
        catch (Exception error)
        {
            Assert.Fail($"{input()}: {error.Message}");
        }
    }
}

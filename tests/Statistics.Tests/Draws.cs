namespace CanaryJudge.Statistics.Tests;

/// <summary>Random values with a fixed seed: the same on every run.</summary>
internal sealed class Draws(int seed)
{
    private readonly Random _random = new(seed);

    internal double Uniform() => _random.NextDouble();

    internal double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    internal double[] Normals(int count) => [.. Enumerable.Range(0, count).Select(_ => Normal())];

    internal double[] Of(int count, Func<Draws, double> draw) => [.. Enumerable.Range(0, count).Select(_ => draw(this))];

    /// <summary>A stationary first-order autoregression with variance 1.</summary>
    internal double[] Autoregression(int count, double phi)
    {
        var series = Normals(count);
        for (var t = 1; t < count; t++)
        {
            series[t] = (phi * series[t - 1]) + (Math.Sqrt(1 - (phi * phi)) * series[t]);
        }

        return series;
    }

    internal int Poisson(double mean)
    {
        var count = -1;
        for (double left = 0; left <= mean; count++)
        {
            left -= Math.Log(1 - _random.NextDouble());
        }

        return count;
    }

    internal int Binomial(int trials, double p) => Enumerable.Range(0, trials).Count(_ => _random.NextDouble() < p);

    internal static double[] Sorted(double[] values)
    {
        Array.Sort(values);
        return values;
    }

    /// <summary>Asserts that a rate seen in runs does not exceed a limit by more than three standard errors.</summary>
    internal static void AtMost(double limit, int hits, int runs)
    {
        var error = Math.Sqrt(limit * (1 - limit) / runs);
        Assert.True((double)hits / runs <= limit + (3 * error), $"{hits} of {runs} = {(double)hits / runs:P2}, limit {limit:P2} with standard error {error:P2}.");
    }
}

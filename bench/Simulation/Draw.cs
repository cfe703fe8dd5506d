namespace CanaryJudge.Simulation;

/// <summary>Random numbers of the shapes that metrics have, from one seeded stream.</summary>
internal static class Draw
{
    private const int RequestsOfUser = 10;
    private const int Seed = 20_260_105;

    /// <summary>The stream of one run; the same on every machine, unlike string hashes.</summary>
    public static Random Chance(string name, int variant, int run)
    {
        var hash = Seed;
        foreach (var c in name)
        {
            hash = unchecked((hash * 31) + c);
        }

        return new(unchecked((((hash * 31) + variant) * 1_000_003) + run));
    }

    /// <summary>A standard normal number.</summary>
    public static double Normal(Random chance) => Math.Sqrt(-2 * Math.Log(1 - chance.NextDouble())) * Math.Cos(2 * Math.PI * chance.NextDouble());

    /// <summary>A Poisson number; by multiplication, so for small means.</summary>
    public static int Poisson(Random chance, double mean)
    {
        var count = -1;
        var limit = Math.Exp(-mean);
        for (var product = 1.0; product > limit; count++)
        {
            product *= 1 - chance.NextDouble();
        }

        return count;
    }

    /// <summary>Latencies around 100, log-normal; the logarithms have a spread of 0.5.</summary>
    public static double[] LogNormal(Random chance, int count, double factor) =>
        Many(count, () => 100 * factor * Math.Exp(0.5 * Normal(chance)));

    /// <summary>Latencies of a cache: nine in ten fast, one in ten eight times slower.</summary>
    public static double[] Mixture(Random chance, int count, double factor) =>
        Many(count, () => factor * (chance.NextDouble() < 0.1 ? 160 : 20) * Math.Exp(0.3 * Normal(chance)));

    /// <summary>Ten requests a user, whose own level makes up a share of the variance. Values and users, user by user.</summary>
    public static (double[] Values, ulong[] Users) Clustered(Random chance, int users, double share, double factor)
    {
        var values = new List<double>(users * RequestsOfUser);
        var keys = new List<ulong>(users * RequestsOfUser);
        for (var user = 0; user < users; user++)
        {
            var own = Math.Sqrt(share) * Normal(chance);
            for (var request = 0; request < RequestsOfUser; request++)
            {
                values.Add(100 * factor * Math.Exp(0.5 * (own + (Math.Sqrt(1 - share) * Normal(chance)))));
                keys.Add((ulong)user);
            }
        }

        return ([.. values], [.. keys]);
    }

    /// <summary>Points around 100 whose logarithms have a spread of 0.3 and an autocorrelation.</summary>
    public static double[] Points(Random chance, int count, double correlation, double factor)
    {
        var state = Normal(chance);
        return Many(count, () =>
        {
            state = (correlation * state) + (Math.Sqrt(1 - (correlation * correlation)) * Normal(chance));
            return 100 * factor * Math.Exp(0.3 * state);
        });
    }

    /// <summary>Events per interval that come in bursts of a size.</summary>
    public static double[] Events(Random chance, int count, double mean, int burst) => Many(count, () => burst * (double)Poisson(chance, mean / burst));

    private static double[] Many(int count, Func<double> next)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = next();
        }

        return values;
    }
}

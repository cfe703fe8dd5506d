namespace CanaryJudge.Statistics.Dependence;

/// <summary>By how much the z of single buckets scatters more than independent values would.</summary>
/// <remarks>
/// <para>Shapes: z and n m / (n + m) of one bucket after the other. Units: none. O(1) a bucket.</para>
/// <para>Method: D = max(1, sum of (z - sqrt(v) mu)^2 / (K - 1)) with mu = sum of sqrt(v) z / sum of v.</para>
/// <para>Error: blind to users who come back over the whole run; agrees with an independent program to 1e-9 (measured by SequentialVectorTests).</para>
/// <para>Source: W. G. Cochran, Biometrics 10 (1954) 101-129, on the heterogeneity of estimates.</para>
/// </remarks>
public sealed class ClusterDivisor : IStateful
{
    private const int EnoughBuckets = 20;
    private const double ZOfLowerQuartile = -0.6744897501960817;
    private int _buckets;
    private double _information;
    private double _sum;
    private double _squares;

    /// <summary>The number of buckets.</summary>
    public int Buckets => _buckets;

    /// <summary>The mean effect, in z per root of information; 0 without any.</summary>
    public double Mean => _information > 0 ? _sum / _information : 0;

    /// <summary>The divisor, at least 1; 1 with fewer than two buckets.</summary>
    public double Divisor => _buckets < 2 ? 1 : Math.Max(1, Scatter);

    /// <summary>What evidence is divided by: the divisor where it stands out, else 1; before twenty buckets its upper 75 % bound.</summary>
    /// <remarks>
    /// Few buckets cannot show dependence: with sessions of ten requests, undivided evidence of the first minutes alone failed 10 % of runs
    /// at exactly the tolerance, the bound 4 %, for half as much data again where values are independent.
    /// </remarks>
    public double Cautious => _buckets >= EnoughBuckets ? StandsOut ? Divisor : 1
        : _buckets < 2 ? double.PositiveInfinity
        : Math.Max(1, Scatter / LowerQuartile(_buckets - 1));

    /// <summary>Whether the divisor is two standard errors above that of independent values.</summary>
    public bool StandsOut => _buckets > 1 && Divisor > 1 + (2 * Math.Sqrt(2.0 / (_buckets - 1)));

    private double Scatter => (_squares - (Mean * _sum)) / (_buckets - 1);

    /// <summary>Adds a bucket.</summary>
    /// <param name="z">The bucket's z, finite.</param>
    /// <param name="information">n m / (n + m), above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public void Add(double z, double information)
    {
        Levels.RequireFinite(z);
        Levels.RequirePositive(information);
        _buckets++;
        _information += information;
        _sum += Math.Sqrt(information) * z;
        _squares += z * z;
    }

    /// <inheritdoc />
    public void Exchange(StateExchange state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Mark("cluster-divisor 1");
        state.Number(ref _buckets);
        state.Number(ref _information);
        state.Number(ref _sum);
        state.Number(ref _squares);
    }

    /// <summary>The lower quartile of chi-square over its degrees of freedom, by E. B. Wilson and M. M. Hilferty, PNAS 17 (1931) 684-688.</summary>
    private static double LowerQuartile(int degrees)
    {
        var ninth = 2.0 / (9 * degrees);
        var root = 1 - ninth + (ZOfLowerQuartile * Math.Sqrt(ninth));
        return root * root * root;
    }
}

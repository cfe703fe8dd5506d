using CanaryJudge.Statistics.Special;

namespace CanaryJudge.Statistics.Sequential;

/// <summary>Does the traffic split as it should? Evidence over looks that it does not.</summary>
/// <remarks>
/// <para>Shapes: counts of K arms, added as they come. Units: requests or users. O(K) a look.</para>
/// <para>Method: the likelihood of the counts under shares drawn from a Dirichlet distribution around the asked ones, over that under
/// the asked ones themselves; anew at each change of weight, evidence multiplied.</para>
/// <para>Error: exact for independent assignments; relative 1e-9 against an independent program, also at large counts, since Stirling's
/// leading terms cancel by algebra (measured by CountTests). Sticky routing is not independent: warn, never fail.</para>
/// <para>Source: M. Lindon and A. Malek, NeurIPS (2022).</para>
/// </remarks>
public sealed class SampleRatio : IStateful
{
    /// <summary>The level at which a split is worth a warning.</summary>
    public const double Alpha = 0.001;

    /// <summary>Smaller relative deviations of a share are not worth a warning, however sure.</summary>
    public const double SmallestDeviation = 0.05;

    private const double DefaultConcentration = 1_000;

    private readonly double _concentration;
    private double[] _shares;
    private double[] _counts;
    private double _closed;
    private double _largest;

    /// <summary>A check without data.</summary>
    /// <param name="shares">What each arm should get, above 0, summing to 1 (up to rounding).</param>
    /// <param name="concentration">How close to them other shares are thought to be, in counts, above 0.</param>
    /// <exception cref="ArgumentException">There are fewer than two shares, or they do not sum to 1.</exception>
    public SampleRatio(double[] shares, double concentration = DefaultConcentration)
    {
        Levels.RequirePositive(concentration);
        _concentration = concentration;
        (_shares, _counts) = (Require(shares), new double[shares.Length]);
    }

    /// <summary>log E so far; enough at level alpha from log(1 / alpha).</summary>
    public double LogE => _closed + Open();

    /// <summary>The smallest level at which any look so far would have alarmed.</summary>
    public double AnytimeP => Math.Min(1, Math.Exp(-_largest));

    /// <summary>The largest deviation of an arm's share since the weights changed last, relative to what it should get.</summary>
    public double Deviation
    {
        get
        {
            double total = _counts.Sum(), largest = 0;
            for (var i = 0; i < _counts.Length && total > 0; i++)
            {
                largest = Math.Max(largest, Math.Abs((_counts[i] / (total * _shares[i])) - 1));
            }

            return largest;
        }
    }

    /// <summary>Whether the split is worth a warning.</summary>
    public bool IsOff => AnytimeP <= Alpha && Deviation > SmallestDeviation;

    /// <summary>Adds a bucket's counts and looks.</summary>
    /// <param name="counts">One for each arm, at least 0.</param>
    /// <exception cref="ArgumentException">There is another number of arms, or a count is negative or not finite.</exception>
    public void Add(ReadOnlySpan<double> counts)
    {
        Samples.RequireSameLength(_counts, counts);
        for (var i = 0; i < counts.Length; i++)
        {
            Levels.RequireNotNegative(counts[i], nameof(counts));
            _counts[i] += counts[i];
        }

        _largest = Math.Max(_largest, LogE);
    }

    /// <summary>Begins a step with other shares.</summary>
    /// <param name="shares">What each arm should get from now on.</param>
    /// <exception cref="ArgumentException">There is another number of arms, or the shares do not sum to 1.</exception>
    public void NextStep(double[] shares)
    {
        Samples.RequireSameLength(_shares, Require(shares), nameof(shares));
        _closed += Open();
        (_shares, _counts) = (shares, new double[shares.Length]);
    }

    /// <inheritdoc />
    public void Exchange(StateExchange state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Mark("sample-ratio 1");
        state.Numbers(ref _shares);
        state.Numbers(ref _counts);
        state.Number(ref _closed);
        state.Number(ref _largest);
        if (!Array.TrueForAll(_shares, share => share is > 0 and < 1) || _counts.Length != _shares.Length || !Array.TrueForAll(_counts, count => count >= 0 && double.IsFinite(count)))
        {
            throw new FormatException("The state of the split holds no shares and counts.");
        }
    }

    private double Open()
    {
        // log Gamma by Stirling; what is left of the leading terms is a divergence, which Loader's deviance gives without cancellation.
        double total = _counts.Sum(), all = _concentration + total;
        if (total == 0)
        {
            return 0;
        }

        var logE = (0.5 * Loader.Log1P(total / _concentration)) - Loader.StirlingError(all) + Loader.StirlingError(_concentration);
        for (var i = 0; i < _counts.Length; i++)
        {
            double prior = _concentration * _shares[i], posterior = prior + _counts[i];
            logE += Loader.Deviance(posterior, all * _shares[i]) - (0.5 * Loader.Log1P(_counts[i] / prior))
                + Loader.StirlingError(posterior) - Loader.StirlingError(prior);
        }

        return logE;
    }

    private static double[] Require(double[] shares)
    {
        ArgumentNullException.ThrowIfNull(shares);
        foreach (var share in shares)
        {
            Levels.RequireOpenShare(share, nameof(shares));
        }

        return shares.Length >= 2 && Math.Abs(shares.Sum() - 1) < 1e-9
            ? shares
            : throw new ArgumentException($"At least two shares that sum to 1 are needed; these sum to {shares.Sum()}.", nameof(shares));
    }
}

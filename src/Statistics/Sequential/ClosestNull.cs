namespace CanaryJudge.Statistics.Sequential;

/// <summary>Evidence over looks about a size of harm, relative, absolute or both, in rates of bad events.</summary>
/// <remarks>
/// <para>Shapes: one bucket after the other; the first of each stratum only teaches. Units: events per exposure. O(1) a bucket.</para>
/// <para>Method: each bucket's likelihood under rates learned from its stratum's buckets before it, over that under the closest rates of the
/// null hypothesis. Below: against "worse by at least the bound", averaged over two alternatives, equal rates and the arms' own.
/// Above: against "worse by at most the bound", averaged over the arms' own rates and rates at fixed multiples of the bound, which
/// need no learning; the bound is absolute, since "at most the larger of two parts" is no convex hypothesis.</para>
/// <para>Error: exact for independent events whatever the drift of the common rate and the split, since the null is convex. Divided
/// by a dispersion it is a quasi-likelihood. 1e-9 against an independent program (measured by CountTests).</para>
/// <para>Source: R. J. Turner, A. Ly and P. Grunwald, J. Statist. Plann. Infer. 230 (2024) 106116; plug-in rates of earlier buckets by
/// H. Robbins and D. Siegmund, Ann. Statist. 2 (1974) 415-436.</para>
/// </remarks>
public sealed class ClosestNull : IStateful
{
    // How far beyond the bound harm may lie: a quarter to many times.
    private static readonly double[] Beyond = [1.25, 1.6, 2.5, 5];
    private readonly EventNull _null;
    private readonly bool _below;
    private readonly ByStratum<EventTotal> _earlier = new();
    private EventBucket _total;
    private double _pooled;
    private double _own;
    private double _expected;
    private double[] _beyond = new double[Beyond.Length];

    private ClosestNull(EventNull line, bool below) => (_null, _below) = (line, below);

    /// <summary>Evidence that the canary's rate lies below the bound: acceptance.</summary>
    /// <param name="bound">The margin; of shares the absolute part is below 1.</param>
    /// <param name="poisson">Events per exposure rather than shares of a total.</param>
    /// <param name="ofRest">The relative part is of what is not counted: failures where the metric counts good events.</param>
    /// <returns>A process without data.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The bound is outside its range.</exception>
    public static ClosestNull Below(HarmBound bound, bool poisson, bool ofRest = false) => new(new(bound, poisson, ofRest), below: true);

    /// <summary>Evidence that the canary's rate lies above the baseline's by more than an absolute bound: harm.</summary>
    /// <param name="absolute">The tolerance, at least 0; of shares below 1.</param>
    /// <param name="poisson">Events per exposure rather than shares of a total.</param>
    /// <returns>A process without data.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The bound is outside its range.</exception>
    public static ClosestNull Above(double absolute, bool poisson) => new(new(new(0, absolute), poisson), below: false);

    /// <summary>Canary events that the bound would have let come so far, by the pooled rate of earlier buckets.</summary>
    public double ExpectedEvents => _expected;

    /// <summary>Whether any bucket held an event.</summary>
    public bool HasEvents => _total.Events > 0;

    /// <summary>The sums of the buckets so far with traffic in both arms.</summary>
    public EventBucket Total => _total;

    internal (double Pooled, double Own) Sums => (_pooled, _own);

    /// <summary>Adds a bucket of bad events; one with traffic in one arm only moves and teaches nothing.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="stratum">The part of the traffic that it is of, with rates of its own; empty: all of it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite.</exception>
    public void Add(EventBucket bucket, string stratum = "")
    {
        bucket.Require();
        if (!bucket.Compares)
        {
            return;
        }

        var total = _earlier[stratum];
        if (total.Sum is { Compares: true } earlier)
        {
            var pooled = _null.Smoothed(earlier.Events, earlier.BaselineExposure + earlier.CanaryExposure);
            _pooled += _below ? Factor(bucket, pooled, pooled) : 0;
            var baseline = _null.Smoothed(earlier.BaselineEvents, earlier.BaselineExposure);
            _own += Factor(bucket, baseline, _null.Smoothed(earlier.CanaryEvents, earlier.CanaryExposure));
            for (var i = 0; i < Beyond.Length && !_below; i++)
            {
                _beyond[i] += Factor(bucket, baseline, _null.Beyond(baseline, Beyond[i]));
            }

            _expected += bucket.CanaryExposure * _null.At(pooled);
        }

        total.Add(bucket);
        _total = _total.Plus(bucket);
    }

    /// <summary>The evidence so far.</summary>
    /// <param name="divisor">The dispersion that is accounted for, at least 1; 1 for independent events.</param>
    /// <returns>log E; enough at level alpha from log(1 / alpha).</returns>
    /// <exception cref="ArgumentOutOfRangeException">The divisor is below 1 or not finite.</exception>
    public double LogE(double divisor)
    {
        Levels.RequireFinite(divisor);
        ArgumentOutOfRangeException.ThrowIfLessThan(divisor, 1);
        return _below
            ? LogSum.Of([_pooled / divisor, _own / divisor]) - Math.Log(2)
            : LogSum.Of([_own / divisor, .. _beyond.Select(sum => sum / divisor)]) - Math.Log(1 + Beyond.Length);
    }

    /// <inheritdoc />
    public void Exchange(StateExchange state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Mark("closest-null 2");
        _earlier.Exchange(state);
        EventBucket.Exchange(state, ref _total);
        state.Number(ref _pooled);
        state.Number(ref _own);
        state.Number(ref _expected);
        state.Numbers(ref _beyond);
        if (_beyond.Length != Beyond.Length)
        {
            throw new FormatException("The state of the closest rates has lost an alternative.");
        }
    }

    private double Factor(EventBucket bucket, double b, double c)
    {
        var line = _null.At(b);
        if (_below ? c >= line : c <= line)
        {
            return 0;
        }

        var (b0, c0) = _null.Closest(b, c, bucket.BaselineExposure, bucket.CanaryExposure);
        return _null.LogLikelihood(bucket.BaselineEvents, bucket.BaselineExposure, b, b0)
            + _null.LogLikelihood(bucket.CanaryEvents, bucket.CanaryExposure, c, c0);
    }
}

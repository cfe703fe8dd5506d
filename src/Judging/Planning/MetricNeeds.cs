using CanaryJudge.Judging.Analyses;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Kinds;
using CanaryJudge.Statistics.Planning;
using CanaryJudge.Statistics.Sequential;
using CanaryJudge.Statistics.Special;

namespace CanaryJudge.Judging.Planning;

/// <summary>What it takes to decide on one metric at a weight.</summary>
/// <remarks>
/// <para>Method: over looks <see cref="HowLong"/>, in one look <see cref="SampleSize"/>, at the metric's share of the error budget; events with
/// the protection against bursts, points with the strict autocorrelation, a third more.</para>
/// <para>Error: within a quarter of simulated medians (measured by HowLongTests and SampleSizeTests) where the assumption is true.</para>
/// </remarks>
public sealed class MetricNeeds
{
    private const double FewestCanary = 100, StrictCost = 1.3;
    private const int FewestBuckets = 30, BucketsToFail = 10, BucketsToPass = 30;
    private static readonly TimeSpan Bucket = TimeSpan.FromMinutes(1);

    private readonly MetricPlan _plan;
    private readonly Assumption _assumed;
    private readonly double _alpha;
    private readonly double _beta;
    private readonly Measure.Quantile[] _guards;
    private readonly bool _looks;

    /// <summary>The needs of a metric.</summary>
    /// <param name="policy">The rules, which name the metric.</param>
    /// <param name="metric">What the user wrote of it; its kind is known.</param>
    /// <param name="assumed">What its data are thought to look like.</param>
    /// <param name="looks">Whether it is looked at again and again; else once.</param>
    public MetricNeeds(Policy policy, MetricPolicy metric, Assumption assumed, bool looks)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(metric);
        (_plan, _assumed, _looks, _beta) = (MetricPlan.For(metric, metric.Kind ?? "samples", ceiling: null), assumed, looks, policy.Beta);
        _guards = [.. TailGuards.Of(_plan)];
        var sides = _plan.Direction == Direction.Either ? 2 : 1;
        _alpha = ErrorShares.Of(policy, metric) / (_guards.Length > 0 ? 2 : 1) / sides;
    }

    /// <summary>The metric with every default filled in.</summary>
    public MetricPlan Plan => _plan;

    /// <summary>Canary data until harm as large as the margin fails; null: the margin is absolute, and the level is not known.</summary>
    /// <param name="weight">The canary's share of the traffic, between 0 and 1.</param>
    public Need? ToFail(double weight) => Timed(weight, _plan.Kind switch
    {
        "ratio" or "count" => EventsToFail(weight),
        _ when Margin() is { } margin => _plan.Kind == "points"
            ? Points(Harm(margin) - Harm(Tolerance()), _alpha)
            : Samples(Harm(margin) - Harm(Tolerance()), weight, _alpha, FewestCanary),
        _ => null,
    });

    /// <summary>Canary data until an unchanged canary passes; null: the margin is absolute, and the level is not known.</summary>
    /// <param name="weight">The canary's share of the traffic, between 0 and 1.</param>
    public Need? ToPass(double weight) => Timed(weight, _plan.Kind switch
    {
        "ratio" or "count" => EventsToPass(weight),
        _ when Margin() is { } margin => _plan.Kind == "points" ? Points(Harm(margin), _beta) : Samples(Harm(margin), weight, _beta, TailGuards.MinimumForPass(_guards)),
        _ => null,
    });

    private Need? Timed(double weight, double? canary)
    {
        if (canary is not { } n)
        {
            return null;
        }

        var time = _plan.Kind == "points" ? _assumed.Interval * Math.Min(n, 1e9) : _assumed.PerMinute is > 0 and var all ? TimeSpan.FromMinutes(Math.Min(n / (weight * all), 1e9)) : (TimeSpan?)null;
        return new(n, double.IsInfinity(n) ? null : time);
    }

    // The size of a relative change as a distance of logarithms.
    private double Harm(double relative) => _plan.Direction == Direction.Decrease ? -Math.Log(Math.Max(1e-3, 1 - relative)) : Math.Log(1 + relative);

    private double? Margin() => Relative(_plan.Margin);

    private double Tolerance() => Relative(_plan.Tolerance) ?? 0;

    private double? Relative(Allowance size) => size.Absolute is null ? size.Relative : _assumed.Level is > 0 and var level ? size.At(level) / level : size.Relative;

    private double Samples(double distance, double weight, double level, double fewest)
    {
        // The logarithms of a canary value and a baseline value differ by a normal with this spread, moved by the distance.
        var theta = _assumed.Noise > 0 ? 1 - Gaussian.Above(distance / (_assumed.Noise * Math.Sqrt(2))) : 1;
        return Math.Max(fewest, _looks ? HowLong.Samples(theta, weight, FewestCanary, level) : SampleSize.Samples(theta, Gaussian.Critical(level), weight));
    }

    private double Points(double distance, double level)
    {
        var spread = _assumed.Noise * Math.Sqrt(2);
        return _looks
            ? Math.Ceiling(Math.Max(FewestBuckets, StrictCost * HowLong.Points(distance, spread, _assumed.Correlation, FewestBuckets, level)))
            : SampleSize.PointsOfOneLook(distance, spread, _assumed.Correlation, Gaussian.Critical(level));
    }

    private double EventsToFail(double weight)
    {
        var p = _assumed.Rate;
        var (tolerated, harmful) = (1 + (_plan.Tolerance.At(p) / p), 1 + (_plan.Margin.At(p) / p));
        var share = weight;
        if (_plan.Direction == Direction.Decrease)
        {
            // Fewer events in the canary are more in the baseline: the arms change places.
            (tolerated, harmful, share) = (1 / Math.Max(1e-3, 2 - tolerated), 1 / Math.Max(1e-3, 2 - harmful), 1 - weight);
        }

        var all = _looks
            ? HowLong.EventsToFail(p, share, harmful, tolerated, _alpha)
            : SampleSize.Events(harmful, Gaussian.Critical(_alpha), share) / (p * ((share * harmful) + 1 - share));
        return weight * Guarded(all, BucketsToFail);
    }

    private double EventsToPass(double weight)
    {
        var p = _assumed.Rate;
        var side = _plan.Direction == Direction.Decrease ? HarmSide.Decrease : HarmSide.Increase;
        var isCount = _plan.Kind == "count";
        if (!_looks)
        {
            return isCount
                ? SampleSize.Events(1, 1 + (_plan.Margin.At(p) / p), Gaussian.Critical(_beta), weight) / p * weight
                : SampleSize.Proportion(p, Math.Min(0.999, _plan.Margin.At(p)), Gaussian.Critical(_beta), weight);
        }

        return weight * Guarded(HowLong.EventsToAccept(p, weight, new(_plan.Margin.Relative ?? 0, _plan.Margin.Absolute ?? 0), _beta, isCount, side), BucketsToPass);
    }

    private double Guarded(double all, int buckets)
    {
        if (!_looks || _plan.Policy.Independent || double.IsInfinity(all))
        {
            return all;
        }

        // A bucket holds an event for about every 1 / rate requests, and no bucket is shorter than a look.
        var perBucket = (_assumed.PerMinute ?? 0) * Bucket.TotalMinutes;
        return HowLong.WithBurstGuard(all, buckets * Math.Max(perBucket, 1 / _assumed.Rate));
    }
}

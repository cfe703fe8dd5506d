using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Stratifying;
using CanaryJudge.Statistics;

namespace CanaryJudge.Judging.Kinds;

/// <summary>How a metric's two series become findings: alignment, tests and intervals of one kind of data.</summary>
public interface IMetricKind : INamed
{
    /// <summary>The measures that this kind can judge, as they are written in a policy.</summary>
    IReadOnlyList<string> Measures { get; }

    /// <summary>The quantile guards in effect when the policy names none and there is enough data.</summary>
    IReadOnlyList<Measure.Quantile> DefaultGuards { get; }

    /// <summary>Compares the arms.</summary>
    /// <param name="plan">How the metric is judged.</param>
    /// <param name="baseline">The baseline's data, of this kind; null: none.</param>
    /// <param name="canary">The canary's data, of this kind; null: none.</param>
    /// <param name="endLevel">The chance that one end of an interval is wrong: the policy's beta.</param>
    /// <param name="cancellation">Ends long computations.</param>
    Finding Compare(MetricPlan plan, SeriesData? baseline, SeriesData? canary, double endLevel, CancellationToken cancellation);

    /// <summary>Compares the arms within strata.</summary>
    /// <param name="plan">How the metric is judged.</param>
    /// <param name="strata">At least two strata that both arms have, with data of this kind, in order of their names.</param>
    /// <param name="noun">What the strata are called, in the plural.</param>
    /// <param name="endLevel">The chance that one end of an interval is wrong: the policy's beta.</param>
    /// <param name="cancellation">Ends long computations.</param>
    Finding CompareWithin(MetricPlan plan, IReadOnlyList<Stratum> strata, string noun, double endLevel, CancellationToken cancellation);
}

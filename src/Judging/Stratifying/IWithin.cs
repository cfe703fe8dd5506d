using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Kinds;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Stratifying;

/// <summary>How one kind of metric is compared within strata.</summary>
/// <typeparam name="TArms">Both arms of a stratum, prepared.</typeparam>
internal interface IWithin<TArms>
{
    /// <summary>What a stratum must have in each arm to be compared, for the message: <c>10 values</c>.</summary>
    string Enough { get; }

    /// <summary>Both arms of a stratum, cleaned.</summary>
    TArms Prepare(MetricPlan plan, Stratum stratum);

    /// <summary>What cleaning found.</summary>
    IReadOnlyList<Warning> Warnings(TArms arms);

    /// <summary>Why the stratum's data are contradictory; null when they are not.</summary>
    Obstacle? Conflict(TArms arms);

    /// <summary>Whether each arm has enough.</summary>
    bool HasEnough(TArms arms);

    /// <summary>Compares within at least two strata; null when these data can only be pooled.</summary>
    /// <param name="plan">How the metric is judged.</param>
    /// <param name="pooled">What the same strata say when they are pooled, with its summaries and needs.</param>
    /// <param name="strata">Prepared strata with enough data, in order of their names.</param>
    /// <param name="endLevel">The chance that one end of an interval is wrong.</param>
    /// <param name="cancellation">Ends long computations.</param>
    WithinFinding? Compare(MetricPlan plan, Finding pooled, IReadOnlyList<TArms> strata, double endLevel, CancellationToken cancellation);
}

/// <summary>What was found within strata.</summary>
/// <param name="Finding">The finding, with the warnings of the measurement alone.</param>
/// <param name="Residuals">For each stratum the standard score of its own change against the common one, positive when larger.</param>
/// <param name="Divisor">The dispersion that residuals have to be weighed with, at least 1.</param>
internal sealed record WithinFinding(Finding Finding, double[] Residuals, double Divisor)
{
    /// <summary>How many strata it rests on.</summary>
    public int Count { get; init; } = Residuals.Length;
}

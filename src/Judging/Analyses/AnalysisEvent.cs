using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Analyses;

/// <summary>One change of an analysis, as watchers are told.</summary>
/// <param name="Revision">The number of the event, from 1 without gaps.</param>
/// <param name="Time">When it happened, by the server's clock, Unix nanoseconds.</param>
/// <param name="Change">What happened.</param>
public sealed record AnalysisEvent(ulong Revision, long Time, AnalysisChange Change);

/// <summary>What happened to an analysis.</summary>
public abstract record AnalysisChange
{
    private AnalysisChange()
    {
    }

    /// <summary>A look was made.</summary>
    /// <param name="Moment">Which.</param>
    /// <param name="Judgement">Its judgement.</param>
    /// <param name="CanaryTraffic">The largest canary count of a samples, ratio or histogram metric in the epoch.</param>
    public sealed record Looked(LookMoment Moment, Judgement Judgement, double CanaryTraffic) : AnalysisChange;

    /// <summary>The analysis ended.</summary>
    /// <param name="State">Its state from now on.</param>
    public sealed record Ended(AnalysisState State) : AnalysisChange;

    /// <summary>A step began or ended.</summary>
    /// <param name="Step">The step that holds now; null: none.</param>
    public sealed record Stepped(AnalysisStep? Step) : AnalysisChange;

    /// <summary>Something to know.</summary>
    /// <param name="Warning">What.</param>
    public sealed record Warned(Warning Warning) : AnalysisChange;
}

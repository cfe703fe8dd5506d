namespace CanaryJudge.AnalysisClient.Rollouts;

/// <summary>What became of a batch.</summary>
public enum AppendResult
{
    /// <summary>It is on disk.</summary>
    Written,

    /// <summary>Another runner has opened the journal since: this one must do nothing more.</summary>
    Fenced,

    /// <summary>It could not be written, and did not happen.</summary>
    Failed,
}

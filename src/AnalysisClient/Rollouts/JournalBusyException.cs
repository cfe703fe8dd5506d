namespace CanaryJudge.AnalysisClient.Rollouts;

/// <summary>Another runner owns the rollout.</summary>
public sealed class JournalBusyException : Exception
{
    /// <summary>Another runner owns the rollout.</summary>
    public JournalBusyException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>Another runner owns the rollout.</summary>
    public JournalBusyException()
    {
    }

    /// <summary>Another runner owns the rollout.</summary>
    public JournalBusyException(string message)
        : base(message)
    {
    }
}

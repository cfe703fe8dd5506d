namespace CanaryJudge.AnalysisClient.Rollouts;

/// <summary>A journal that cannot be believed: a line before the last is damaged.</summary>
public sealed class JournalException : Exception
{
    /// <summary>A journal that cannot be believed.</summary>
    public JournalException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>A journal that cannot be believed.</summary>
    public JournalException()
    {
    }

    /// <summary>A journal that cannot be believed.</summary>
    public JournalException(string message)
        : base(message)
    {
    }
}

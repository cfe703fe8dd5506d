namespace CanaryJudge.AnalysisClient;

/// <summary>How a client calls.</summary>
public sealed record JudgeClientOptions
{
    /// <summary>How long a call may take, retries included, when the call itself does not say.</summary>
    /// <value>The default is five minutes.</value>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The largest message to send or to receive.</summary>
    /// <value>In bytes. The default is 128 MiB: above the server's default limit, which refuses with an explanation.</value>
    public int MaxMessageBytes { get; init; } = 128 * 1024 * 1024;

    /// <summary>How often a call is made in all while the server is UNAVAILABLE.</summary>
    /// <value>At least 1 (no retries). The default is 5.</value>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>The pause before the first retry; each further one is twice as long, with jitter.</summary>
    /// <value>The default is half a second.</value>
    public TimeSpan InitialBackoff { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest pause between two attempts.</summary>
    /// <value>The default is ten seconds.</value>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(10);
}

namespace CanaryJudge.Judging.Config;

/// <summary>Whether all metrics together are looked at, and how.</summary>
/// <param name="Mode">What a joint anomaly means; the default is a warning.</param>
/// <param name="Method">The name of a detector: <c>distance</c> or <c>pca</c>.</param>
public sealed record JointPolicy(JointMode Mode = JointMode.Warn, string Method = JointPolicy.Distance)
{
    /// <summary>The default method.</summary>
    public const string Distance = "distance";

    /// <summary>The method that rests on ML.NET.</summary>
    public const string Pca = "pca";

    /// <summary>The methods that a policy may name.</summary>
    public static IReadOnlyList<string> Methods { get; } = [Distance, Pca];
}

/// <summary>What a joint anomaly means.</summary>
public enum JointMode
{
    /// <summary>It is told of, at 1%.</summary>
    Warn,

    /// <summary>It is not looked for.</summary>
    Off,

    /// <summary>It fails the release, at its own share of the error budget.</summary>
    Guard,
}

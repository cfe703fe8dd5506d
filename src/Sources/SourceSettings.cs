using CanaryJudge.Judging.Config;

namespace CanaryJudge.Sources;

/// <summary>The settings of a source, read and without mistakes.</summary>
public sealed class SourceSettings
{
    private readonly Func<SourceStart, ISampleSource> _open;
    private readonly Func<Policy, IEnumerable<PolicyProblem>> _problems;

    internal SourceSettings(string kind, Func<SourceStart, ISampleSource> open, Func<Policy, IEnumerable<PolicyProblem>>? problems = null) =>
        (Kind, _open, _problems) = (kind, open, problems ?? (_ => []));

    /// <summary>The name of the kind.</summary>
    public string Kind { get; }

    /// <summary>What does not fit a policy: a metric that nobody asks for, one that the policy does not name, one of another kind.</summary>
    /// <param name="policy">The policy.</param>
    /// <returns>Problems, their paths within the source; none: they fit.</returns>
    public IReadOnlyList<PolicyProblem> Problems(Policy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return [.. _problems(policy)];
    }

    /// <summary>Opens the source. Nothing is asked of it before the first reading.</summary>
    /// <param name="start">Where to begin.</param>
    /// <returns>The source.</returns>
    /// <exception cref="IOException">A file that the settings name, such as a certificate, cannot be read; the message names it.</exception>
    public ISampleSource Open(SourceStart start)
    {
        ArgumentNullException.ThrowIfNull(start);
        return _open(start);
    }
}

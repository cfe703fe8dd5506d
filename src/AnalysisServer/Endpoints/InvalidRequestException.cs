using CanaryJudge.AnalysisServer.Mapping;

namespace CanaryJudge.AnalysisServer.Endpoints;

/// <summary>The caller's mistakes, all of them.</summary>
/// <param name="violations">At least one.</param>
internal sealed class InvalidRequestException(IReadOnlyList<Violation> violations) : Exception("The request is invalid.")
{
    /// <summary>One mistake.</summary>
    /// <param name="path">Where.</param>
    /// <param name="message">What is wrong and how to mend it.</param>
    public InvalidRequestException(string path, string message)
        : this([new(path, message)])
    {
    }

    /// <summary>The mistakes.</summary>
    public IReadOnlyList<Violation> Violations { get; } = violations;
}

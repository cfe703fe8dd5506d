using Grpc.Core;

namespace CanaryJudge.AnalysisClient;

/// <summary>The server refused a request and says why; the same request would be refused again.</summary>
public sealed class JudgeRequestException : Exception
{
    /// <summary>Without details.</summary>
    public JudgeRequestException()
        : this("The request was refused.")
    {
    }

    /// <summary>With a message only.</summary>
    /// <param name="message">What is wrong.</param>
    public JudgeRequestException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">The call's failure.</param>
    public JudgeRequestException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal JudgeRequestException(StatusCode code, string message, IReadOnlyList<RequestProblem> problems, Exception? innerException)
        : base(message, innerException)
    {
        Code = code;
        Problems = problems;
    }

    /// <summary>INVALID_ARGUMENT (policy or data), RESOURCE_EXHAUSTED (a limit); of an analysis NOT_FOUND, ALREADY_EXISTS, FAILED_PRECONDITION; of one question of a stream also INTERNAL.</summary>
    public StatusCode Code { get; } = StatusCode.InvalidArgument;

    /// <summary>Every problem, in order; empty when the server named none.</summary>
    public IReadOnlyList<RequestProblem> Problems { get; } = [];
}

using CanaryJudge.AnalysisServer.Mapping;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;

namespace CanaryJudge.AnalysisServer.Endpoints;

/// <summary>What a caller is told of an exception: the kinds that callers cause or can mend.</summary>
internal static class StatusOf
{
    /// <summary>The status of a caller's mistake, a limit or a shut-down.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <returns>The status; null: a bug, of which a caller learns nothing but an incident number.</returns>
    public static Status? Known(Exception exception) => exception switch
    {
        InvalidRequestException e => Of(e.Violations),
        LimitExceededException e => Of(e),
        ShuttingDownException e => new Status { Code = (int)Code.Unavailable, Message = e.Message },
        InvalidProtocolBufferException => Of([new("", "The request is no message of this method.")]),
        _ => null,
    };

    /// <summary>INVALID_ARGUMENT with every mistake.</summary>
    /// <param name="violations">The mistakes.</param>
    /// <returns>The status.</returns>
    public static Status Of(IReadOnlyList<Violation> violations)
    {
        var details = new BadRequest();
        details.FieldViolations.AddRange(violations.Select(v => new BadRequest.Types.FieldViolation { Field = v.Path, Description = v.Message }));
        var first = violations[0];
        var more = violations.Count > 1 ? $" (the first of {violations.Count} problems)" : "";
        var message = first.Path.Length > 0 ? $"{first.Path}: {first.Message}{more}" : first.Message + more;
        return new() { Code = (int)Code.InvalidArgument, Message = message, Details = { Any.Pack(details) } };
    }

    /// <summary>RESOURCE_EXHAUSTED with the limit and its setting.</summary>
    /// <param name="exceeded">The limit.</param>
    /// <returns>The status.</returns>
    public static Status Of(LimitExceededException exceeded)
    {
        var description = $"{exceeded.Message} The setting is {exceeded.Setting}.";
        var violation = new QuotaFailure.Types.Violation
        {
            Subject = exceeded.Setting.Key,
            Description = description,
            QuotaId = exceeded.Setting.Key,
            QuotaValue = exceeded.Allowed,
        };
        return new() { Code = (int)Code.ResourceExhausted, Message = description, Details = { Any.Pack(new QuotaFailure { Violations = { violation } }) } };
    }

    /// <summary>INTERNAL, without what happened: that is in the log.</summary>
    /// <param name="incident">Joins the answer to the log.</param>
    /// <returns>The status.</returns>
    public static Status Bug(string incident) =>
        new() { Code = (int)Code.Internal, Message = $"The server failed; its log says why under incident {incident}." };
}

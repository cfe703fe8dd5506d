using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Status = Google.Rpc.Status;

namespace CanaryJudge.AnalysisClient;

/// <summary>Reads why a server refused.</summary>
internal static class Refusal
{
    private const string DetailsTrailer = "grpc-status-details-bin";

    /// <summary>The refusal behind a failed call.</summary>
    /// <param name="failure">The failed call.</param>
    /// <returns>The exception to throw; null when the call failed for another reason than the request.</returns>
    public static JudgeRequestException? Of(RpcException failure)
    {
        if (failure.StatusCode is not (StatusCode.InvalidArgument or StatusCode.ResourceExhausted or StatusCode.NotFound or StatusCode.AlreadyExists or StatusCode.FailedPrecondition))
        {
            return null;
        }

        var details = failure.Trailers.GetValueBytes(DetailsTrailer) is { } bytes ? Read(bytes) : null;
        return new(failure.StatusCode, failure.Status.Detail, Problems(details), failure);
    }

    /// <summary>The refusal of one question of a stream.</summary>
    /// <param name="status">The answer.</param>
    /// <returns>The exception.</returns>
    public static JudgeRequestException Of(Status status) => new((StatusCode)status.Code, status.Message, Problems(status), innerException: null);

    private static Status? Read(byte[] bytes)
    {
        try
        {
            return Status.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            // Details of some proxy's making; the code and the message still hold.
            return null;
        }
    }

    private static List<RequestProblem> Problems(Status? status)
    {
        var problems = new List<RequestProblem>();
        foreach (var detail in status?.Details ?? [])
        {
            if (detail.TryUnpack<BadRequest>(out var bad))
            {
                problems.AddRange(bad.FieldViolations.Select(v => new RequestProblem(v.Field, v.Description)));
            }
            else if (detail.TryUnpack<QuotaFailure>(out var quota))
            {
                problems.AddRange(quota.Violations.Select(v => new RequestProblem(v.Subject, v.Description)));
            }
            else if (detail.TryUnpack<ErrorInfo>(out var info))
            {
                problems.Add(new(info.Reason, string.Join(", ", info.Metadata.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{m.Key}={m.Value}"))));
            }
        }

        return problems;
    }
}

using CanaryJudge.AnalysisServer.Analyses;
using CanaryJudge.AnalysisServer.Mapping;
using CanaryJudge.AnalysisServer.Storage;
using CanaryJudge.Contracts.V1;
using CanaryJudge.Judging.Analyses;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Orleans.Runtime;

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
        ShuttingDownException or StorageException or SupersededException => new Status { Code = (int)Code.Unavailable, Message = exception.Message },
        RefusedException e => e.Status,
        OrleansException or TimeoutException => new Status { Code = (int)Code.Unavailable, Message = "The analysis' server does not answer; another one will take it over. Make the same call again." },
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

    /// <summary>NOT_FOUND.</summary>
    /// <param name="id">The analysis that is not there.</param>
    /// <returns>The status.</returns>
    public static Status NotFound(string id) => new() { Code = (int)Code.NotFound, Message = $"There is no analysis '{id}'. It may have been deleted, or have outlived its retention." };

    /// <summary>ALREADY_EXISTS.</summary>
    /// <param name="reason">A stable word for programs.</param>
    /// <param name="message">What exists.</param>
    /// <returns>The status.</returns>
    public static Status Exists(string reason, string message) => Reasoned(Code.AlreadyExists, reason, message);

    /// <summary>The status of an entry that an analysis did not take.</summary>
    /// <param name="admission">What the analysis said.</param>
    /// <returns>Null: it took the entry, or had it already.</returns>
    public static Status? Of(Admission admission) => admission switch
    {
        Admission.Fresh or Admission.Repeated => null,
        Admission.Gap e => Reasoned(
            Code.FailedPrecondition, "SEQUENCE_GAP", $"sequence is {e.Sequence}, expected {e.Expected}: batches before it are missing. Send them first.", ("expected", $"{e.Expected}")),
        Admission.OtherContent e => Reasoned(
            Code.AlreadyExists, "SEQUENCE_REUSED", $"sequence {e.Sequence} was sent before with other data; expected {e.Expected}. A sender that starts anew needs a producer id of its own.", ("expected", $"{e.Expected}")),
        Admission.Over e => Reasoned(Code.FailedPrecondition, "ANALYSIS_ENDED", $"The analysis has ended: {Names<AnalysisState, Analysis.Types.State>.Of(e.State)}.", ("state", $"{e.State}".ToUpperInvariant())),
        Admission.OlderEpoch e => Reasoned(Code.FailedPrecondition, "OLDER_EPOCH", $"step.epoch is {e.Epoch}; the newest step has {e.Current}.", ("current", $"{e.Current}")),
        Admission.OtherStep e => Exists("EPOCH_REUSED", $"Epoch {e.Current.Epoch} was told before with other facts: weight {e.Current.WeightBasisPoints} basis points, index {e.Current.Index}."),
        Admission.WrongTimes e => Of([new(e.Field, e.Message)]),
        Admission.OverLimit e => Of(new LimitExceededException(e.Limit, e.Allowed, e.Message)),
        _ => throw new ArgumentException($"No status for {admission.GetType().Name}.", nameof(admission)),
    };

    /// <summary>INTERNAL, without what happened: that is in the log.</summary>
    /// <param name="incident">Joins the answer to the log.</param>
    /// <returns>The status.</returns>
    public static Status Bug(string incident) =>
        new() { Code = (int)Code.Internal, Message = $"The server failed; its log says why under incident {incident}." };

    private static Status Reasoned(Code code, string reason, string message, params (string Key, string Value)[] facts)
    {
        var info = new ErrorInfo { Reason = reason, Domain = "canaryjudge" };
        foreach (var (key, value) in facts)
        {
            info.Metadata.Add(key, value);
        }

        return new() { Code = (int)code, Message = message, Details = { Any.Pack(info) } };
    }
}

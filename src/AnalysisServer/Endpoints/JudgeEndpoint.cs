using CanaryJudge.AnalysisServer.Hosting;
using CanaryJudge.AnalysisServer.Mapping;
using CanaryJudge.Contracts.V1;
using CanaryJudge.Sources.Policies;
using Grpc.Core;

namespace CanaryJudge.AnalysisServer.Endpoints;

/// <summary>The judge's door, for gRPC and for JSON.</summary>
/// <param name="evaluator">Evaluates.</param>
/// <param name="streams">Answers streams.</param>
/// <param name="read">The reader of policy files.</param>
/// <param name="drain">Knows when no new work is taken.</param>
internal sealed class JudgeEndpoint(Evaluator evaluator, StreamAnswers streams, ReadPolicy read, Drain drain) : JudgeService.JudgeServiceBase
{
    /// <inheritdoc />
    public override async Task<EvaluateResponse> Evaluate(EvaluateRequest request, ServerCallContext context)
    {
        drain.EnterCall(context);
        return new() { Judgement = await evaluator.EvaluateAsync(request, bounded: true, context.CancellationToken).ConfigureAwait(false) };
    }

    /// <inheritdoc />
    public override async Task EvaluateStream(
        IAsyncStreamReader<EvaluateStreamRequest> requestStream, IServerStreamWriter<EvaluateStreamResponse> responseStream, ServerCallContext context)
    {
        drain.EnterCall(context);
        await streams.RunAsync(requestStream, responseStream, context).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public override Task<LintResponse> Lint(LintRequest request, ServerCallContext context)
    {
        var reading = request.PolicySourceCase switch
        {
            LintRequest.PolicySourceOneofCase.Policy => ToPolicy.Message(request.Policy, read),
            LintRequest.PolicySourceOneofCase.PolicyYaml => ToPolicy.Text(request.PolicyYaml, read),
            LintRequest.PolicySourceOneofCase.KayentaConfigJson => ToPolicy.CanaryConfig(request.KayentaConfigJson),
            _ => throw new InvalidRequestException("policy_source", "There is nothing to check: give policy, policy_yaml or kayenta_config_json."),
        };
        var located = request.PolicySourceCase != LintRequest.PolicySourceOneofCase.Policy;
        var answer = new LintResponse { Valid = reading.Problems.All(p => p.IsWarning) };
        answer.Problems.AddRange(reading.Problems.Select(p => Problem(p, located)));
        return Task.FromResult(answer);
    }

    // A message has no lines: places in the JSON made from it would only confuse.
    private static PolicyProblem Problem(LocatedProblem problem, bool located) => new()
    {
        Severity = problem.IsWarning ? PolicyProblem.Types.Severity.Warning : PolicyProblem.Types.Severity.Error,
        Path = problem.Path,
        Message = problem.Message,
        Line = located ? problem.Line : 0,
        Column = located ? problem.Column : 0,
        Length = located ? problem.Length : 0,
        SourceLine = located ? problem.SourceLine : "",
    };
}

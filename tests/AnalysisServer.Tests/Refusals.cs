using System.Text.Json.Nodes;
using CanaryJudge.Contracts.V1;
using Google.Rpc;
using Grpc.Core;

namespace CanaryJudge.AnalysisServer.Tests;

/// <summary>Reads the details of a refusal, at either door.</summary>
internal static class Refusals
{
    public static IReadOnlyList<string> Fields(RpcException e) =>
        [.. e.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(v => v.Field)];

    public static QuotaFailure.Types.Violation Quota(RpcException e) => e.GetRpcStatus()!.GetDetail<QuotaFailure>()!.Violations.Single();

    public static async Task<RpcException> OfAsync(RunningServer server, EvaluateRequest request) =>
        await Assert.ThrowsAsync<RpcException>(async () => await server.Judge.EvaluateAsync(request, cancellationToken: TestContext.Current.CancellationToken));

    public static async Task<(int Http, JsonNode Status)> PostAsync(RunningServer server, string path, string json)
    {
        using var body = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var answer = await server.Http.PostAsync(path, body, TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
    }

    public static IReadOnlyList<string> Fields(JsonNode status) =>
        [.. status["details"]![0]!["fieldViolations"]!.AsArray().Select(v => (string)v!["field"]!)];
}

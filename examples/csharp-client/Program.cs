using CanaryJudge.AnalysisClient;
using CanaryJudge.Contracts.V1;
using Grpc.Core;

// Judges one release through a server: the first argument is its gRPC address.
var server = args.Length > 0 ? args[0] : "http://127.0.0.1:50051";
using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(1));

#region evaluate
using var client = JudgeClient.Connect(server);

var start = new DateTimeOffset(2026, 1, 31, 14, 0, 0, TimeSpan.Zero);
var request = new JudgementRequestBuilder()
    .PolicyYaml("""
        metrics:
          - {name: errors, kind: ratio, margin: 0.5pp}
        """)
    .Ratio(
        "errors",
        start,
        TimeSpan.FromMinutes(5),
        baseline: new(new ulong[] { 12, 9, 13, 8, 11 }, new ulong[] { 4210, 4190, 4225, 4187, 4203 }),
        canary: new(new ulong[] { 4, 5, 5, 6, 7 }, new ulong[] { 412, 398, 405, 396, 409 }));

var judgement = await client.EvaluateAsync(request, stop.Token);

Console.WriteLine($"{judgement.Verdict}: {judgement.Reason}");
#endregion

#region errors
try
{
    await client.EvaluateAsync(new JudgementRequestBuilder().PolicyYaml("metrics: [{name: errors, margn: 1%}]"), stop.Token);
}
catch (JudgeRequestException refused)
{
    // The request is wrong, and asking again will not help: every problem has a path and a message.
    foreach (var problem in refused.Problems)
    {
        Console.WriteLine($"{problem.Path}: {problem.Message}");
    }
}
catch (RpcException failed) when (failed.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded)
{
    Console.WriteLine($"no answer: {failed.Status.Detail}");
}
#endregion

#region many
JudgementQuestion[] questions =
[
    new("checkout", request.Build()),
    new("search", new JudgementRequestBuilder().Samples("latency_ms", [101, 99, 102], [100, 98, 103]).Build()),
];

// Answers come as each is done, so the id says which question one belongs to.
var answers = new SortedDictionary<string, string>(StringComparer.Ordinal);
await foreach (var answer in client.EvaluateManyAsync(questions, stop.Token))
{
    answers[answer.Id] = answer.Judgement?.Verdict.ToString() ?? answer.Error!.Message;
}
#endregion

foreach (var (id, verdict) in answers)
{
    Console.WriteLine($"{id}: {verdict}");
}

#region gate
return judgement.Verdict == Judgement.Types.Verdict.Pass ? 0 : 1;
#endregion

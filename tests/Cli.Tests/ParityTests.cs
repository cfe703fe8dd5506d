using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using CanaryJudge.AnalysisServer.Mapping;
using CanaryJudge.Contracts.V1;
using CanaryJudge.Sources.Csv;
using CanaryJudge.Sources.Policies;
using Google.Protobuf;

namespace CanaryJudge.Cli.Tests;

/// <summary>The same data give the same judgement at every door.</summary>
public sealed class ParityTests(ServerProcess server)
{
    [Fact]
    public async Task Every_fixture_is_judged_the_same_over_HTTP()
    {
        var judged = await Judged.Value;

        foreach (var name in Checkout.FixtureNames)
        {
            var (answer, readerWarnings) = await OverHttpAsync(name);
            var expected = judged[name].DeepClone();

            // What the reader of the file noticed is known only where the file is read.
            var warnings = expected["warnings"]!.AsArray();
            for (var i = 0; i < readerWarnings; i++)
            {
                warnings.RemoveAt(0);
            }

            // The transcoder writes 4E-13 where the tool writes 4e-13: the values must agree, not their spelling.
            Assert.True(JsonNode.DeepEquals(expected, answer), $"{name}\n{expected}\n{answer}");
        }
    }

    [Fact]
    public async Task Every_fixture_is_judged_the_same_by_evaluate_through_a_server()
    {
        var judged = await Judged.Value;
        var differing = new ConcurrentBag<string>();

        await Parallel.ForEachAsync(Checkout.FixtureNames, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (name, _) =>
        {
            var ran = await Call.ToolAsync("evaluate", Checkout.Fixture(name), "--server", server.Grpc, "--output", "json");
            if (ran.Out.Length == 0 || JsonNode.Parse(ran.Out)!.ToJsonString() != judged[name].ToJsonString())
            {
                differing.Add($"{name}: {ran.Error}{ran.Out}");
            }
        });

        Assert.Empty(differing);
    }

    [Theory]
    [InlineData("checkout-pool", "text", 1)]
    [InlineData("no-policy", "text", 0)]
    [InlineData("low-traffic", "text", 3)]
    [InlineData("conflicting-values", "text", 3)]
    [InlineData("histogram-tail", "text", 1)]
    [InlineData("empty-canary", "text", 4)]
    [InlineData("no-data", "text", 4)]
    [InlineData("pool", "json", 1)]
    [InlineData("healthy-clusters", "markdown", 0)]
    [InlineData("score-marginal", "junit", 3)]
    [InlineData("old-baseline", "github", 0)]
    public async Task Evaluate_prints_and_exits_as_judge_does(string fixture, string format, int code)
    {
        var judge = (await Call.ToolAsync("judge", Checkout.Fixture(fixture), "-o", format)).Exits(code);

        var evaluate = (await Call.ToolAsync("evaluate", Checkout.Fixture(fixture), "-o", format, "--server", server.Grpc)).Exits(code);

        Assert.Equal(judge.Out, evaluate.Out);
        Assert.Equal(judge.Error, evaluate.Error);
    }

    [Theory]
    [InlineData("compatibility: kayenta", "policy.yaml")]
    [InlineData("""{"metrics": [{"name": "latency_ms", "groups": ["g"], "analysisConfigurations": {}}], "classifier": {}}""", "config.json")]
    public async Task Kayentas_rules_give_the_same_through_a_server(string text, string name)
    {
        using var folder = new TempFolder();
        var policy = folder.Write(name, text);

        var judge = (await Call.ToolAsync("judge", Checkout.Fixture("shift"), "-p", policy, "-o", "json")).Exits(1);
        var evaluate = (await Call.ToolAsync("evaluate", Checkout.Fixture("shift"), "-p", policy, "-o", "json", "--server", server.Grpc)).Exits(1);

        Assert.Equal(judge.Out, evaluate.Out);
        Assert.Contains("\"classification\": \"Fail\"", judge.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_in_JSON_or_from_a_pipe_counts_the_same_through_a_server()
    {
        using var folder = new TempFolder();
        var json = folder.Write("p.json", "\uFEFF{\"metrics\": [{\"name\": \"latency_ms\", \"margin\": \"80%\", \"tolerance\": \"40%\"}]}");
        string data = Checkout.Fixture("shift"), through = $"--server {server.Grpc}";
        Task<Ran> ShellAsync(string line) => new Call("-c", $"dotnet '{Call.Dll}' {line}") { Program = "/bin/bash" }.RunAsync();

        var judge = (await Call.ToolAsync("judge", data, "-o", "json", "-p", json)).Exits(0);
        var evaluate = (await Call.ToolAsync("evaluate", data, "-o", "json", "-p", json, "--server", server.Grpc)).Exits(0);
        var piped = OperatingSystem.IsWindows() ? judge : (await ShellAsync($"evaluate '{data}' {through} -o json -p <(cat '{json}')")).Exits(0);

        Assert.Equal(judge.Out, evaluate.Out);
        Assert.Equal(judge.Out, piped.Out);
    }

    private static readonly Lazy<Task<Dictionary<string, JsonNode>>> Judged = new(JudgedAsync);

    private static async Task<Dictionary<string, JsonNode>> JudgedAsync()
    {
        var ran = (await Call.ToolAsync("batch", "data/fixtures", "--output", "json")).Exits(0);
        return ran.Out.TrimEnd('\n').Split('\n').Select(l => JsonNode.Parse(l)!).ToDictionary(l => l["case"]!.GetValue<string>(), l => l["judgement"]!);
    }

    private async Task<(JsonNode Judgement, int ReaderWarnings)> OverHttpAsync(string fixture)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var policyPath = Path.Combine(Checkout.Fixture(fixture), "policy.yaml");
        var policyText = File.Exists(policyPath) ? await File.ReadAllTextAsync(policyPath, cancellation) : null;
        var policy = policyText is null ? null : PolicyFile.Read(policyText, policyPath).Policy;
        var snapshot = CsvData.Read(Checkout.Fixture(fixture), policy, new CsvOptions(), cancellation).Snapshot!;
        var request = new EvaluateRequest { Series = { ToRequest.Series(snapshot) } };
        if (policyText is not null)
        {
            request.PolicyYaml = policyText;
        }

        using var body = new StringContent(JsonFormatter.Default.Format(request), Encoding.UTF8, "application/json");
        using var response = await server.Client.PostAsync(new Uri(server.Http, "/v1/judgements:evaluate"), body, cancellation);
        var text = await response.Content.ReadAsStringAsync(cancellation);
        Assert.True(response.IsSuccessStatusCode, $"{fixture}: {text}");
        return (JsonNode.Parse(text)!, snapshot.Warnings.Count);
    }
}

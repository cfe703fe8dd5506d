using System.Diagnostics;
using CanaryJudge.AnalysisClient;
using CanaryJudge.Cli.Rollouts;
using CanaryJudge.Contracts.V1;
using CanaryJudge.Judging.Model;
using CanaryJudge.Sources;
using Google.Protobuf.WellKnownTypes;
using Policy = CanaryJudge.Judging.Config.Policy;
using Series = CanaryJudge.Judging.Model.Series;

namespace CanaryJudge.Cli.Tests.Rollouts;

/// <summary>From a source, which comes and goes, to the analysis on a real server.</summary>
public sealed class SamplePumpTests(ServerProcess server)
{
    private const long Second = 1_000_000_000;
    private static readonly DateTimeOffset Begin = new(2026, 5, 4, 10, 0, 0, TimeSpan.Zero);
    private static readonly Policy Policy = new() { Metrics = [new() { Name = "errors", Kind = "ratio" }] };

    [Fact]
    public async Task What_is_read_again_after_a_restart_counts_once()
    {
        using var client = AnalysesClient.Connect(server.Grpc);
        var name = await CreateAsync(client);
        await PumpAsync(client, name, new ScriptedSource(Rows(0), Rows(10)), fence: 1, until: a => a.Counts.Accepted == 4);

        var second = new ScriptedSource(Rows(0), Rows(10), Rows(20));
        var notes = await PumpAsync(client, name, second, fence: 2, until: a => a.Counts.Accepted == 6);

        Assert.Equal(4, (await client.GetAsync($"analyses/{name}", CancellationToken.None)).Counts.Duplicate);
        Assert.Equal(Nanoseconds(Begin), second.Start!.IntervalsFrom);
        Assert.Equal(Nanoseconds(Begin.AddSeconds(10)), second.Start.SamplesAfter);
        Assert.Empty(notes);
    }

    [Fact]
    public async Task A_source_that_goes_away_is_told_once_and_so_is_its_return()
    {
        using var client = AnalysesClient.Connect(server.Grpc);
        var name = await CreateAsync(client);
        var away = new SourceReading.Unavailable("metrics.errors: No answer from 127.0.0.1:9090: Connection refused");

        var notes = await PumpAsync(client, name, new ScriptedSource(Rows(0), away, away with { Reason = "It answers 503." }, Rows(10), new SourceReading.NoData(More: false), away, new SourceReading.NoData(More: false), Rows(20)), fence: 1, until: a => a.Counts.Accepted == 6);

        Assert.Equal(
            [("source", "unavailable", away.Reason), ("source", "available", null), ("source", "unavailable", away.Reason), ("source", "available", null)],
            notes.Select(n => (n.Part, n.State, n.Reason)));
    }

    [Fact]
    public async Task A_source_that_refuses_is_told_and_asked_no_more()
    {
        using var client = AnalysesClient.Connect(server.Grpc);
        var name = await CreateAsync(client);
        var notes = new List<SideNote>();

        await Pump(client, name, _ => new ScriptedSource(Rows(0), new SourceReading.Refused("It answers 401: the credentials are missing, wrong, or not enough.")), notes).RunAsync(Begin, 1, CancellationToken.None);

        Assert.Equal("refuses", Assert.Single(notes).State);
        Assert.StartsWith("It answers 401", notes[0].Reason, StringComparison.Ordinal);
        Assert.Equal(2, (await client.GetAsync($"analyses/{name}", CancellationToken.None)).Counts.Accepted);
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_read_is_told_like_a_refusal()
    {
        using var client = AnalysesClient.Connect(server.Grpc);
        var notes = new List<SideNote>();

        await Pump(client, await CreateAsync(client), _ => throw new IOException("ca.pem cannot be read."), notes).RunAsync(Begin, 1, CancellationToken.None);

        Assert.Equal(("source", "refuses", "ca.pem cannot be read."), (notes[0].Part, notes[0].State, notes[0].Reason));
    }

    [Fact]
    public async Task It_waits_until_there_is_an_analysis()
    {
        using var client = AnalysesClient.Connect(server.Grpc);
        var (notes, name, source) = (new List<SideNote>(), NewName(), new ScriptedSource(Rows(0)));
        using var end = new CancellationTokenSource();
        var pumping = Pump(client, name, s => source.Opened(s), notes).RunAsync(Begin, 1, end.Token);

        Assert.Null(source.Start);
        await CreateAsync(client, name);
        await UntilAsync(client, name, a => a.Counts.Accepted == 2);

        await end.CancelAsync();
        await pumping;
        Assert.Empty(notes);
    }

    [Fact]
    public async Task That_the_analysis_ended_at_FAIL_is_no_trouble()
    {
        using var client = AnalysesClient.Connect(server.Grpc);
        var (notes, name) = (new List<SideNote>(), await CreateAsync(client));

        await Pump(client, name, _ => new ScriptedSource([.. Enumerable.Range(0, 20).Select(i => Rows(10 * i, canaryErrors: 500))]), notes).RunAsync(Begin, 1, CancellationToken.None);

        Assert.Equal(Contracts.V1.Analysis.Types.State.Failed, (await client.GetAsync($"analyses/{name}", CancellationToken.None)).State);
        Assert.Empty(notes);
    }

    [Fact]
    public async Task A_server_that_is_killed_gets_everything_when_it_is_back()
    {
        using var folder = new TempFolder();
        var port = RolloutCommandTests.FreePort();
        var first = await ServeAsync(folder, port);
        using var client = AnalysesClient.Connect($"http://127.0.0.1:{port}", new() { MaxAttempts = 1, Deadline = TimeSpan.FromSeconds(5) });
        var (notes, name) = (new List<SideNote>(), await CreateAsync(client));
        using var end = new CancellationTokenSource();
        var turn = 0;
        var pumping = Pump(client, name, _ => new ScriptedSource(() => Rows(10 * turn++)), notes).RunAsync(Begin, 1, end.Token);
        await UntilAsync(client, name, a => a.Counts.Accepted >= 2);

        first.Kill();
        await first.WaitForExitAsync(CancellationToken.None);
        await Soon.UntilAsync(() => notes.Count == 1);
        using var second = await ServeAsync(folder, port);
        await Soon.UntilAsync(() => notes.Count == 2);
        var pushed = turn - 1;
        await UntilAsync(client, name, a => a.Counts.Accepted >= 2 * pushed);

        await end.CancelAsync();
        await pumping;
        second.Kill();
        await second.WaitForExitAsync(CancellationToken.None);
        first.Dispose();
        Assert.Equal([("judge", "unavailable"), ("judge", "available")], notes.Select(n => (n.Part, n.State)));
    }

    private static async Task<Process> ServeAsync(TempFolder folder, int port)
    {
        var process = new Call("serve", "--grpc-port", $"{port}", "--http-port", "0", "--data", folder.At("data")).Start();
        await ServerProcess.ListeningAsync(process);
        _ = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEndAsync();
        return process;
    }

    private static async Task<List<SideNote>> PumpAsync(AnalysesClient client, string name, ScriptedSource source, long fence, Func<Contracts.V1.Analysis, bool> until)
    {
        var notes = new List<SideNote>();
        using var end = new CancellationTokenSource();
        var pumping = Pump(client, name, source.Opened, notes).RunAsync(Begin, fence, end.Token);
        await UntilAsync(client, name, until);
        await end.CancelAsync();
        await pumping;
        return notes;
    }

    private static SamplePump Pump(AnalysesClient client, string name, Func<SourceStart, ISampleSource> open, List<SideNote> notes) =>
        new(client, name, open, Policy, new("source", notes.Add), new("judge", notes.Add)) { Pause = TimeSpan.FromMilliseconds(50) };

    private static async Task UntilAsync(AnalysesClient client, string name, Func<Contracts.V1.Analysis, bool> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!holds(await client.GetAsync($"analyses/{name}", patience.Token)))
        {
            await Task.Delay(20, patience.Token);
        }
    }

    private static string NewName() => $"pump-{Guid.NewGuid():N}";

    private static async Task<string> CreateAsync(AnalysesClient client, string? name = null)
    {
        name ??= NewName();
        await client.CreateAsync(
            new()
            {
                AnalysisId = name,
                PolicyYaml = "metrics: [{name: errors, kind: ratio}]",
                Options = new() { StopRule = RunOptions.Types.StopRule.FailOnly, Bucket = Duration.FromTimeSpan(TimeSpan.FromSeconds(10)), Lateness = Duration.FromTimeSpan(TimeSpan.Zero) },
            },
            CancellationToken.None);
        return name;
    }

    /// <summary>One interval of both arms.</summary>
    private static SourceReading.Rows Rows(int second, double canaryErrors = 1) => new(
        [.. new[] { Arm.Baseline, Arm.Canary }.Select(arm => new Series("errors", arm, Series.NoLabels, new SeriesData.Ratios([Nanoseconds(Begin.AddSeconds(second))], [arm == Arm.Canary ? canaryErrors : 1], [1000])))],
        More: false);

    private static long Nanoseconds(DateTimeOffset time) => time.ToUnixTimeSeconds() * Second;

    /// <summary>Says what it was told to, then nothing.</summary>
    private sealed class ScriptedSource : ISampleSource
    {
        private readonly Func<SourceReading> _next;

        public ScriptedSource(params SourceReading[] readings)
        {
            var left = new Queue<SourceReading>(readings);
            _next = () => left.TryDequeue(out var reading) ? reading : new SourceReading.NoData(More: false);
        }

        public ScriptedSource(Func<SourceReading> next) => _next = next;

        public SourceStart? Start { get; private set; }

        public ScriptedSource Opened(SourceStart start)
        {
            Start = start;
            return this;
        }

        public Task<SourceReading> ReadAsync(CancellationToken cancellation) => Task.FromResult(_next());

        public void Dispose()
        {
        }
    }
}

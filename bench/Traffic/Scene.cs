using System.Globalization;
using CanaryJudge.AnalysisClient.Rollouts;
using CanaryJudge.Rollouts;

namespace CanaryJudge.Traffic;

/// <summary>A whole world on loopback: two versions of a shop, a front, visitors, Prometheus, the server, and a rollout by the tool; all of them real processes.</summary>
internal sealed class Scene : IAsyncDisposable
{
    /// <summary>The versions.</summary>
    public const string Baseline = "1.0", Canary = "1.1";

    /// <summary>One look comes with each bucket.</summary>
    public static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);

    /// <summary>No verdict for so long, and it goes back.</summary>
    public static readonly TimeSpan Blind = TimeSpan.FromSeconds(20);

    private const string Tool = "CanaryJudge.Cli.dll", Shop = "CanaryJudge.Shop.dll";
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(2), After = TimeSpan.FromSeconds(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("cj-traffic-").FullName;
    private readonly Programs _programs;
    private readonly Front _front;
    private readonly Release _release;
    private readonly SceneSize _size;

    private Scene(Front front, Release release, SceneSize size) => (_programs, _front, _release, _size) = (new(_folder), front, release, size);

    private string RolloutId => string.Create(CultureInfo.InvariantCulture, $"shop-{Canary}");

    /// <summary>Rolls a release out and measures what came of it.</summary>
    public static async Task<Measured> PlayAsync(Front front, Release release, SceneSize size)
    {
        await using var scene = new Scene(front, release, size);
        return await scene.PlayAsync();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _programs.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<Measured> PlayAsync()
    {
        var ports = Programs.FreePorts(6);
        var (baseline, canary, front, prometheus, grpc) = (ports[0], ports[1], ports[2], ports[3], ports[4]);
        _programs.StartOurs("baseline", Shop, "serve", "--port", $"{baseline}", "--version", Baseline);
        _programs.StartOurs("canary", Shop, ["serve", "--port", $"{canary}", "--version", Canary, .. _release.Flaws]);
        _programs.StartOurs("server", Tool, "serve", "--grpc-port", $"{grpc}", "--http-port", $"{ports[5]}", "--data", Path.Combine(_folder, "server"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "prometheus.yml"), $$$"""
            global: {scrape_interval: 1s}
            scrape_configs:
              - job_name: shop
                static_configs:
                  - {targets: ["127.0.0.1:{{{baseline}}}"], labels: {version: "{{{Baseline}}}"}}
                  - {targets: ["127.0.0.1:{{{canary}}}"], labels: {version: "{{{Canary}}}"}}
            """);
        _programs.Start("prometheus", "prometheus", "--config.file=prometheus.yml", "--storage.tsdb.path=tsdb", $"--web.listen-address=127.0.0.1:{prometheus}");
        await Task.WhenAll(_programs.ListensAsync("baseline", baseline), _programs.ListensAsync("canary", canary));
        var controller = await _front.StartAsync(_programs, _folder, front, baseline, canary);
        await Task.WhenAll(_programs.ListensAsync("server", grpc), _programs.ListensAsync("prometheus", prometheus));
        _programs.StartOurs("visitors", Shop, "visit", "--url", $"http://127.0.0.1:{front}/", "--rate", $"{_size.Rate}", "--users", $"{_size.Users}", "--log", Path.Combine(_folder, "visits.tsv"));
        await Task.Delay(Before);

        var file = Path.Combine(_folder, "rollout.yaml");
        await File.WriteAllTextAsync(file, Rollout(controller, prometheus, grpc));
        var exit = await RolloutAsync(file);
        await Task.Delay(After);
        await _programs.EndAsync("visitors");
        var journal = JournalContents.Read(JournalFolder);
        return new(_front, _release, exit, journal, Visits.Read(Path.Combine(_folder, "visits.tsv")), _programs.Said("rollout"));
    }

    private string JournalFolder => Path.Combine(_folder, "data", "rollouts", RolloutId);

    private async Task<int> RolloutAsync(string file)
    {
        var rollout = _programs.StartOurs("rollout", Tool, "rollout", "run", file, "--data", Path.Combine(_folder, "data"));
        using var limit = new CancellationTokenSource(LongestRun);
        if (_release.LosesAll)
        {
            while (!JournalContents.Read(JournalFolder).Records.Any(r => r.Record is RolloutRecord.Verified { Epoch: 2 }))
            {
                await Task.Delay(50, limit.Token);
            }

            await _programs.KillAsync("server");
            await _programs.KillAsync("prometheus");
        }

        await rollout.WaitForExitAsync(limit.Token);
        return rollout.ExitCode;
    }

    private string Rollout(string controller, int prometheus, int grpc) => $$$"""
        apiVersion: canaryjudge/v1
        kind: Rollout
        name: {{{RolloutId}}}
        judge: {server: "http://127.0.0.1:{{{grpc}}}", bucket: {{{LookInterval.TotalSeconds}}}s, lateness: 0s}
        controller: {{{controller}}}
        source:
          kind: prometheus
          url: http://127.0.0.1:{{{prometheus}}}
          step: {{{LookInterval.TotalSeconds}}}s
          delay: 1s
          arms: {baseline: {version: "{{{Baseline}}}"}, canary: {version: "{{{Canary}}}"}}
          metrics:
            errors: {events: 'http_requests_total{version="$version",code=~"5.."}', total: 'http_requests_total{version="$version"}'}
            latency: {buckets: 'http_request_duration_seconds_bucket{version="$version"}'}
        policy:
          metrics:
            - {name: errors, kind: ratio, tolerance: 0.5pp, margin: 3pp}
            - {name: latency, kind: histogram, margin: 25%, guards: [p90]}
        steps: [{{{string.Join(", ", _size.Steps.Select(s => $"{{weight: {s}%}}"))}}}]
        defaults: {min: 10s, max: 3m}
        settle: 2s
        verifyEvery: 1s
        blind: {after: {{{Blind.TotalSeconds}}}s}
        resume: {within: 30s}
        late: 15s
        """;
}

/// <summary>How much of it.</summary>
/// <param name="Steps">The weights, in percent.</param>
/// <param name="Rate">Requests a second.</param>
/// <param name="Users">Who come in turns.</param>
internal sealed record SceneSize(int[] Steps, int Rate, int Users)
{
    /// <summary>The measurement.</summary>
    public static SceneSize Whole { get; } = new([5, 25, 50], Rate: 400, Users: 4_000);

    /// <summary>A share of it for a test.</summary>
    public static SceneSize Quick { get; } = new([25, 50], Rate: 400, Users: 4_000);
}

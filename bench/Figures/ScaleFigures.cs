using System.Diagnostics;
using System.Globalization;
using CanaryJudge.Contracts.V1;
using Grpc.Net.Client;

namespace CanaryJudge.Figures;

/// <summary>Many live analyses of five metrics at one batch a minute each: what they cost a server.</summary>
internal static class ScaleFigures
{
    private const int Callers = 8;
    private const long Minute = 60_000_000_000;
    private const string Policy = "metrics: [{name: errors, kind: ratio}, {name: timeouts, kind: ratio}, {name: cpu_percent, kind: points}, {name: memory_mb, kind: points}, {name: restarts, kind: count}]";

    /// <summary>Measures.</summary>
    /// <param name="analyses">How many.</param>
    /// <param name="minutes">How many minutes of data each gets, in real time.</param>
    public static async Task RunAsync(int analyses, int minutes)
    {
        var host = await AnalysisHostProcess.StartAsync("--max-running-analyses", (2 * analyses).ToString(CultureInfo.InvariantCulture)).ConfigureAwait(false);
        await using var _ = host.ConfigureAwait(false);
        using var channel = GrpcChannel.ForAddress(host.Judge);
        var client = new AnalysisService.AnalysisServiceClient(channel);
        var (empty, begun) = (host.Memory, Stopwatch.GetTimestamp());
        await EachAsync(analyses, async i => await client.CreateAnalysisAsync(new() { AnalysisId = $"a{i}", PolicyYaml = Policy, Options = new() { StopRule = RunOptions.Types.StopRule.FailOnly } }).ConfigureAwait(false)).ConfigureAwait(false);
        var creating = Stopwatch.GetElapsedTime(begun);
        var first = (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 60 * Minute) - (minutes * Minute);

        // The first minute brings them into memory and is not counted.
        await MinuteAsync(client, analyses, 0, first, TimeSpan.Zero).ConfigureAwait(false);
        var (cpu, start) = (host.Cpu, Stopwatch.GetTimestamp());
        var times = new List<double>();
        for (var minute = 1; minute < minutes; minute++)
        {
            times.AddRange(await MinuteAsync(client, analyses, minute, first, TimeSpan.FromMinutes(1)).ConfigureAwait(false));
        }

        var share = (host.Cpu - cpu) / Stopwatch.GetElapsedTime(start);
        Page.Write(
            "scale",
            [
                $"{analyses:N0} live analyses of 5 metrics (2 ratios, 2 points, 1 count), each one batch a minute for {minutes - 1} minutes: {analyses / 60.0:0} batches and looks a second, all durable in SQLite. Client and server share the cores.",
                "",
                "| | |",
                "|---|---|",
                $"| CPU of the server | {Page.Number(share * 100)}% of one core |",
                $"| memory of the server | {Page.Number(host.Memory / 1e6)} MB, {Page.Number((host.Memory - empty) / 1e3 / analyses)} kB an analysis |",
                $"| acknowledgement | p50 {Page.Number(Clock.Quantile(times, 0.5))} ms, p99 {Page.Number(Clock.Quantile(times, 0.99))} ms |",
                $"| creating them | {Page.Number(creating.TotalSeconds)} s |",
            ]);
    }

    private static async Task<List<double>> MinuteAsync(AnalysisService.AnalysisServiceClient client, int analyses, int minute, long first, TimeSpan length)
    {
        var (start, times) = (Stopwatch.GetTimestamp(), new double[analyses]);
        await EachAsync(analyses, async i =>
        {
            var wait = (length * ((double)i / analyses)) - Stopwatch.GetElapsedTime(start);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait).ConfigureAwait(false);
            }

            var from = Stopwatch.GetTimestamp();
            await client.IngestBatchAsync(Batch(i, minute, first + (minute * Minute))).ConfigureAwait(false);
            times[i] = Stopwatch.GetElapsedTime(from).TotalMilliseconds;
        }).ConfigureAwait(false);
        return [.. times];
    }

    private static Task EachAsync(int count, Func<int, Task> work) => Task.WhenAll(Enumerable.Range(0, Callers).Select(async caller =>
    {
        for (var i = caller; i < count; i += Callers)
        {
            await work(i).ConfigureAwait(false);
        }
    }));

    private static IngestBatchRequest Batch(int analysis, int minute, long at)
    {
        var random = new Random((analysis * 1_009) + minute);
        var batch = new IngestBatchRequest { Analysis = $"analyses/a{analysis}", Producer = "figures", Sequence = (ulong)minute + 1 };
        foreach (var arm in new[] { Series.Types.Arm.Baseline, Series.Types.Arm.Canary })
        {
            foreach (var metric in new[] { "errors", "timeouts" })
            {
                batch.Series.Add(new Series { Metric = metric, Arm = arm, Ratios = new() { TimeUnixNano = { at }, Events = { (ulong)random.Next(5) }, Total = { 400 } } });
            }

            foreach (var metric in new[] { "cpu_percent", "memory_mb" })
            {
                batch.Series.Add(new Series { Metric = metric, Arm = arm, Points = new() { Interval = new() { Seconds = 60 }, TimeUnixNano = { at }, Value = { 50 + random.NextDouble() } } });
            }

            batch.Series.Add(new Series { Metric = "restarts", Arm = arm, Counts = new() { TimeUnixNano = { at }, Events = { (ulong)random.Next(2) }, Exposure = { 60 } } });
        }

        return batch;
    }
}

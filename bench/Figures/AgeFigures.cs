using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using CanaryJudge.Judging.Analyses;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Figures;

/// <summary>An analysis that grows old: what a look costs and how large its state is, by how many samples it has seen.</summary>
internal static class AgeFigures
{
    private const int Rows = 5_000;
    private const int Measured = 25;
    private const long Minute = 60_000_000_000, Start = 1_769_868_000_000_000_000;

    /// <summary>Measures.</summary>
    /// <param name="most">The most samples.</param>
    public static void Run(long most)
    {
        var policy = new Policy { Metrics = [new() { Name = "latency_ms", Kind = "samples" }] };
        var run = AnalysisRun.Begin(
            new() { Id = "age", Created = Start, PolicyText = "", Options = new() { StopRule = StopRule.FailOnly } }, policy, "", MetricWatches.Default);
        var lines = new List<string>();
        long minute = 0, seen = 0;
        for (long age = 1_000; age <= most; age *= 10)
        {
            for (; seen < age; seen += 2 * Rows)
            {
                run.Apply(Batch(++minute), seen: null);
            }

            List<double> times = [.. Enumerable.Range(0, Measured).Select(_ =>
            {
                var batch = Batch(++minute);
                seen += 2 * Rows;
                var from = Stopwatch.GetTimestamp();
                run.Apply(batch, seen: null);
                return Stopwatch.GetElapsedTime(from).TotalMilliseconds;
            })];
            var state = new ArrayBufferWriter<byte>();
            run.Write(state);
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"| {age:N0} | {run.Looks:N0} | {Page.Number(Clock.Quantile(times, 0.5))} | {Page.Number((state.WrittenCount - (16.0 * run.OpenValues)) / 1e3)} |"));
            Console.Error.WriteLine(lines[^1]);
        }

        Page.Write(
            "age",
            [
                $"One metric of samples, {2 * Rows:N0} of both arms a minute. The time is that of taking a minute's samples, closing the bucket before and looking; the state is what the analysis carries, without the values that wait for their bucket to close.",
                "",
                "| samples seen | looks | a minute's batch with its look, ms | state, kB |",
                "|---|---|---|---|",
                .. lines,
            ]);
    }

    private static AnalysisEntry.Batch Batch(long minute)
    {
        var random = new Random((int)minute);
        return new(Start + (minute * Minute), "figures", (ulong)minute, [Arm(Judging.Model.Arm.Baseline), Arm(Judging.Model.Arm.Canary)]);

        Series Arm(Arm arm) => new("latency_ms", arm, Series.NoLabels, new SeriesData.Samples(
            [.. Enumerable.Range(0, Rows).Select(i => Start + (minute * Minute) + (i * (Minute / Rows)))],
            [.. Enumerable.Range(0, Rows).Select(_ => 100 * Math.Exp(0.5 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))],
            []));
    }
}

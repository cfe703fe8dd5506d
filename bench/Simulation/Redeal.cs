using System.Globalization;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Sources.Cases;
using CanaryJudge.Sources.Csv;

namespace CanaryJudge.Simulation;

/// <summary>False alarms on real values: deals the values of both arms of a labelled pair anew at random, so that nothing but chance can differ.</summary>
internal static class Redeal
{
    /// <summary>Writes the share of failed deals for each pair of samples whose arms may stand for each other.</summary>
    /// <param name="folder">A labelled folder.</param>
    /// <param name="runs">Deals of each pair.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string folder, int runs)
    {
        var pairs = LabelledIndex.Read(folder, out var problems);
        foreach (var problem in problems)
        {
            Console.Error.WriteLine($"{problem.File}:{problem.Line}: {problem.Message}");
        }

        double expected = 0;
        var count = 0;
        foreach (var pair in pairs.Where(p => p is { IsFault: false, Exchangeable: "yes", Kind: "samples" }))
        {
            var policy = new Policy { Metrics = [new() { Name = pair.Metric, Kind = pair.Kind, Direction = pair.Direction }] };
            var data = pair.BaselinePath == pair.CanaryPath ? CsvData.Read(pair.BaselinePath, policy, new(), CancellationToken.None) : CsvData.ReadPair(pair.BaselinePath, pair.CanaryPath, policy, new(), CancellationToken.None);
            double[] b = Values(data.Snapshot!, pair.Metric, Arm.Baseline), c = Values(data.Snapshot!, pair.Metric, Arm.Canary);
            var rate = new Rate(Enumerable.Range(0, runs).AsParallel().Count(run => Fails(policy, pair.Metric, b, c, run)), runs);
            Console.WriteLine($"{pair.Id,-32} {b.Length,5} and {c.Length,5}  failed {rate}");
            expected += rate.Share;
            count++;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} pairs: {expected / Math.Max(1, count) * 100:0.0}% of deals failed, {expected:0.0} pairs to be expected"));
        return problems.Count == 0 ? 0 : 2;
    }

    private static double[] Values(Snapshot snapshot, string metric, Arm arm) =>
        [.. snapshot.Series.Where(s => s.Metric == metric && s.Arm == arm).SelectMany(s => ((SeriesData.Samples)s.Data).Values)];

    private static bool Fails(Policy policy, string metric, double[] b, double[] c, int run)
    {
        double[] pool = [.. b, .. c];
        new Random(run).Shuffle(pool);
        var snapshot = new Snapshot(
        [
            new(metric, Arm.Baseline, Series.NoLabels, new SeriesData.Samples([], pool[..b.Length], [])),
            new(metric, Arm.Canary, Series.NoLabels, new SeriesData.Samples([], pool[b.Length..], [])),
        ]);
        return Judging.Judge.Decide(policy, snapshot, 0, CancellationToken.None).Verdict == Verdict.Fail;
    }
}

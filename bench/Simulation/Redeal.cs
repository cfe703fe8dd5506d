using System.Globalization;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Sources.Cases;
using CanaryJudge.Sources.Csv;

namespace CanaryJudge.Simulation;

/// <summary>False alarms on real values: deals the values of both arms of a labelled pair anew at random, so that nothing but chance can differ.</summary>
internal static class Redeal
{
    /// <summary>Writes the share of failed deals for each pair of samples whose arms may stand for each other, and how often each detector fires on them.</summary>
    /// <param name="folder">A labelled folder.</param>
    /// <param name="runs">Deals of each pair.</param>
    /// <returns>The exit code: 1 when a detector fires more often than it says.</returns>
    public static int Run(string folder, int runs)
    {
        var labelled = LabelledIndex.Read(folder, out var problems);
        var tables = LabelledTables.Tables(folder, out var ofTables);
        DataProblem[] all = [.. problems, .. ofTables];
        if (all.Length > 0)
        {
            foreach (var problem in all)
            {
                Console.Error.WriteLine($"{problem.File}:{problem.Line}: {problem.Message}");
            }

            return 2;
        }

        DealtPair[] pairs = [.. labelled.Where(p => p is { IsFault: false, Exchangeable: "yes", Kind: "samples" }).Select(Read)];
        double expected = 0;
        foreach (var pair in pairs)
        {
            var rate = new Rate(Enumerable.Range(0, runs).AsParallel().Count(run => Fails(pair.Anew(run))), runs);
            Console.WriteLine($"{pair.Id,-32} {pair.Baseline.Length,5} and {pair.Canary.Length,5}  failed {rate}");
            expected += rate.Share;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{pairs.Length} pairs: {expected / Math.Max(1, pairs.Length) * 100:0.0}% of deals failed, {expected:0.0} pairs to be expected"));
        return Calibration.Write(pairs, tables, runs);
    }

    private static DealtPair Read(LabelledPair pair)
    {
        var snapshot = pair.Read(CancellationToken.None).Snapshot!;
        return new(pair.Id, pair.Direction, Values(snapshot, pair.Metric, Arm.Baseline), Values(snapshot, pair.Metric, Arm.Canary));
    }

    private static double[] Values(Snapshot snapshot, string metric, Arm arm) =>
        [.. snapshot.Series.Where(s => s.Metric == metric && s.Arm == arm).SelectMany(s => ((SeriesData.Samples)s.Data).Values)];

    private static bool Fails(DealtPair pair)
    {
        const string metric = "value";
        var policy = new Policy { Metrics = [new() { Name = metric, Kind = "samples", Direction = pair.Direction }] };
        var snapshot = new Snapshot(
        [
            new(metric, Arm.Baseline, Series.NoLabels, new SeriesData.Samples([], pair.Baseline, [])),
            new(metric, Arm.Canary, Series.NoLabels, new SeriesData.Samples([], pair.Canary, [])),
        ]);
        return Judging.Judge.Decide(policy, snapshot, 0, CancellationToken.None).Verdict == Verdict.Fail;
    }
}

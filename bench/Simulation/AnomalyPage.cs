using System.Diagnostics;
using System.Globalization;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Health;
using CanaryJudge.Judging.Model;
using CanaryJudge.MachineLearning;
using CanaryJudge.Statistics.Anomalies;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Simulation;

/// <summary>How often something odd is found where nothing is, what is found where something is, and what looking costs.</summary>
internal static class AnomalyPage
{
    private const long Minute = 60_000_000_000;
    private const double ChangeLevel = 0.003;
    private const double Level = 0.05;
    private const double CostShare = 0.3;
    private const double JointSeconds = 1;

    private static readonly (string Name, Func<Random, double> Draw)[] Families =
    [
        ("normal", Draw.Normal),
        ("log-normal", c => Math.Exp(Draw.Normal(c))),
        ("Pareto 1.5", c => Math.Pow(1 - c.NextDouble(), -1 / 1.5)),
        ("small counts, ties", c => Draw.Poisson(c, 1)),
        ("90% zeros", c => Draw.Poisson(c, 0.105)),
        ("99% zeros", c => Draw.Poisson(c, 0.01)),
    ];

    public static IAnomalyDetector[] Detectors { get; } = [.. AnomalyDetectors.All, .. MachineLearningDetectors.All];

    private static int s_broken;

    /// <summary>Writes the page.</summary>
    /// <returns>1 when a promise does not hold.</returns>
    public static int Write(int runs)
    {
        Console.WriteLine($"""
            # Anomalies: rates and cost

            Made by `./dev simulate --anomalies` at a fixed seed, {runs:N0} runs a cell where nothing else is said; ± is one standard error. A figure
            in bold breaks its promise by more than three standard errors, and the command fails then.

            """);
        Changes(runs);
        Points(runs);
        Joint(runs);
        Guard(runs / 10);
        Sound(runs);
        Cost();
        return s_broken > 0 ? 1 : 0;
    }

    private static void Changes(int runs)
    {
        int[] sizes = [16, 60, 120, 500];
        Console.WriteLine($"""
            ## Changes that are none

            Series of independent values with any change point. Promised: at most {Percent(ChangeLevel)}. Autocorrelated series promise nothing; they
            are said to drift.

            | values | {string.Join(" | ", sizes.Select(n => $"n = {n}"))} |
            |---|{string.Concat(sizes.Select(_ => "---|"))}
            """);
        foreach (var (name, draw) in Families)
        {
            Row(name, sizes.Select(n => Promised(Count(name, runs, c => RankPartition.ChangePoints(Many(n, () => draw(c))).Length > 0), ChangeLevel)));
        }

        foreach (var phi in new[] { 0.3, 0.6, 0.9 })
        {
            Row(string.Create(CultureInfo.InvariantCulture, $"autocorrelation {phi}"), sizes.Select(n => Count($"ar {phi}", runs / 10, c => RankPartition.ChangePoints(Draw.Points(c, n, phi, 1)).Length > 0).ToString()));
        }

        Console.WriteLine();
    }

    private static void Points(int runs)
    {
        int[] sizes = [19, 59, 199];
        Console.WriteLine($"""
            ## Far points that are none

            One canary value with a conformal p of at most 5%, by so many baseline values; and 30 canary values called more than chance gives (at 1%).

            | values | {string.Join(" | ", sizes.Select(n => $"p at n = {n}"))} | more than chance, n = 59 |
            |---|{string.Concat(sizes.Select(_ => "---|"))}---|
            """);
        foreach (var (name, draw) in Families)
        {
            var single = sizes.Select(n => Promised(
                Count(name, runs, c => StrangePoints.Of(Sorted(Many(n, () => draw(c))), [draw(c)], Alternative.Greater)!.Strangest[0].PValue <= Level), Level));
            var many = Promised(Count(name, runs, c => StrangePoints.Of(Sorted(Many(59, () => draw(c))), Many(30, () => draw(c)), Alternative.Greater)!.Chance <= 0.01), 0.01);
            Row(name, [.. single, many]);
        }

        Console.WriteLine();
    }

    private static void Joint(int runs)
    {
        (int Rows, int Canary)[] sizes = [(90, 3), (90, 30), (300, 300)];
        Console.WriteLine($"""
            ## Joint anomalies that are none

            The joint test at 5% on metrics without relation and without change, {runs:N0} runs (pca and what is found: {runs / 20:N0}). Promised: at most 5% for independent rows and for an
            autocorrelation of up to 0.5; found: a canary in which two of the metrics, that otherwise move together (correlation 0.9), no longer do.

            | detector | metrics | autocorrelation | {string.Join(" | ", sizes.Select(s => $"{s.Rows} rows, canary {s.Canary}"))} | found at 1%, 90 and 30 rows |
            |---|---|---|{string.Concat(sizes.Select(_ => "---|"))}---|
            """);
        foreach (var detector in Detectors)
        {
            foreach (var (metrics, phi) in new[] { (4, 0.0), (13, 0.0), (4, 0.5), (13, 0.5), (13, 0.8) })
            {
                var alarms = sizes.Select(s => Count($"{detector.Name} {metrics} {phi}", detector.Name == "pca" ? runs / 20 : runs, c =>
                    JointTest.Run(detector, Table(c, s.Rows, metrics, phi), Table(c, s.Canary, metrics, phi), CancellationToken.None)!.PValue <= Level));
                var found = Count($"found {detector.Name} {metrics} {phi}", runs / 20, c =>
                    JointTest.Run(detector, Related(Table(c, 90, metrics, phi)), Table(c, 30, metrics, phi), CancellationToken.None)!.PValue <= 0.01);
                Row(string.Create(CultureInfo.InvariantCulture, $"{detector.Name} | {metrics} | {phi}"), [.. alarms.Select(a => phi <= 0.5 ? Promised(a, Level) : a.ToString()), found.ToString()]);
            }
        }

        Console.WriteLine();
    }

    private static void Guard(int runs)
    {
        Console.WriteLine($"""
            ## A guarded release without change

            Ten metrics of 90 baseline and 90 canary points with `joint: guard`, failed by a metric or together, {runs:N0} runs. Promised: at most 5%.

            | autocorrelation | failed | by the guard alone |
            |---|---|---|
            """);
        foreach (var phi in new[] { 0, 0.5, 0.8 })
        {
            var alone = 0;
            var failed = Count($"guard {phi}", runs, c =>
            {
                var judgement = Judging.Judge.Decide(new() { Joint = new(JointMode.Guard) }, Pair(c, 10, 90, phi), 0, CancellationToken.None);
                alone += judgement.ReasonCode == ReasonCode.JointAnomaly ? 1 : 0;
                return judgement.Verdict == Verdict.Fail;
            });
            Row(phi.ToString(CultureInfo.InvariantCulture), [Promised(failed, Level), new Rate(alone, runs).ToString()]);
        }

        Console.WriteLine();
    }

    private static void Sound(int runs)
    {
        WarningCode[] flaws = [WarningCode.Gap, WarningCode.ClockOffset, WarningCode.FrozenArm, WarningCode.BaselineUnsteady, WarningCode.SharedShift];
        Console.WriteLine($"""
            ## Flaws that are none

            A sound pair of 60 points with a warning, and with a course that a report would tell of, {runs:N0} runs. Promised: at most 1% each.

            | autocorrelation | {string.Join(" | ", flaws.Select(f => HealthChecks.All.Single(c => c.Value == f).Key))} | course |
            |---|{string.Concat(flaws.Select(_ => "---|"))}---|
            """);
        foreach (var phi in new[] { 0, 0.3 })
        {
            var found = new int[flaws.Length + 1];
            for (var run = 0; run < runs; run++)
            {
                var metric = Judging.Judge.Decide(Policy.Inferred, Pair(Draw.Chance($"sound {phi}", 60, run), 1, 60, phi), 0, CancellationToken.None).Metrics[0];
                for (var k = 0; k < flaws.Length; k++)
                {
                    found[k] += metric.Warnings.Any(w => w.Code == flaws[k]) ? 1 : 0;
                }

                found[^1] += metric.Anomalies.Any(a => a is { Drift: false, Course: CourseName.Onset or CourseName.Healed or CourseName.Transient }) ? 1 : 0;
            }

            Row(phi.ToString(CultureInfo.InvariantCulture), found.Select(n => Promised(new(n, runs), 0.01)));
        }

        Console.WriteLine();
    }

    private static void Cost()
    {
        var chance = Draw.Chance("cost", 0, 0);
        var pair = Pair(chance, 10, 60, 0);
        double[][] arms = [.. pair.Series.Select(s => ((SeriesData.Points)s.Data).Values)];
        double[][] sorted = [.. arms.Select(a => Sorted([.. a]))];
        double[][] baseline = Table(chance, 1_000, 100, 0), canary = Table(chance, 1_000, 100, 0);
        var judge = Micros(() => Judging.Judge.Decide(new() { Joint = new(JointMode.Off) }, pair, 0, CancellationToken.None));
        var looking = Micros(() =>
        {
            for (var i = 0; i < arms.Length; i += 2)
            {
                _ = RankPartition.ChangePoints(arms[i]);
                _ = Course.Of(sorted[i], arms[i + 1], Alternative.Greater);
                _ = StrangePoints.Of(sorted[i], arms[i + 1], Alternative.Greater);
            }
        });
        var seconds = Detectors.Select(d => (d.Name, Seconds: Micros(() => JointTest.Run(d, baseline, canary, CancellationToken.None), rounds: 1) / 1e6)).ToArray();
        s_broken += looking > CostShare * judge ? 1 : 0;
        s_broken += seconds.Count(s => s.Seconds > JointSeconds);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            ## Cost

            | what | time | promised |
            |---|---|---|
            | a judgement of 10 metrics of 60 points, joint off | {judge:0} µs | |
            | of which changes, course and far points | {looking:0} µs, {100 * looking / judge:0}% | at most {100 * CostShare:0}% |
            """));
        foreach (var (name, time) in seconds)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| joint, {name}: 100 metrics, 1,000 rows of each arm | {1000 * time:0} ms | under {JointSeconds:0} s |"));
        }
    }

    private static double Micros(Action action, int rounds = 5)
    {
        var best = double.PositiveInfinity;
        for (var round = 0; round <= rounds; round++)
        {
            var times = rounds > 1 ? 200 : 1;
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < times; i++)
            {
                action();
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMicroseconds / times);
        }

        return best;
    }

    private static Rate Count(string name, int runs, Func<Random, bool> happens)
    {
        var hits = 0;
        for (var run = 0; run < runs; run++)
        {
            hits += happens(Draw.Chance(name, 7, run)) ? 1 : 0;
        }

        return new(hits, runs);
    }

    private static Snapshot Pair(Random chance, int metrics, int points, double phi)
    {
        long[] times = [.. Enumerable.Range(0, points).Select(i => 1_769_868_000_000_000_000 + (i * Minute))];
        return new([.. Enumerable.Range(0, 2 * metrics).Select(i => new Series($"metric_{i / 2}_ms", (Arm)(i % 2), Series.NoLabels, new SeriesData.Points(null, times, Draw.Points(chance, points, phi, 1))))]);
    }

    private static double[][] Table(Random chance, int rows, int metrics, double phi)
    {
        double[][] columns = [.. Enumerable.Range(0, metrics).Select(_ => Array.ConvertAll(Draw.Points(chance, rows, phi, 1), x => Math.Log(x)))];
        return [.. Enumerable.Range(0, rows).Select(i => columns.Select(c => c[i]).ToArray())];
    }

    /// <summary>The second metric follows the first.</summary>
    private static double[][] Related(double[][] rows)
    {
        foreach (var row in rows)
        {
            row[1] = Math.Log(100) + (0.9 * (row[0] - Math.Log(100))) + (Math.Sqrt(1 - 0.81) * (row[1] - Math.Log(100)));
        }

        return rows;
    }

    private static double[] Many(int count, Func<double> next)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = next();
        }

        return values;
    }

    private static double[] Sorted(double[] values)
    {
        Array.Sort(values);
        return values;
    }

    private static string Promised(Rate rate, double level)
    {
        s_broken += rate.Breaks(level) ? 1 : 0;
        return rate.Breaks(level) ? $"**{Fine(rate)}**" : Fine(rate);
    }

    /// <summary>Rates far below one percent need two decimals.</summary>
    private static string Fine(Rate rate) => rate.Share < 0.01 ? string.Create(CultureInfo.InvariantCulture, $"{100 * rate.Share:0.00}%") : rate.ToString();

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.#}%");

    private static void Row(string name, IEnumerable<string> cells)
    {
        Console.WriteLine($"| {name} | {string.Join(" | ", cells)} |");
        Console.Error.WriteLine(name);
    }
}

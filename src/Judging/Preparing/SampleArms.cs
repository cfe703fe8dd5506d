using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Statistics;
using CanaryJudge.Statistics.Dependence;

namespace CanaryJudge.Judging.Preparing;

/// <summary>Both arms of a metric of raw observations, ready for tests on ranks.</summary>
/// <param name="Baseline">Finite values, rising.</param>
/// <param name="Canary">Finite values, rising.</param>
/// <param name="BaselineWindow">When the baseline's values were taken; null without times.</param>
/// <param name="CanaryWindow">When the canary's values were taken; null without times.</param>
/// <param name="Warnings">What was dropped or joined.</param>
internal sealed record SampleArms(
    double[] Baseline, double[] Canary, (long From, long To)? BaselineWindow, (long From, long To)? CanaryWindow, IReadOnlyList<Warning> Warnings)
{
    private double[]? _pooled;

    /// <summary>By how much values of one minute are alike; none where a key has joined them already.</summary>
    public DesignEffect Design { get; init; } = DesignEffect.None;

    /// <summary>The values of both arms, rising.</summary>
    public double[] Pooled => _pooled ??= Pool();

    /// <summary>Trims the warm-up, drops what is no number, joins clusters, removes outliers if asked, measures dependence, sorts.</summary>
    public static SampleArms Prepare(MetricPlan plan, SeriesData.Samples? baseline, SeriesData.Samples? canary)
    {
        var warnings = new List<Warning>();
        var b = Clean(plan, Arm.Baseline, baseline, warnings);
        var c = Clean(plan, Arm.Canary, canary, warnings);
        if (plan.Policy.Cluster is not null && b.IsKeyed && c.IsKeyed)
        {
            // One rule for both arms: a geometric mean in one and a plain mean in the other would differ by themselves.
            var positive = Array.TrueForAll(b.Values, v => v > 0) && Array.TrueForAll(c.Values, v => v > 0);
            (b, c) = (PerCluster(Arm.Baseline, b, positive, warnings), PerCluster(Arm.Canary, c, positive, warnings));
        }

        if (plan.Policy.Outliers == Config.Outliers.Remove)
        {
            var (lowest, highest) = OutlierFence.Of(b.Values, c.Values);
            var (ofBaseline, ofCanary) = (b.Values.Length, c.Values.Length);
            (b, c) = (b.Inside(lowest, highest), c.Inside(lowest, highest));
            OutlierShares.Add((ofBaseline, b.Values.Length), (ofCanary, c.Values.Length), warnings);
        }

        var design = b.IsTimed && c.IsTimed ? DesignEffect.OneLook(b.Minutes, b.Values, c.Minutes, c.Values) : DesignEffect.None;
        if (design.Counts)
        {
            warnings.Add(new(
                WarningCode.DependentSamples,
                $"Values of one minute are alike: {design.Value:0.0} count as one. Users who come back later go unseen: name their key as cluster."));
        }

        Samples.Sort(b.Values);
        Samples.Sort(c.Values);
        var (bWindow, cWindow) = (Times.Window(baseline?.At), Times.Window(canary?.At));
        if (Times.Differ(bWindow, cWindow))
        {
            warnings.Add(Obstacles.DifferentTimes);
        }

        return new(b.Values, c.Values, bWindow, cWindow, warnings) { Design = design };
    }

    /// <summary>How many values of each arm lie beyond a quantile of both arms together.</summary>
    /// <param name="q">The quantile.</param>
    /// <param name="low">Beyond means below.</param>
    public (long Baseline, long Canary) Beyond(double q, bool low)
    {
        var threshold = Quantiles.Of(Pooled, q);
        return low
            ? (Samples.CountBelow(Baseline, threshold), Samples.CountBelow(Canary, threshold))
            : (Baseline.Length - Samples.CountUpTo(Baseline, threshold), Canary.Length - Samples.CountUpTo(Canary, threshold));
    }

    private static Column Clean(MetricPlan plan, Arm arm, SeriesData.Samples? data, List<Warning> warnings)
    {
        if (data is null)
        {
            return new([], [], []);
        }

        var fill = plan.Policy.Missing == Missing.Zero;
        var start = Times.Window(data.At)?.From ?? 0;
        var kept = new double[data.Values.Length];
        var minutes = new long[data.At.Length];
        var keys = new List<ulong>(data.Clusters.Length);
        int count = 0, missing = 0, infinite = 0, warming = 0;
        for (var i = 0; i < data.Values.Length; i++)
        {
            var value = data.Values[i];
            if (data.At.Length > 0 && data.At[i] - start < plan.Policy.Warmup.Ticks * 100)
            {
                warming++;
                continue;
            }

            missing += double.IsNaN(value) ? 1 : 0;
            infinite += Rows.IsOutOfRange(value) ? 1 : 0;
            value = double.IsNaN(value) && fill ? 0 : value;
            if (Rows.IsUsable(value))
            {
                if (data.At.Length > 0)
                {
                    minutes[count] = Times.Minute(data.At[i]);
                }

                kept[count++] = value;
                if (data.Clusters.Length > 0)
                {
                    keys.Add(data.Clusters[i]);
                }
            }
        }

        Rows.Add(warnings, arm, fill ? 0 : missing, WarningCode.NanDropped, "without a value (NaN)", "left out as missing");
        Rows.Add(warnings, arm, fill ? missing : 0, WarningCode.MissingFilled, "without a value (NaN)", "taken as 0, as the policy asks");
        Rows.Add(warnings, arm, infinite, WarningCode.InfinityDropped, "infinite or beyond 1e100", "left out");
        Rows.Add(warnings, arm, warming, WarningCode.WarmupTrimmed, "in the warm-up", "left out");
        Array.Resize(ref kept, count);
        Array.Resize(ref minutes, data.At.Length > 0 ? count : 0);
        return new(kept, minutes, [.. keys]);
    }

    /// <summary>One value per user or session: values of one key are not independent, keys are.</summary>
    private static Column PerCluster(Arm arm, Column values, bool positive, List<Warning> warnings)
    {
        var means = new Dictionary<ulong, (double Sum, int Count)>();
        for (var i = 0; i < values.Values.Length; i++)
        {
            var (sum, count) = means.GetValueOrDefault(values.Keys[i]);
            means[values.Keys[i]] = (sum + (positive ? Math.Log(values.Values[i]) : values.Values[i]), count + 1);
        }

        if (means.Count < values.Values.Length)
        {
            warnings.Add(new(WarningCode.DependentValues, $"{Rows.Word(arm)}: {values.Values.Length:N0} values of {means.Count:N0} clusters, counted as one value per cluster."));
        }

        return new([.. means.Values.Select(m => positive ? Math.Exp(m.Sum / m.Count) : m.Sum / m.Count)], [], []);
    }

    private double[] Pool()
    {
        double[] pooled = [.. Baseline, .. Canary];
        Samples.Sort(pooled);
        return pooled;
    }

    /// <summary>Values with the minute and the key of each; empty: none have one.</summary>
    private sealed record Column(double[] Values, long[] Minutes, ulong[] Keys)
    {
        public bool IsTimed => Minutes.Length == Values.Length && Values.Length > 0;

        public bool IsKeyed => Keys.Length == Values.Length;

        public Column Inside(double lowest, double highest)
        {
            var keep = Enumerable.Range(0, Values.Length).Where(i => Values[i] >= lowest && Values[i] <= highest).ToArray();
            return new([.. keep.Select(i => Values[i])], IsTimed ? [.. keep.Select(i => Minutes[i])] : [], []);
        }
    }
}

using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Statistics;

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

    /// <summary>The values of both arms, rising.</summary>
    public double[] Pooled => _pooled ??= Pool();

    /// <summary>Trims the warm-up, drops what is no number, joins clusters, removes outliers if asked, sorts.</summary>
    public static SampleArms Prepare(MetricPlan plan, SeriesData.Samples? baseline, SeriesData.Samples? canary)
    {
        var warnings = new List<Warning>();
        var b = Values(plan, Arm.Baseline, baseline, warnings);
        var c = Values(plan, Arm.Canary, canary, warnings);
        if (plan.Policy.Outliers == Config.Outliers.Remove)
        {
            var (lowest, highest) = OutlierFence.Of(b, c);
            int before = b.Length + c.Length;
            b = Array.FindAll(b, v => v >= lowest && v <= highest);
            c = Array.FindAll(c, v => v >= lowest && v <= highest);
            if (before > b.Length + c.Length)
            {
                warnings.Add(new(WarningCode.OutliersRemoved, $"{before - b.Length - c.Length:N0} outliers removed, as the policy asks."));
            }
        }

        Array.Sort(b);
        Array.Sort(c);
        var (bWindow, cWindow) = (Times.Window(baseline?.At), Times.Window(canary?.At));
        if (Times.Differ(bWindow, cWindow))
        {
            warnings.Add(Obstacles.DifferentTimes);
        }

        return new(b, c, bWindow, cWindow, warnings);
    }

    /// <summary>How many values of each arm lie beyond a quantile of both arms together.</summary>
    /// <param name="q">The quantile.</param>
    /// <param name="low">Beyond means below.</param>
    public (long Baseline, long Canary) Beyond(double q, bool low)
    {
        var threshold = Quantiles.Of(Pooled, q);
        return low
            ? (CountBelow(Baseline, threshold), CountBelow(Canary, threshold))
            : (Baseline.Length - CountUpTo(Baseline, threshold), Canary.Length - CountUpTo(Canary, threshold));
    }

    private static double[] Values(MetricPlan plan, Arm arm, SeriesData.Samples? data, List<Warning> warnings)
    {
        if (data is null)
        {
            return [];
        }

        var fill = plan.Policy.Missing == Missing.Zero;
        var start = Times.Window(data.At)?.From ?? 0;
        var kept = new List<double>(data.Values.Length);
        var keys = new List<ulong>(data.Clusters.Length);
        int missing = 0, infinite = 0, warming = 0;
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
            if (!double.IsNaN(value) && !Rows.IsOutOfRange(value))
            {
                kept.Add(value);
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
        return plan.Policy.Cluster is not null && keys.Count == kept.Count && keys.Count > 0 ? PerCluster(arm, kept, keys, warnings) : [.. kept];
    }

    /// <summary>One value per user or session: values of one key are not independent, keys are.</summary>
    private static double[] PerCluster(Arm arm, List<double> values, List<ulong> keys, List<Warning> warnings)
    {
        var positive = values.TrueForAll(v => v > 0);
        var means = new Dictionary<ulong, (double Sum, int Count)>();
        for (var i = 0; i < values.Count; i++)
        {
            var (sum, count) = means.GetValueOrDefault(keys[i]);
            means[keys[i]] = (sum + (positive ? Math.Log(values[i]) : values[i]), count + 1);
        }

        if (means.Count < values.Count)
        {
            warnings.Add(new(WarningCode.DependentValues, $"{Rows.Word(arm)}: {values.Count:N0} values of {means.Count:N0} clusters, counted as one value per cluster."));
        }

        return [.. means.Values.Select(m => positive ? Math.Exp(m.Sum / m.Count) : m.Sum / m.Count)];
    }

    private double[] Pool()
    {
        double[] pooled = [.. Baseline, .. Canary];
        Array.Sort(pooled);
        return pooled;
    }

    private static int CountBelow(double[] sorted, double threshold)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = sorted[middle] < threshold ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static int CountUpTo(double[] sorted, double threshold) => CountBelow(sorted, Math.BitIncrement(threshold));
}

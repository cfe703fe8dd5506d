using CanaryJudge.Judging.Config;

namespace CanaryJudge.Judging.Kayenta;

/// <summary>The rules of Kayenta's Mann-Whitney classifier, in its order; the first that applies decides.</summary>
/// <remarks>
/// <para>Shapes: two prepared arms without NaN, either may be empty. Units: those of the metric.</para>
/// <para>Random noise, which Kayenta adds where both arms are constant, is left out: the shift then is the difference itself.</para>
/// <para>Source: NetflixACAJudge-v1.0 of Kayenta. Known flaws are reproduced and named in the finding's warnings.</para>
/// </remarks>
public static class KayentaClassifier
{
    /// <summary>Classifies one metric.</summary>
    /// <param name="metric">Its settings.</param>
    /// <param name="baseline">The baseline's values after preparation.</param>
    /// <param name="canary">The canary's values after preparation.</param>
    /// <param name="levels">Tolerance and confidence.</param>
    public static KayentaFinding Classify(KayentaMetric metric, ReadOnlySpan<double> baseline, ReadOnlySpan<double> canary, KayentaLevels levels)
    {
        if (baseline.IsEmpty || canary.IsEmpty)
        {
            return Empty(metric);
        }

        if (AreIdentical(baseline, canary))
        {
            return new(KayentaClass.Pass, $"The {levels.CanaryLabel} and {levels.BaselineLabel} data are identical", 1, Critical: false);
        }

        if (!IsConstant(baseline) || !IsConstant(canary))
        {
            return Tested(metric, baseline, canary, levels);
        }

        return baseline[0] == canary[0] ? new(KayentaClass.Pass, null, 1, Critical: false) : ConstantArms.Classify(metric, baseline, canary, levels);
    }

    /// <summary>The classification that an interval and an effect lead to.</summary>
    internal static KayentaFinding Decide(KayentaMetric metric, ShiftInterval interval, double effect, double ratio, KayentaLevels levels)
    {
        var least = levels.Tolerance * Math.Abs(interval.Estimate);
        var needed = metric.Effect;
        if (metric.Direction != Direction.Decrease && interval.Lower > least && !(effect < needed.AllowedIncrease))
        {
            return Differs(KayentaClass.High, metric, metric.Critical && !(effect < needed.CriticalIncrease), ratio) with { Interval = interval };
        }

        return metric.Direction != Direction.Increase && interval.Upper < -least && !(effect > needed.AllowedDecrease)
            ? Differs(KayentaClass.Low, metric, metric.Critical && !(effect > needed.CriticalDecrease), ratio) with { Interval = interval }
            : new(KayentaClass.Pass, null, ratio, Critical: false) { Interval = interval };
    }

    /// <summary>The finding where Kayenta throws.</summary>
    internal static KayentaFinding Failed { get; } = new(KayentaClass.Error, "Metric Classification Failed", null, Critical: false)
    {
        Warnings = [new(KayentaFlaw.ErrorNotCounted, "The test cannot be made on these values; Kayenta leaves such a metric out of every score, and a critical one fails nothing.")],
    };

    private static KayentaFinding Empty(KayentaMetric metric)
    {
        if (metric.ReplacesNan)
        {
            return new(KayentaClass.Pass, null, 1, Critical: false);
        }

        var fails = metric is { MustHaveData: true, Critical: false };
        return new(fails ? KayentaClass.NodataFailMetric : KayentaClass.Nodata, $"Missing data for {metric.Name}", 1, metric.Critical);
    }

    private static KayentaFinding Tested(KayentaMetric metric, ReadOnlySpan<double> baseline, ReadOnlySpan<double> canary, KayentaLevels levels)
    {
        var statistic = new RankStatistic(baseline, canary);
        if (ShiftInterval.Of(statistic, levels.Quantile) is not { } interval)
        {
            return Failed;
        }

        var ratio = CommonsMath.MeanRatio(baseline, canary);
        var effect = metric.Effect.UsesCles ? statistic.Cles() : ratio;
        var finding = Decide(metric, interval, effect, ratio, levels);
        return RootSensitivity.Warning(statistic, interval, levels, i => Decide(metric, i, effect, ratio, levels).Class) is { } warning
            ? finding with { Warnings = [warning] }
            : finding;
    }

    private static KayentaFinding Differs(KayentaClass to, KayentaMetric metric, bool critical, double ratio) => new(
        to,
        critical ? $"The metric {metric.Name} was classified as {to} (Critical)" : $"{metric.Name} was classified as {to}",
        ratio,
        critical);

    private static bool AreIdentical(ReadOnlySpan<double> baseline, ReadOnlySpan<double> canary)
    {
        // The ends first: arms that differ there, nearly all, need not be sorted for this.
        if (baseline.Length != canary.Length || Ends(baseline) != Ends(canary))
        {
            return false;
        }

        double[] one = Statistics.Samples.Sorted(baseline), other = Statistics.Samples.Sorted(canary);
        for (var i = 0; i < one.Length; i++)
        {
            if (one[i] != other[i])
            {
                return false;
            }
        }

        return true;
    }

    private static (double Min, double Max) Ends(ReadOnlySpan<double> values)
    {
        double min = values[0], max = values[0];
        foreach (var value in values)
        {
            min = Math.Min(min, value);
            max = Math.Max(max, value);
        }

        return (min, max);
    }

    private static bool IsConstant(ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            if (value != values[0])
            {
                return false;
            }
        }

        return true;
    }
}

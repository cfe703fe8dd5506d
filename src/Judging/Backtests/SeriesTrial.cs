using CanaryJudge.Statistics.Anomalies;
using Samples = CanaryJudge.Statistics.Samples;

namespace CanaryJudge.Judging.Backtests;

/// <summary>How well single values of a labelled series are told by the values before them.</summary>
/// <remarks>
/// Each value is scored by the 200 before it: |robust z|, or the distance from their mean in standard deviations. Both rules may flag 0.5% of the
/// ordinary values, so that they are compared at one price. An event (neighbouring labelled values) is found when one of its values is flagged.
/// </remarks>
public static class SeriesTrial
{
    private const int Window = 200;
    private const double Price = 0.005;

    /// <summary>The rules' names, in the order of the results.</summary>
    public static IReadOnlyList<string> Rules { get; } = ["robust z", ThreeSigma.Name];

    /// <summary>Events found and missed, and values flagged outside of events, by rule.</summary>
    /// <param name="series">The series.</param>
    /// <returns>Of each rule its counts: faults are events, healthy are ordinary values.</returns>
    public static IReadOnlyList<Detections> Of(LabelledValues series)
    {
        ArgumentNullException.ThrowIfNull(series);
        return [.. new Func<double[], Func<double, double>>[] { RobustDistance, Distance }.Select((rule, i) => Counted(Rules[i], series, Scores(series.Values, rule)))];
    }

    private static Detections Counted(string rule, LabelledValues series, double[] scores)
    {
        double[] ordinary = [.. scores.Where((score, i) => !series.IsOdd[i] && !double.IsNaN(score)).Order()];
        if (ordinary.Length == 0)
        {
            return new(rule, 0, 0, 0, 0);
        }

        var limit = ordinary[Math.Min(ordinary.Length - 1, (int)Math.Floor((1 - Price) * ordinary.Length))];
        int found = 0, events = 0, alarms = 0;
        var inside = false;
        for (var i = Window; i < scores.Length; i++)
        {
            var flagged = scores[i] > limit;
            if (!series.IsOdd[i])
            {
                inside = false;
                alarms += flagged ? 1 : 0;
                continue;
            }

            if (i == Window || !series.IsOdd[i - 1])
            {
                events++;
                inside = true;
            }

            if (flagged && inside)
            {
                found++;
                inside = false;
            }
        }

        return new(rule, found, events, alarms, ordinary.Length);
    }

    private static double[] Scores(double[] values, Func<double[], Func<double, double>> rule)
    {
        var scores = new double[values.Length];
        Array.Fill(scores, double.NaN);
        for (var i = Window; i < values.Length; i++)
        {
            scores[i] = rule(values[(i - Window)..i])(values[i]);
        }

        return scores;
    }

    private static Func<double, double> RobustDistance(double[] before)
    {
        var scale = RobustZ.Of(before);
        return value => Math.Abs(scale.Z(value));
    }

    private static Func<double, double> Distance(double[] before)
    {
        double mean = Samples.Mean(before), deviation = Samples.StandardDeviation(before);
        return value => value.Equals(mean) ? 0 : Math.Abs(value - mean) / deviation;
    }
}

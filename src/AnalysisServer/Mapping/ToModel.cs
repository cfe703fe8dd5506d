using System.Globalization;
using CanaryJudge.Judging.Model;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.AnalysisServer.Mapping;

/// <summary>Turns what came over the wire into a snapshot, noting everything that is wrong with it.</summary>
internal static class ToModel
{
    /// <summary>A step is a stratum like any other, named as the column of a CSV file would be.</summary>
    private const string StepLabel = "step";

    /// <summary>Reads all series.</summary>
    /// <param name="series">As received.</param>
    /// <param name="violations">Collects what is wrong; with any, the snapshot must not be judged.</param>
    /// <returns>The snapshot.</returns>
    public static Snapshot Snapshot(IReadOnlyList<Wire.Series> series, Violations violations)
    {
        var read = new List<Series>(series.Count);
        var seen = new Dictionary<(string Metric, Arm Arm, string Labels), int>();
        for (var i = 0; i < series.Count; i++)
        {
            if (One(series[i], i, violations) is not { } one)
            {
                continue;
            }

            // Length before each part, so that no choice of labels can look like another.
            var labels = string.Concat(one.Labels.OrderBy(l => l.Key, StringComparer.Ordinal)
                .Select(l => $"{l.Key.Length}:{l.Key}{l.Value.Length}:{l.Value}"));
            if (!seen.TryAdd((one.Metric, one.Arm, labels), i))
            {
                var first = seen[(one.Metric, one.Arm, labels)];
                violations.Add($"series[{i}]", $"The same metric, arm and labels as series[{first}]; send the rows of both in one series.");
            }

            read.Add(one);
        }

        return new(read);
    }

    private static Series? One(Wire.Series series, int index, Violations violations)
    {
        var path = $"series[{index}]";
        if (string.IsNullOrWhiteSpace(series.Metric))
        {
            violations.Add($"{path}.metric", "The metric's name is empty.");
        }

        Arm? arm = series.Arm switch
        {
            Wire.Series.Types.Arm.Baseline => Arm.Baseline,
            Wire.Series.Types.Arm.Canary => Arm.Canary,
            _ => null,
        };
        if (arm is null)
        {
            violations.Add($"{path}.arm", "The arm is missing or unknown; it is BASELINE or CANARY.");
        }

        var data = ToSeriesData.Read(series, path, violations);
        if (data is null)
        {
            violations.Add(path, "The data are missing: one of samples, points, ratios, counts, histograms.");
        }

        var labels = new Dictionary<string, string>(series.Labels, StringComparer.Ordinal);
        if (series.Step > 0 && !labels.TryAdd(StepLabel, series.Step.ToString(CultureInfo.InvariantCulture)))
        {
            violations.Add($"{path}.step", $"The series has a label '{StepLabel}' too; say the step once.");
        }

        return arm is { } a && data is not null ? new(series.Metric, a, labels, data) : null;
    }
}

using CanaryJudge.Judging.Kayenta;

namespace CanaryJudge.Sources.Kayenta;

/// <summary>Reads what the judge uses of a canary config.</summary>
internal static class CanaryConfigReading
{
    /// <param name="config">The config.</param>
    /// <param name="used">The metrics to read; mistakes in others are no mistakes for Kayenta's judge either.</param>
    public static KayentaConfig Of(Spot config, IReadOnlySet<string> used)
    {
        var metrics = new Dictionary<string, KayentaMetric>(StringComparer.Ordinal);
        foreach (var metric in config["metrics"].Items())
        {
            if (metric["name"].Text() is { } name && used.Contains(name) && !metrics.ContainsKey(name))
            {
                metrics.Add(name, MetricReading.Of(name, metric));
            }
        }

        return new([.. metrics.Values], Weights(config["classifier"]));
    }

    private static Dictionary<string, double> Weights(Spot classifier)
    {
        var weights = new Dictionary<string, double>(StringComparer.Ordinal);
        if (!classifier.IsMap)
        {
            classifier.Report($"The config needs a classifier: {{\"groupWeights\": {{}}}} at least; it is {classifier.Noun}.");
            return weights;
        }

        if (classifier["groupWeights"] is { IsNothing: false } given)
        {
            foreach (var (group, weight) in given.Entries())
            {
                weights[group] = weight.Number();
                if (!double.IsFinite(weights[group]) && weight.Problems.TrueForAll(p => p.Path != weight.Path))
                {
                    weight.Report("A weight must be finite.");
                }
            }
        }

        return weights;
    }
}

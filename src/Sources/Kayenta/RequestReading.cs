using CanaryJudge.Judging.Kayenta;

namespace CanaryJudge.Sources.Kayenta;

/// <summary>Reads a RemoteJudge request.</summary>
internal static class RequestReading
{
    public static KayentaRequest Of(Spot root)
    {
        var pairs = root["metricSetPairList"].Items().Select(Pair).ToList();
        var config = CanaryConfigReading.Of(root["canaryConfig"], pairs.Select(p => p.Name).ToHashSet(StringComparer.Ordinal));
        var thresholds = root["scoreThresholds"];
        return new(config, thresholds["pass"].Number(), thresholds["marginal"].Number(), pairs);
    }

    private static KayentaPair Pair(Spot pair)
    {
        var name = pair["name"].Text();
        if (name is null)
        {
            pair["name"].Report("A pair must name its metric.");
        }

        var values = pair["values"];
        return new(
            name ?? "",
            pair["id"].Text(),
            Tags(pair["tags"]),
            Values(values["control"]),
            Values(values["experiment"]));
    }

    private static Dictionary<string, string?>? Tags(Spot tags)
    {
        if (tags.IsNothing)
        {
            return null;
        }

        var read = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (key, value) in tags.Entries())
        {
            read[key] = value.Text();
        }

        return read;
    }

    private static double[] Values(Spot arm)
    {
        var before = arm.Problems.Count;
        var values = new List<double>();
        foreach (var value in arm.Items())
        {
            values.Add(value.Number());
            if (arm.Problems.Count > before)
            {
                break;
            }
        }

        return [.. values];
    }
}

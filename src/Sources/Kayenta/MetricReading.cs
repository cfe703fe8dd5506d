using System.Text.Json;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Kayenta;

namespace CanaryJudge.Sources.Kayenta;

/// <summary>Reads one metric of a canary config, as forgiving and as strict as Kayenta: unknown words mean the default, wrong types are refused.</summary>
internal static class MetricReading
{
    public static KayentaMetric Of(string name, Spot metric)
    {
        var analyses = metric["analysisConfigurations"];
        var settings = Map(analyses)["canary"];
        _ = Map(settings);
        var outliers = settings["outliers"];
        var direction = Word(settings["direction"]);
        return new(name)
        {
            Groups = metric["groups"] is { IsNothing: false } groups ? [.. groups.Items().Select(Group)] : null,
            Direction = direction switch
            {
                "increase" => Direction.Increase,
                "decrease" => Direction.Decrease,
                _ => Direction.Either,
            },
            ReplacesNan = Word(settings["nanStrategy"]) == "replace",
            RemovesOutliers = Word(outliers["strategy"]) == "remove",
            OutlierFactor = Number(outliers["outlierFactor"], 3),
            Critical = Flag(settings["critical"]),
            MustHaveData = Flag(settings["mustHaveData"]),
            Muted = Flag(settings["muted"]),
            Effect = Effect(settings["effectSize"]),
        };
    }

    private static KayentaEffect Effect(Spot effect)
    {
        var defaults = Word(effect["measure"]) == "cles" ? KayentaEffect.Cles : KayentaEffect.MeanRatio;
        return defaults with
        {
            AllowedIncrease = Number(effect["allowedIncrease"], defaults.AllowedIncrease),
            AllowedDecrease = Number(effect["allowedDecrease"], defaults.AllowedDecrease),
            CriticalIncrease = Number(effect["criticalIncrease"], defaults.CriticalIncrease),
            CriticalDecrease = Number(effect["criticalDecrease"], defaults.CriticalDecrease),
        };
    }

    private static string Group(Spot group)
    {
        if (group.IsNothing)
        {
            group.Report("A group must be a string; it is null.");
        }

        return group.Text() ?? "";
    }

    private static Spot Map(Spot spot)
    {
        if (!spot.IsNothing && !spot.IsMap)
        {
            spot.Report($"This must be an object; it is {spot.Noun}.");
        }

        return spot;
    }

    private static string? Word(Spot spot)
    {
        if (!spot.IsMissing && spot.Element.ValueKind != JsonValueKind.String)
        {
            spot.Report($"This must be a string, or be left out; it is {spot.Noun}.");
        }

        return spot.Element.ValueKind == JsonValueKind.String ? spot.Element.GetString() : null;
    }

    /// <summary>A number; null is 0, not the default, as for Kayenta.</summary>
    private static double Number(Spot spot, double missing)
    {
        switch (spot.Element.ValueKind)
        {
            case JsonValueKind.Undefined:
                return missing;
            case JsonValueKind.Null:
                return 0;
            case JsonValueKind.Number:
                return spot.Element.GetDouble();
            default:
                spot.Report($"This must be a number; it is {spot.Noun}.");
                return missing;
        }
    }

    private static bool Flag(Spot spot)
    {
        if (!spot.IsNothing && spot.Element.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            spot.Report($"This must be true or false; it is {spot.Noun}.");
        }

        return spot.Element.ValueKind == JsonValueKind.True;
    }
}

using System.Text.Json.Nodes;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Kayenta;

namespace CanaryJudge.Sources.Policies;

/// <summary>One spelling for all canary configs that Kayenta's judge takes alike.</summary>
internal static class CanonicalCanaryConfig
{
    /// <summary>What the judge uses of a config, defaults left out, in ordinal order.</summary>
    public static JsonObject Form(KayentaConfig config) => new()
    {
        ["metrics"] = new JsonArray([.. config.Metrics.OrderBy(m => m.Name, StringComparer.Ordinal).Select(Form)]),
        ["groupWeights"] = new JsonObject(config.GroupWeights.OrderBy(w => w.Key, StringComparer.Ordinal).Select(w => KeyValuePair.Create(w.Key, (JsonNode?)w.Value))),
    };

    private static JsonObject Form(KayentaMetric metric)
    {
        var form = new JsonObject { ["name"] = metric.Name };
        if (metric.Groups is { } groups)
        {
            form["groups"] = new JsonArray([.. groups.Order(StringComparer.Ordinal).Select(g => JsonValue.Create(g))]);
        }

        CanonicalPolicy.Put(form, "direction", metric.Direction.ToString(), nameof(Direction.Either));
        CanonicalPolicy.Put(form, "replacesNan", metric.ReplacesNan, false);
        CanonicalPolicy.Put(form, "outlierFactor", metric.RemovesOutliers ? metric.OutlierFactor : 0, 0);
        CanonicalPolicy.Put(form, "critical", metric.Critical, false);
        CanonicalPolicy.Put(form, "mustHaveData", metric.MustHaveData, false);
        CanonicalPolicy.Put(form, "muted", metric.Muted, false);
        if (metric.Effect != KayentaEffect.MeanRatio)
        {
            var effect = metric.Effect;
            form["effect"] = new JsonArray(effect.UsesCles, effect.AllowedIncrease, effect.AllowedDecrease, effect.CriticalIncrease, effect.CriticalDecrease);
        }

        return form;
    }
}

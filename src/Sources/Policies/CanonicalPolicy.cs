using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using CanaryJudge.Judging.Config;

namespace CanaryJudge.Sources.Policies;

/// <summary>One spelling for all policies that say the same.</summary>
public static class CanonicalPolicy
{
    /// <summary>SHA-256 of the canonical form, 64 hex digits in lower case.</summary>
    /// <remarks>
    /// The same for YAML and JSON, for any order of keys and metrics, and whether a default is spelled out or left out
    /// (as far as the default is known without the data). The name of the policy is no rule and no part of it.
    /// </remarks>
    public static string Hash(Policy policy) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(Form(policy))));

    /// <summary>The canonical form: JSON on one line, keys and metrics in ordinal order, defaults left out.</summary>
    public static string Json(Policy policy) => Form(policy).ToJsonString();

    private static JsonObject Form(Policy policy)
    {
        var form = new JsonObject { ["version"] = 1 };
        Put(form, "alpha", policy.Alpha, 0.05);
        Put(form, "beta", policy.Beta, 0.05);
        if (policy.Score is { } score)
        {
            form["score"] = new JsonArray(score.Pass, score.Marginal);
        }

        if (policy.Split is { } split)
        {
            form["split"] = new JsonArray(split.CanaryShare, split.WithholdsPass);
        }

        Put(form, "joint", policy.Joint.Mode.ToString(), nameof(JointMode.Warn));
        Put(form, "jointMethod", policy.Joint.Mode == JointMode.Off ? JointPolicy.Distance : policy.Joint.Method, JointPolicy.Distance);
        if (policy.Health.Count > 0)
        {
            form["health"] = new JsonArray([.. policy.Health.Distinct().Select(code => code.ToString()).Order(StringComparer.Ordinal).Select(code => JsonValue.Create(code))]);
        }

        Put(form, "compatibility", policy.Compatibility.ToString(), nameof(Compatibility.None));
        if (policy.CanaryConfig is { } config)
        {
            form["canaryConfig"] = CanonicalCanaryConfig.Form(config);
        }
        else if (policy.Metrics is { } metrics)
        {
            form["metrics"] = new JsonArray([.. metrics.OrderBy(m => m.Name, StringComparer.Ordinal).Select(CanonicalMetric.Form)]);
        }

        return form;
    }

    /// <summary>Writes a value unless it is the default.</summary>
    internal static void Put<T>(JsonObject form, string key, T value, T usual)
    {
        if (!EqualityComparer<T>.Default.Equals(value, usual))
        {
            form[key] = JsonValue.Create(value);
        }
    }
}

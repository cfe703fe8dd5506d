using System.Text.Json;

namespace CanaryJudge.Statistics.Tests;

/// <summary>Reference values from independent tools; see vectors/README.md.</summary>
internal static class Vectors
{
    private static readonly Dictionary<string, JsonElement> Files = new[] { "two-sample", "sequential", "anomaly", "special", "exponential", "binomial", "catalog-r", "catalog-scipy" }
        .ToDictionary(name => name, Read);

    internal static JsonElement[] Of(string file, string key) => [.. Files[file].GetProperty(key).EnumerateArray()];

    internal static JsonElement Object(string file, string key) => Files[file].GetProperty(key);

    internal static double[] Numbers(this JsonElement element, string key) =>
        [.. element.GetProperty(key).EnumerateArray().Select(item => item.GetDouble())];

    internal static double Number(this JsonElement element, string key) => element.GetProperty(key).GetDouble();

    internal static bool Has(this JsonElement element, string key) =>
        element.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>Asserts |actual - expected| within a relative bound, or an absolute one where that is larger.</summary>
    internal static void Close(double expected, double actual, double relative, string what, double absolute = 0)
    {
        var bound = Math.Max(relative * Math.Abs(expected), absolute);
        Assert.True(
            expected.Equals(actual) || Math.Abs(actual - expected) <= bound,
            $"{what}: expected {expected:R}, got {actual:R}, off by {(actual - expected) / expected:E2} relative.");
    }

    private static JsonElement Read(string name)
    {
        using var stream = typeof(Vectors).Assembly.GetManifestResourceStream(name)!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}

using System.Text.Json;

namespace CanaryJudge.KayentaVectors;

/// <summary>Collects the differences between an answer and what was recorded.</summary>
internal sealed class Expect
{
    /// <summary>What Kayenta's numbers are held to, relative; for the most part they are the same to the last bit.</summary>
    public const double Relative = 1e-9;

    public List<string> Differences { get; } = [];

    public void Same<T>(string what, T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            Differences.Add($"{what} is {actual}, not {expected}");
        }
    }

    public void Close(string what, double expected, double? actual, double relative = Relative)
    {
        if (actual is not { } number || !(expected.Equals(number) || Math.Abs(expected - number) <= relative * Math.Abs(expected)))
        {
            Differences.Add($"{what} is {actual:R}, not {expected:R}");
        }
    }

    public static double Number(JsonElement element) => element.ValueKind == JsonValueKind.Number
        ? element.GetDouble()
        : element.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            var other => throw new FormatException($"'{other}' is no number."),
        };

    public static double[] Numbers(JsonElement element) => [.. element.EnumerateArray().Select(Number)];

    public static bool IsTrue(JsonElement element, string key) => element.TryGetProperty(key, out var flag) && flag.ValueKind == JsonValueKind.True;
}

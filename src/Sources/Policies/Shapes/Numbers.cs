using System.Globalization;

namespace CanaryJudge.Sources.Policies.Shapes;

/// <summary>Numbers as YAML and JSON spell them.</summary>
internal static class Numbers
{
    /// <summary>The number of a text that is known to be one.</summary>
    public static double Parse(string text) => text.TrimStart('+', '-').ToLowerInvariant() switch
    {
        ".inf" => text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity,
        ".nan" => double.NaN,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    /// <summary>A hundredth, rounded once: 0.7 gives 0.007, where 0.7 / 100 gives 0.006999999999999999.</summary>
    public static double Hundredth(ReadOnlySpan<char> digits) =>
        double.Parse($"{digits}e-2", NumberStyles.Float, CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace CanaryJudge.AnalysisServer.Hosting;

/// <summary>Reads one setting's text.</summary>
internal static class SettingText
{
    // Longest endings first, so that "ms" is not read as seconds.
    private static readonly (string Ending, TimeSpan Unit)[] Units =
        [("ms", TimeSpan.FromMilliseconds(1)), ("s", TimeSpan.FromSeconds(1)), ("m", TimeSpan.FromMinutes(1)), ("h", TimeSpan.FromHours(1))];

    /// <summary>Reads a text as a type.</summary>
    /// <param name="text">As written.</param>
    /// <param name="type">string, bool, int or TimeSpan.</param>
    /// <returns>The value; null when the text is none.</returns>
    public static object? Parse(string text, Type type) =>
        type == typeof(string) ? text
        : type == typeof(bool) ? (bool.TryParse(text, out var yes) ? yes : null)
        : type == typeof(int) ? (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null)
        : Duration(text);

    /// <summary>What a text of a type looks like.</summary>
    /// <param name="type">string, bool, int or TimeSpan.</param>
    /// <returns>To complete "it must be".</returns>
    public static string Shape(Type type) =>
        type == typeof(bool) ? "true or false"
        : type == typeof(int) ? "a whole number"
        : "a duration with its unit, as 500ms, 30s, 5m or 1h";

    private static TimeSpan? Duration(string text)
    {
        foreach (var (ending, unit) in Units)
        {
            if (text.EndsWith(ending, StringComparison.Ordinal)
                && double.TryParse(text[..^ending.Length], NumberStyles.Float, CultureInfo.InvariantCulture, out var count)
                && Math.Abs(count) < 1e9)
            {
                return unit * count;
            }
        }

        return TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var span) && text.Contains(':', StringComparison.Ordinal) ? span : null;
    }
}

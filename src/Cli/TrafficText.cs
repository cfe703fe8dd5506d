using System.Globalization;

namespace CanaryJudge.Cli;

/// <summary>Traffic as a user writes it.</summary>
internal static class TrafficText
{
    /// <summary>Reads <c>50/s</c>, <c>3000/min</c>, <c>90000/h</c>, <c>2000000/d</c>; a bare number is per minute.</summary>
    /// <returns>Per minute, above 0; null when it is no traffic.</returns>
    public static double? PerMinute(string text)
    {
        var parts = text.Split('/', 2);
        double? minutes = parts is [_, var unit] ? unit.Trim() switch { "s" => 1.0 / 60, "min" or "m" => 1, "h" => 60, "d" => 1440, _ => null } : 1;
        return minutes is { } m && double.TryParse(parts[0], NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 1e12
            ? number / m
            : null;
    }
}

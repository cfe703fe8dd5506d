namespace CanaryJudge.Judging.Reports;

/// <summary>A series as one line of eight heights.</summary>
internal static class Sparkline
{
    private const string Unicode = "▁▂▃▄▅▆▇█";
    private const string Ascii = "_.,-~=*#";

    /// <summary>The line; a blank where there is no value.</summary>
    /// <param name="shape">Values; NaN: none.</param>
    /// <param name="low">What the lowest height stands for.</param>
    /// <param name="high">What the highest height stands for.</param>
    /// <param name="ascii">Whether only ASCII may be written.</param>
    public static string Of(IReadOnlyList<double> shape, double low, double high, bool ascii)
    {
        var heights = ascii ? Ascii : Unicode;
        return string.Concat(shape.Select(value => double.IsNaN(value) ? ' '
            : high > low ? heights[Math.Clamp((int)(heights.Length * (value - low) / (high - low)), 0, heights.Length - 1)]
            : heights[heights.Length / 2]));
    }
}

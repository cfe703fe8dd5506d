using System.Text.RegularExpressions;

namespace CanaryJudge.Sources.Policies.Shapes;

/// <summary><c>5%</c> and <c>0.5pp</c>.</summary>
internal static partial class PercentText
{
    /// <summary>A share of the baseline.</summary>
    public const string Percent = "^[0-9]{1,9}(\\.[0-9]{1,15})? ?%$";

    /// <summary>Percentage points, 0 to 100.</summary>
    public const string Points = "^(100(\\.0{1,15})?|[0-9]{1,2}(\\.[0-9]{1,15})?) ?pp$";

    /// <summary>The share that a text of this pattern stands for; null when it is not of the pattern.</summary>
    public static double? PercentOf(string text) => PercentPattern().IsMatch(text) ? Share(text, 1) : null;

    /// <summary>The share that a text of this pattern stands for; null when it is not of the pattern.</summary>
    public static double? PointsOf(string text) => PointsPattern().IsMatch(text) ? Share(text, 2) : null;

    private static double Share(string text, int unit) => Numbers.Hundredth(text.AsSpan()[..^unit].TrimEnd());

    [GeneratedRegex(Percent + "(?!\n)", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex PercentPattern();

    [GeneratedRegex(Points + "(?!\n)", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex PointsPattern();
}

using CanaryJudge.Sources.Policies.Shapes;

namespace CanaryJudge.Sources.Policies;

/// <summary>The canary's share of the traffic as a user writes it.</summary>
public static class SplitText
{
    /// <summary>Above 0%, below 100%.</summary>
    internal const string Pattern = "^(?=[0-9.]*[1-9])[0-9]{1,2}(\\.[0-9]{1,15})? ?%$";

    /// <summary>Reads <c>5%</c>.</summary>
    /// <param name="text">The share in percent.</param>
    /// <returns>Between 0 and 1; null when it is no share.</returns>
    public static double? Parse(string text) => PercentText.PercentOf(text) is > 0 and < 1 and var share ? share : null;
}

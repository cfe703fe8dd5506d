using System.Runtime.CompilerServices;

namespace CanaryJudge.Statistics;

/// <summary>What methods demand of single numbers. Breaking it is a caller's bug.</summary>
internal static class Levels
{
    internal static void RequireShare(double value, [CallerArgumentExpression(nameof(value))] string parameterName = "") =>
        Require(value is >= 0 and <= 1, value, "It must lie in [0, 1].", parameterName);

    internal static void RequireOpenShare(double value, [CallerArgumentExpression(nameof(value))] string parameterName = "") =>
        Require(value is > 0 and < 1, value, "It must lie between 0 and 1.", parameterName);

    internal static double OpenShare(double value, [CallerArgumentExpression(nameof(value))] string parameterName = "")
    {
        RequireOpenShare(value, parameterName);
        return value;
    }

    internal static void RequireDifference(double value, [CallerArgumentExpression(nameof(value))] string parameterName = "") =>
        Require(value is > -1 and < 1, value, "It must lie between -1 and 1.", parameterName);

    internal static void RequireEnd(double endLevel, [CallerArgumentExpression(nameof(endLevel))] string parameterName = "") =>
        Require(endLevel is > 0 and <= 0.5, endLevel, "It must lie above 0 and be at most 0.5.", parameterName);

    internal static void RequirePositive(double value, [CallerArgumentExpression(nameof(value))] string parameterName = "") =>
        Require(value > 0 && double.IsFinite(value), value, "It must be above 0 and finite.", parameterName);

    internal static void RequireNotNegative(double value, [CallerArgumentExpression(nameof(value))] string parameterName = "") =>
        Require(value >= 0 && double.IsFinite(value), value, "It must be at least 0 and finite.", parameterName);

    internal static void RequireBelowOne(double value, [CallerArgumentExpression(nameof(value))] string parameterName = "") =>
        Require(value is >= 0 and < 1, value, "It must be at least 0 and below 1.", parameterName);

    internal static void RequireUpperQuantile(double value, [CallerArgumentExpression(nameof(value))] string parameterName = "") =>
        Require(value is > 0.5 and < 1, value, "It must lie between 0.5 and 1.", parameterName);

    internal static void RequireFinite(double value, [CallerArgumentExpression(nameof(value))] string parameterName = "") =>
        Require(double.IsFinite(value), value, "It must be finite.", parameterName);

    internal static void RequireEvents(
        double events, double total, [CallerArgumentExpression(nameof(events))] string parameterName = "")
    {
        RequirePositive(total);
        RequireNotNegative(events, parameterName);
        Require(events <= total, events, $"It must be at most the total, {total}.", parameterName);
    }

    private static void Require(bool holds, double value, string demand, string parameterName)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(parameterName, value, demand);
        }
    }
}

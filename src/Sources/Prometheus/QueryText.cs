using System.Text.RegularExpressions;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Sources.Prometheus;

/// <summary>Puts the values of variables, <c>$version</c> or <c>${version}</c>, into a query.</summary>
/// <remarks>A <c>$</c> that no name follows, as at the end of a regular expression, stays. Values are escaped for a text in double quotes.</remarks>
internal static partial class QueryText
{
    /// <summary>The names of the variables in a query, repeated ones included.</summary>
    public static IEnumerable<string> Variables(string query) => Variable().Matches(query).Select(m => m.Groups["name"].Value);

    /// <summary>The query of one arm.</summary>
    /// <param name="query">As written; all of its variables are known.</param>
    /// <param name="settings">The variables.</param>
    /// <param name="arm">The arm.</param>
    public static string For(string query, PrometheusSettings settings, Arm arm)
    {
        var values = arm == Arm.Baseline ? settings.Arms.Baseline : settings.Arms.Canary;
        return Variable().Replace(query, m => m.Groups["name"].Value switch
        {
            "arm" => arm == Arm.Baseline ? "baseline" : "canary",
            "step" => Seconds(settings.Step),
            "window" => Seconds(settings.Window ?? settings.Step),
            var name => values[name].Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal),
        });
    }

    private static string Seconds(TimeSpan time) => $"{time.Ticks / TimeSpan.TicksPerSecond}s";

    [GeneratedRegex(@"\$(\{(?<name>[A-Za-z_][A-Za-z0-9_]*)\}|(?<name>[A-Za-z_][A-Za-z0-9_]*))", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Variable();
}

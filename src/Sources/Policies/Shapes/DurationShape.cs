using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CanaryJudge.Sources.Policies.Shapes;

/// <summary>A duration: <c>90s</c>, <c>5m</c>, <c>1h30m</c>, <c>500ms</c>.</summary>
internal sealed partial class DurationShape : Shape<TimeSpan>
{
    private const int Longest = 60;
    private const string Pattern = @"^([0-9]{1,9}(\.[0-9]{1,9})?(d|h|ms|m|s))+$";

    /// <inheritdoc />
    public override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = Pattern, ["maxLength"] = Longest };

    /// <inheritdoc />
    public override bool TryRead(Node node, string path, ProblemList problems, out TimeSpan value)
    {
        value = default;
        if (node is not ScalarNode { Sort: ScalarSort.Text } text || text.Text.Length > Longest || !Whole().IsMatch(text.Text))
        {
            return Refuse(node, path, problems, $"{path} is {node.Noun}. Write a duration with its unit: 90s, 5m, 1h30m or 500ms.");
        }

        var seconds = Part().Matches(text.Text).Sum(p => Seconds(p.Groups["n"].ValueSpan, p.Groups["unit"].Value));
        value = seconds <= TimeSpan.FromDays(365).TotalSeconds ? TimeSpan.FromSeconds(seconds) : default;
        return seconds <= TimeSpan.FromDays(365).TotalSeconds
            || Refuse(node, path, problems, $"{path} is {text.Shown}; at most 365 days are allowed.");
    }

    private static double Seconds(ReadOnlySpan<char> number, string unit) => double.Parse(number, CultureInfo.InvariantCulture) * unit switch
    {
        "ms" => 0.001,
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        _ => 86_400,
    };

    [GeneratedRegex(Pattern + @"\z", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Whole();

    [GeneratedRegex(@"(?<n>[0-9.]+)(?<unit>d|h|ms|m|s)", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Part();
}

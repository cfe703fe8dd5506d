using System.CommandLine;
using CanaryJudge.Sources.Policies;

namespace CanaryJudge.Cli;

/// <summary>The option <c>--split</c>: the canary's share of the traffic.</summary>
internal static class SplitOption
{
    /// <summary>A new option, checked when the line is parsed.</summary>
    public static Option<double?> New() => new("--split")
    {
        Description = "The canary's share of the traffic, 5%, which the data are held against; goes before the policy's.",
        HelpName = "SHARE",
        CustomParser = r =>
        {
            if (SplitText.Parse(r.Tokens[0].Value) is { } share)
            {
                return share;
            }

            r.AddError($"'{r.Tokens[0].Value}': --split takes the canary's share of the traffic, above 0% and below 100%: 5%.");
            return null;
        },
    };
}

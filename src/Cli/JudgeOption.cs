using System.CommandLine;
using CanaryJudge.Judging.Config;

namespace CanaryJudge.Cli;

/// <summary>The option <c>--judge</c>: by whose rules many cases are judged.</summary>
internal static class JudgeOption
{
    /// <summary>Our own rules.</summary>
    public const string Ours = "canaryjudge";

    /// <summary>Kayenta's rules.</summary>
    public const string Kayenta = "kayenta";

    /// <summary>The option, checked when the line is parsed.</summary>
    public static Option<string> New()
    {
        var judge = new Option<string>("--judge")
        {
            Description = $"By whose rules: {Ours}, or {Kayenta}, known flaws included.",
            DefaultValueFactory = _ => Ours,
            HelpName = "JUDGE",
        };
        judge.OnlyFrom(Ours, Kayenta);
        return judge;
    }

    /// <summary>The policy under the rules that were asked for; by default it says itself.</summary>
    public static Policy Under(Policy policy, string judge) => judge == Kayenta ? policy with { Compatibility = Compatibility.Kayenta } : policy;
}

using System.CommandLine;
using System.Text;
using System.Text.Json;
using CanaryJudge.Cli.Rollouts;
using CanaryJudge.Rollouts;
using CanaryJudge.Rollouts.Reading;

namespace CanaryJudge.Cli.Commands.Rollouts;

/// <summary><c>canaryjudge rollout plan FILE</c>: what a rollout would do.</summary>
internal static class PlanCommand
{
    private static readonly string[] Formats = ["text", "json"];
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("plan", """
            Shows what a rollout file comes to: every step with its weight, stay and gate, and what ends it. Touches nothing.

            Examples:
              canaryjudge rollout plan rollout.yaml
              canaryjudge rollout plan rollout.yaml --output json
            """);
        var path = new Argument<string>("FILE") { Description = "The rollout file." };
        var output = new Option<string>("--output", "-o") { Description = "text, or json: the plan in normal form, in basis points and seconds.", DefaultValueFactory = _ => "text", HelpName = "FORMAT" };
        output.OnlyFrom(Formats);
        command.Arguments.Add(path);
        command.Options.Add(output);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (await RolloutFiles.ReadAsync(parsed.GetValue(path)!, cancellation).ConfigureAwait(false) is not { } file)
            {
                return ExitCode.Usage;
            }

            var text = parsed.GetValue(output) == "json" ? PlanJson.Write(file.Plan).ToJsonString(Indented) + "\n" : Words(file);
            await Console.Out.WriteAsync(text.AsMemory(), cancellation).ConfigureAwait(false);
            return ExitCode.Pass;
        });
        return command;
    }

    private static string Words(RolloutFile file)
    {
        var plan = file.Plan;
        var text = new StringBuilder($"{file.Name} by {file.Controller.Name}\n\n");
        text.Append("step  weight   stays at least  at most   traffic  gate\n");
        for (var i = 0; i < plan.Steps.Count; i++)
        {
            var step = plan.Steps[i];
            text.Append($"{i + 1,-5} {step.Weight,-8} {DurationText.Write(step.Min),-15} {DurationText.Write(step.Max),-9} {step.Traffic,-8} {RolloutWords.Of(step.Gate)}\n");
        }

        if (plan.Ramp is { } ramp)
        {
            text.Append($"      then by evidence to {ramp.To}: {ramp.MinGrowth / 100m} to {ramp.MaxGrowth / 100m} times, the faster the PASS\n");
        }

        text.Append($"then  {(plan.End == PlanEnd.Verdict ? "100% if the last verdict is PASS, else 0%" : RolloutWords.Of(plan.End))}\n\n");
        if (plan.Ramp is null)
        {
            text.Append($"takes {DurationText.Write(plan.Steps.Sum(s => s.Min + plan.Settle))} to {DurationText.Write(plan.Steps.Sum(s => s.Max + plan.Settle))} without approvals, holds and freezes\n");
        }

        text.Append($"inconclusive at the end of a step: {RolloutWords.Of(plan.OnInconclusive)}\n");
        text.Append($"no verdict with data for {(plan.BlindAfter == 0 ? "any time: goes on" : $"{DurationText.Write(plan.BlindAfter)}: {(plan.BlindHolds ? "hold, then rollback" : "rollback")}")}\n");
        text.Append($"a rollback {(plan.Rollback.Stepped ? $"stops at {string.Join(", ", plan.Rollback.Through.Reverse())}, {DurationText.Write(plan.Rollback.Every)} each" : "goes to 0% at once")}\n");
        return text.ToString();
    }
}

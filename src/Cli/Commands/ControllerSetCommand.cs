using System.CommandLine;
using CanaryJudge.AnalysisClient.Traffic;
using CanaryJudge.Cli.Controllers;
using CanaryJudge.Rollouts;

namespace CanaryJudge.Cli.Commands;

/// <summary><c>canaryjudge controller set KIND … --weight W</c>: moves the weight by hand.</summary>
internal static class ControllerSetCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("set", """
            Sets the canary's weight at the target by hand. A rollout that runs takes it for somebody else's work and puts its own weight
            back: abort it instead.

            Examples:
              canaryjudge controller set haproxy socket=/run/haproxy/admin.sock backend=web --weight 0%

            Exits with 6 when the weight is not in force.
            """);
        var arguments = ControllerArguments.AddTo(command);
        var weight = new Option<string>("--weight") { Description = "Percent, with at most two decimals.", HelpName = "PERCENT", Required = true };
        weight.Validators.Add(r =>
        {
            if (!Weight.TryParse(r.Tokens.SingleOrDefault()?.Value, out _))
            {
                r.AddError("--weight takes percent from 0 to 100 with at most two decimals, such as 5% or 0.25%.");
            }
        });
        command.Options.Add(weight);
        command.SetAction(async (parsed, cancellation) =>
            await arguments.ReadAsync(parsed).ConfigureAwait(false) is { } open && Weight.TryParse(parsed.GetValue(weight), out var asked)
                ? await SetAsync(open, asked, cancellation).ConfigureAwait(false)
                : ExitCode.Usage);
        return command;
    }

    private static async Task<int> SetAsync(Func<ITrafficController> open, Weight asked, CancellationToken cancellation)
    {
        using var controller = open();
        // The last hand is the newest; one id for all of them keeps users in their arm from one weight to the next.
        var order = new WeightOrder("by-hand", Epoch: 1, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), asked);
        var change = await ControllerArguments.CallAsync(c => controller.SetAsync(order, c), new WeightChange.Unknown("no answer within 10 s"), cancellation).ConfigureAwait(false);
        if (change is WeightChange.Applied applied)
        {
            await Console.Out.WriteLineAsync($"{applied.Effective}{(applied.Effective == asked ? "" : $", the nearest below {asked} that the target has")}".AsMemory(), cancellation).ConfigureAwait(false);
            return ExitCode.Pass;
        }

        await Console.Error.WriteLineAsync($"canaryjudge: {Why(change)}").ConfigureAwait(false);
        return ExitCode.Target;
    }

    private static string Why(WeightChange change) => change switch
    {
        WeightChange.Pending pending => $"accepted as {pending.Id}; read it again in a moment",
        WeightChange.Rejected rejected => $"refused: {rejected.Reason}",
        WeightChange.Conflict conflict => $"another hand is at work: it stands at {conflict.Found}",
        WeightChange.Unknown unknown => $"in doubt: {unknown.Reason}",
        _ => throw new InvalidOperationException("The set of answers is closed."),
    };
}

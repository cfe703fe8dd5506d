using System.CommandLine;
using CanaryJudge.Cli.Controllers;

namespace CanaryJudge.Cli.Commands;

/// <summary><c>canaryjudge controller read KIND …</c>: the weight in force.</summary>
internal static class ControllerReadCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("read", """
            Reads the canary's weight at the target.

            Examples:
              canaryjudge controller read haproxy socket=/run/haproxy/admin.sock backend=web

            Exits with 6 when the weight cannot be read.
            """);
        var arguments = ControllerArguments.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (await arguments.ReadAsync(parsed).ConfigureAwait(false) is not { } open)
            {
                return ExitCode.Usage;
            }

            using var controller = open();
            if (await ControllerArguments.CallAsync(controller.ReadAsync, null, cancellation).ConfigureAwait(false) is not { } weight)
            {
                await Console.Error.WriteLineAsync($"canaryjudge: {controller.Trouble ?? "the weight cannot be read: there is none, or no answer within 10 s"}").ConfigureAwait(false);
                return ExitCode.Target;
            }

            await Console.Out.WriteLineAsync(weight.ToString().AsMemory(), cancellation).ConfigureAwait(false);
            return ExitCode.Pass;
        });
        return command;
    }
}

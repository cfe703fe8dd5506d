using System.CommandLine;
using System.Text;
using CanaryJudge.Cli.Commands;
using CanaryJudge.Cli.Rollouts;

namespace CanaryJudge.Cli;

/// <summary>Runs a command line: wrong usage in one clear line, an interruption with its own exit code, never a stack trace.</summary>
internal static class Runner
{
    /// <summary>A path that begins with @ is a path, not a file of arguments.</summary>
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    /// <summary>Parses and runs.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(Command root, string[] args)
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var parsed = root.Parse(args is [] ? ["--help"] : args, Parsing);
        Shorten(parsed.CommandResult.Command);
        if (parsed.Errors.Count > 0)
        {
            // A word that is no command is the whole story: that none was given then goes without saying.
            foreach (var error in parsed.Errors.Count > 1 && parsed.CommandResult.Command == root ? parsed.Errors.Skip(1) : parsed.Errors)
            {
                await Console.Error.WriteLineAsync($"canaryjudge: {error.Message}").ConfigureAwait(false);
            }

            await Console.Error.WriteLineAsync($"Try: {CommandPath(parsed)} --help").ConfigureAwait(false);
            return ExitCode.Usage;
        }

        try
        {
            var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false };
            if (parsed.CommandResult.Command.Name is ServeCommand.Name or ProxyCommand.Name)
            {
                // A server ends by its own rule: after a signal it drains for as long as its setting says.
                invocation.ProcessTerminationTimeout = Timeout.InfiniteTimeSpan;
            }
            else if (RolloutHost.IsHost(parsed.CommandResult.Command))
            {
                // A rollout takes signals itself: the first rolls back, which takes the time it takes.
                invocation.ProcessTerminationTimeout = null;
            }

            return await parsed.InvokeAsync(invocation).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            await SayAsync($"canaryjudge: {e.Message}").ConfigureAwait(false);
            return ExitCode.Timeout;
        }
        catch (OperationCanceledException)
        {
            await SayAsync("canaryjudge: interrupted").ConfigureAwait(false);
            return ExitCode.Interrupted;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await SayAsync($"canaryjudge: {e.Message}").ConfigureAwait(false);
            return ExitCode.Usage;
        }
#pragma warning disable CA1031 // The last resort: a mistake of ours must not read as a verdict, nor fill the screen.
        catch (Exception e)
#pragma warning restore CA1031
        {
            await SayAsync($"canaryjudge: internal error, please report it: {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}").ConfigureAwait(false);
            if (string.Equals(Environment.GetEnvironmentVariable("CANARYJUDGE_TRACE"), "1", StringComparison.Ordinal))
            {
                await SayAsync(e.ToString()).ConfigureAwait(false);
            }

            return ExitCode.Usage;
        }
    }

    /// <summary>A last word; where stderr is closed, the exit code alone must tell.</summary>
    private static async Task SayAsync(string message)
    {
        try
        {
            await Console.Error.WriteLineAsync(message).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nobody listens.
        }
    }

    /// <summary>In a list of commands one line for each is enough.</summary>
    private static void Shorten(Command parent)
    {
        foreach (var command in parent.Subcommands)
        {
            command.Description = command.Description?.Split('\n', 2)[0];
        }
    }

    private static string CommandPath(ParseResult parsed)
    {
        var names = new List<string>();
        for (Symbol? symbol = parsed.CommandResult.Command; symbol?.Parents.FirstOrDefault() is { } parent; symbol = parent)
        {
            names.Insert(0, $" {symbol.Name}");
        }

        return $"canaryjudge{string.Concat(names)}";
    }
}

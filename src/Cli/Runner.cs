using System.CommandLine;
using System.Text;
using CanaryJudge.AnalysisClient.Rollouts;
using CanaryJudge.Cli.Commands;
using CanaryJudge.Cli.Rollouts;
using CanaryJudge.Rollouts.Reading;

namespace CanaryJudge.Cli;

/// <summary>Runs a command line: wrong usage in one clear line, an interruption with its own exit code, never a stack trace.</summary>
internal static class Runner
{
    /// <summary>How long a command that was interrupted may take to end by itself.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>A path that begins with @ is a path, not a file of arguments.</summary>
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    /// <summary>Parses and runs.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(Command root, string[] args)
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        Console.SetError(new LenientWriter(Console.Error));
        var parsed = root.Parse(args is [] ? ["--help"] : args, Parsing);
        Shorten(parsed.CommandResult.Command);
        if (parsed.Errors.Count > 0)
        {
            foreach (var problem in Mistyped(parsed) is { } mistyped ? [mistyped]
                : parsed.Errors.Skip(parsed.Errors.Count > 1 && parsed.CommandResult.Command == root ? 1 : 0).Select(e => e.Message))
            {
                await Console.Error.WriteLineAsync($"canaryjudge: {problem}").ConfigureAwait(false);
            }

            await Console.Error.WriteLineAsync($"Try: {CommandPath(parsed)} --help").ConfigureAwait(false);
            return ExitCode.Usage;
        }

        try
        {
            var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            var command = parsed.CommandResult.Command;

            // A rollout takes signals itself: the first rolls back, which takes the time it takes. A server drains for as long as its setting says.
            return RolloutHost.IsHost(command)
                ? await parsed.InvokeAsync(invocation).ConfigureAwait(false)
                : await Interruption.RunAsync(c => parsed.InvokeAsync(invocation, c), command.Name is ServeCommand.Name or ProxyCommand.Name ? Timeout.InfiniteTimeSpan : Patience).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            await Console.Error.WriteLineAsync($"canaryjudge: {e.Message}").ConfigureAwait(false);
            return ExitCode.Timeout;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("canaryjudge: interrupted").ConfigureAwait(false);
            return ExitCode.Interrupted;
        }
        catch (JournalException e)
        {
            await Console.Error.WriteLineAsync($"canaryjudge: {e.Message}").ConfigureAwait(false);
            return ExitCode.Target;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"canaryjudge: {e.Message}").ConfigureAwait(false);
            return ExitCode.Usage;
        }
#pragma warning disable CA1031 // The last resort: a mistake of ours must not read as a verdict, nor fill the screen.
        catch (Exception e)
#pragma warning restore CA1031
        {
            await Console.Error.WriteLineAsync($"canaryjudge: internal error, please report it: {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}").ConfigureAwait(false);
            if (string.Equals(Environment.GetEnvironmentVariable("CANARYJUDGE_TRACE"), "1", StringComparison.Ordinal))
            {
                await Console.Error.WriteLineAsync(e.ToString()).ConfigureAwait(false);
            }

            return ExitCode.Usage;
        }
    }

    /// <summary>A word that is no command is the whole story, and often a slip; null: there is no such word.</summary>
    private static string? Mistyped(ParseResult parsed)
    {
        var known = parsed.CommandResult.Command.Subcommands.Select(c => c.Name).ToList();
        return known.Count > 0 && parsed.UnmatchedTokens is [{ } word, ..] && !word.StartsWith('-')
            ? $"'{OneLine.Of(word)}' is no command. {NearestWord.Hint(word, known)}"
            : null;
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

using System.CommandLine;
using CanaryJudge.AnalysisClient.Traffic;

namespace CanaryJudge.Cli.Controllers;

/// <summary>The arguments that name a controller: <c>KIND key=value …</c>, the keys of <c>controller</c> in a rollout's file.</summary>
internal sealed class ControllerArguments
{
    private readonly Argument<string> _kind = new("KIND") { Description = $"The kind: {string.Join(", ", TrafficKinds.All.Select(k => k.Name))}." };

    private readonly Argument<string[]> _settings = new("KEY=VALUE") { Description = "Its settings; canaryjudge controller list shows them.", Arity = ArgumentArity.ZeroOrMore };

    /// <summary>As long as a rollout waits for a call.</summary>
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);

    /// <summary>A call that is cancelled ends within two seconds.</summary>
    private static readonly TimeSpan TidyingUp = TimeSpan.FromSeconds(2);

    /// <summary>Adds them to a command.</summary>
    public static ControllerArguments AddTo(Command command)
    {
        var arguments = new ControllerArguments();
        command.Arguments.Add(arguments._kind);
        command.Arguments.Add(arguments._settings);
        return arguments;
    }

    /// <summary>How to open the controller; null: the arguments are wrong, which was said.</summary>
    public async Task<Func<ITrafficController>?> ReadAsync(ParseResult parsed)
    {
        var name = parsed.GetValue(_kind)!;
        var given = parsed.GetValue(_settings) ?? [];
        var settings = given.Where(s => s.IndexOf('=', StringComparison.Ordinal) > 0).Select(s => s.Split('=', 2)).GroupBy(s => s[0], s => s[1], StringComparer.Ordinal).ToArray();
        string[] problems =
        [
            .. given.Where(s => s.IndexOf('=', StringComparison.Ordinal) <= 0).Select(s => $"{s}: a setting is written key=value."),
            .. settings.Where(s => s.Count() > 1).Select(s => $"{s.Key}: The setting is given twice."),
            .. TrafficKinds.Problems(name, settings.ToDictionary(s => s.Key, s => s.First(), StringComparer.Ordinal)).Select(p => $"{p.Path}: {p.Message}"),
        ];
        foreach (var problem in problems)
        {
            await Console.Error.WriteLineAsync($"canaryjudge: {problem}").ConfigureAwait(false);
        }

        return problems.Length == 0 && TrafficKinds.TryFind(name, out var kind) ? () => kind.Open(settings.ToDictionary(s => s.Key, s => s.First(), StringComparer.Ordinal)) : null;
    }

    /// <summary>Makes one call to a target by hand.</summary>
    /// <param name="call">The call.</param>
    /// <param name="otherwise">What to say when no answer comes in time.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<T> CallAsync<T>(Func<CancellationToken, Task<T>> call, T otherwise, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(CallTimeout);
        var running = call(limit.Token);
        try
        {
            return await running.WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // A call that is given up still tidies up: what was written but never loaded is put back.
            await Task.WhenAny(running, Task.Delay(TidyingUp, TimeProvider.System, CancellationToken.None)).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            return otherwise;
        }
    }
}

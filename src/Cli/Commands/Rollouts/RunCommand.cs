using System.CommandLine;
using CanaryJudge.Cli.Rollouts;

namespace CanaryJudge.Cli.Commands.Rollouts;

/// <summary><c>canaryjudge rollout run FILE</c>: starts a rollout, or goes on with it.</summary>
internal static class RunCommand
{
    /// <summary>What the command is called.</summary>
    public const string Name = "run";

    private static readonly string[] Stops = ["rollback", "leave"];

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command(Name, """
            Starts a rollout and stays until it has ended; started again after a crash it goes on where it was.
            On a terminal it shows a screen, in a pipe a line for each change.

            Examples:
              canaryjudge rollout run rollout.yaml
              canaryjudge rollout run rollout.yaml --on-stop leave

            Where another runner gave no sign of life for 30 s, stopped or hanging, this one takes over.
            The first Ctrl-C, or a closed terminal, rolls back (or leaves, as --on-stop says); a second Ctrl-C leaves at once.
            Exit codes: 0 promoted, completed or kept; rolled back: 1 fail, 3 inconclusive, approval or freeze expired, 4 no data,
            5 judge unavailable, 6 target, conflict, gap or journal, 124 deadline, 130 abort or signal; 2 bad or changed file;
            6 also refused at the start, or gave up before zero; 7 another runner owns it.
            """);
        var path = new Argument<string>("FILE") { Description = "The rollout file." };
        var data = RolloutOptions.NewData();
        var timeout = DurationOption.New("--timeout", "How long a rollback is tried before giving up with exit code 6; the next start goes on. Default: for ever.", "90s or 15m");
        var onStop = new Option<string?>("--on-stop") { Description = "What a first signal does: rollback or leave. Default: as the file says, else rollback.", HelpName = "WHAT" };
        onStop.Validators.Add(r =>
        {
            if (!Stops.Contains(r.Tokens[0].Value))
            {
                r.AddError($"'{r.Tokens[0].Value}': --on-stop takes rollback or leave.");
            }
        });
        var metrics = new Option<int?>("--metrics-port") { Description = "Serve /metrics for Prometheus on this loopback port.", HelpName = "PORT" };
        var plain = new Option<bool>("--plain") { Description = "A line for each change on a terminal too." };
        var ascii = new Option<bool>("--ascii") { Description = "Print ASCII only; the default where the locale is not UTF-8." };
        command.Arguments.Add(path);
        foreach (Option option in new Option[] { data, timeout, onStop, metrics, plain, ascii })
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, cancellation) =>
        {
            if (await RolloutFiles.ReadAsync(parsed.GetValue(path)!, cancellation).ConfigureAwait(false) is not { } file)
            {
                return ExitCode.Usage;
            }

            var host = new RolloutHost(file, RolloutFolders.Of(parsed.GetValue(data), file.Name))
            {
                GiveUpAfter = parsed.GetValue(timeout),
                LeaveOnStop = parsed.GetValue(onStop) is { } stop ? stop == "leave" : null,
                MetricsPort = parsed.GetValue(metrics),
                Plain = parsed.GetValue(plain),
                Ascii = parsed.GetValue(ascii),
            };
            return await host.RunAsync().ConfigureAwait(false);
        });
        return command;
    }
}

using System.CommandLine;
using CanaryJudge.AnalysisServer;
using CanaryJudge.AnalysisServer.Hosting;
using CanaryJudge.Cli.Demo;
using CanaryJudge.Judging.Reports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CanaryJudge.Cli.Commands;

/// <summary><c>canaryjudge demo</c>: three releases before your eyes.</summary>
internal static class DemoCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("demo", """
            Shows a good release and two bad ones, live, in about a minute: a server, our proxy, two versions of a toy shop and its
            users run in this process, on free loopback ports. Needs nothing, leaves nothing.

            Examples:
              canaryjudge demo
              canaryjudge demo --ascii

            Exits with 0 when the good release was promoted and the bad ones were rolled back, else with 1.
            """);
        var ascii = new Option<bool>("--ascii") { Description = "Print ASCII only; the default where the locale is not UTF-8." };
        command.Options.Add(ascii);
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(ascii) || !Terminal.IsUtf8, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(bool ascii, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("canaryjudge-demo-").FullName;
        try
        {
            var server = ServerHost.Build(["--grpc-port", "0", "--http-port", "0", "--data", Path.Combine(folder, "data")], b => b.Logging.ClearProviders());
            await using (server.ConfigureAwait(false))
            {
                await Console.Out.WriteLineAsync("A good release, then two bad ones, on your own machine. Nothing leaves it.\n").ConfigureAwait(false);
                await server.StartAsync(cancellation).ConfigureAwait(false);
                var rollout = new DemoRollout(server.Services.GetRequiredService<ServerDoors>().Grpc.ToString(), Path.Combine(folder, "rollouts"));
                var isGood = true;
                for (var i = 0; i < DemoRelease.All.Count; i++)
                {
                    isGood &= await ShowAsync(rollout, i, ascii, cancellation).ConfigureAwait(false);
                }

                await server.StopAsync(CancellationToken.None).ConfigureAwait(false);
                await Console.Out.WriteLineAsync(isGood
                    ? "\nUse your data: canaryjudge judge --help"
                    : "\nNot all ended as they should: this machine may be too busy for a demo. Try it again.").ConfigureAwait(false);
                return isGood ? ExitCode.Pass : ExitCode.Fail;
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<bool> ShowAsync(DemoRollout rollout, int number, bool ascii, CancellationToken cancellation)
    {
        var release = DemoRelease.All[number];
        var view = new DemoView(Console.Out, ascii);
        await Console.Out.WriteAsync($"  {number + 1}/{DemoRelease.All.Count}  shop {release.From.Name} {(ascii ? "->" : "→")} {release.To.Name}   ").ConfigureAwait(false);
        var began = TimeProvider.System.GetTimestamp();
        var end = await rollout.RunAsync(release, view, cancellation).ConfigureAwait(false);
        view.Fill();
        var time = Numbers.Duration(TimeSpan.FromSeconds(Math.Round(TimeProvider.System.GetElapsedTime(began).TotalSeconds)));
        var (isGood, said) = (end.Exit, release.Flaw) switch
        {
            (ExitCode.Pass, null) => (true, $"{view.Good} promoted in {time}"),
            (ExitCode.Fail, { } flaw) => (true, $"{view.Bad} {flaw}: back at 0% in {time}"),
            (ExitCode.Pass, _) => (false, $"{view.Bad} promoted in {time}, which is wrong"),
            _ => (false, $"{view.Bad} rolled back in {time}, exit code {end.Exit}: {end.Message ?? view.Reason}"),
        };
        await Console.Out.WriteLineAsync(said).ConfigureAwait(false);
        return isGood;
    }
}

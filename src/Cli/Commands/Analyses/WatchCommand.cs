using System.CommandLine;
using CanaryJudge.AnalysisServer.Mapping;
using CanaryJudge.Contracts.V1;

namespace CanaryJudge.Cli.Commands.Analyses;

/// <summary><c>canaryjudge analysis watch ID</c>: follows an analysis to its end.</summary>
internal static class WatchCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("watch", """
            Follows an analysis until it ends, and exits as judge does.
            On a terminal one screen is redrawn at every look; in a pipe every change is a
            line, time first. A broken connection is made anew.

            Examples:
              canaryjudge analysis watch checkout-1.10
              canaryjudge analysis watch checkout-1.10 --timeout 2h
              canaryjudge analysis watch checkout-1.10 --output json
            """);
        var options = new AnalysisOptions();
        options.AddTo(command, "one event a line, as the server tells it");
        command.SetAction((parsed, interruption) => options.RunAsync(parsed, async (client, how, cancellation) =>
        {
            var name = options.Name(parsed);
            var view = View(name, how);
            await foreach (var told in client.WatchAsync(name, fromRevision: 0, cancellation).ConfigureAwait(false))
            {
                await view(told, cancellation).ConfigureAwait(false);
            }

            var analysis = await client.GetAsync(name, cancellation).ConfigureAwait(false);
            return how.Format == "json" ? AnalysisText.Code(analysis) : await EndAsync(analysis, how, cancellation).ConfigureAwait(false);
        }, interruption));
        return command;
    }

    private static Func<AnalysisEvent, CancellationToken, Task> View(string name, Output how)
    {
        if (how.Format == "json")
        {
            return (told, cancellation) => Console.Out.WriteLineAsync(JsonReport.Write(told, indented: false).AsMemory(), cancellation);
        }

        if (Terminal.CanRedraw)
        {
            return new LiveView(AnalysisOptions.Id(name), how).ShowAsync;
        }

        return (told, cancellation) => Console.Out.WriteLineAsync(EventLine.Of(told).AsMemory(), cancellation);
    }

    private static async Task<int> EndAsync(Analysis analysis, Output how, CancellationToken cancellation)
    {
        if (!Terminal.CanRedraw)
        {
            await Console.Out.WriteLineAsync().ConfigureAwait(false);
        }

        return await AnalysisText.WriteAsync(analysis, how, cancellation).ConfigureAwait(false);
    }
}

using System.CommandLine;
using CanaryJudge.Contracts.V1;
using CanaryJudge.Sources.Csv;
using CanaryJudge.Sources.Policies;

namespace CanaryJudge.Cli.Commands.Analyses;

/// <summary><c>canaryjudge analysis push ID PATH</c>: sends CSV to an analysis.</summary>
internal static class PushCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("push", """
            Sends data from CSV to an analysis, in order of time.
            Each batch is acknowledged when it is durable. After an interruption the same command goes on where it was; a repeated push changes nothing. Data that begin with the same rows come from the same producer, so a file that has
            grown at its end may be pushed again as well.

            Examples:
              canaryjudge analysis push checkout-1.10 release.csv
              canaryjudge analysis push checkout-1.10 release/
              query-metrics | canaryjudge analysis push checkout-1.10 -
            """);
        var path = new Argument<string>("PATH") { Description = "A CSV file, a folder with data.csv or with baseline.csv and canary.csv, or - for stdin." };
        path.Validators.Add(r => Checks.NotEmpty(r, r.Tokens, "PATH"));
        var producer = new Option<string?>("--producer") { Description = "The sender's id; the default is made of the data's first rows.", HelpName = "ID" };
        producer.Validators.Add(r => Checks.NotEmpty(r, r.Tokens, "--producer"));
        var skipBadRows = new Option<bool>("--skip-bad-rows") { Description = "Count rows that cannot be read instead of refusing the file." };
        var options = new AnalysisOptions();
        options.AddTo(command, "how many batches and rows became what");
        command.Arguments.Add(path);
        command.Options.Add(producer);
        command.Options.Add(skipBadRows);
        command.SetAction((parsed, interruption) => options.RunAsync(parsed, async (client, how, cancellation) =>
        {
            var analysis = await client.GetAsync(options.Name(parsed), cancellation).ConfigureAwait(false);
            var loaded = Read(analysis, parsed.GetValue(path)!, parsed.GetValue(skipBadRows), cancellation);
            if (!await Problems.ShowAsync(loaded, how).ConfigureAwait(false))
            {
                return ExitCode.Usage;
            }

            List<PushedBatch> batches;
            try
            {
                batches = PushedBatch.Cut(loaded.Snapshot!.Series, analysis.Options.Bucket.ToTimeSpan());
            }
            catch (ArgumentException e)
            {
                await Console.Error.WriteLineAsync($"canaryjudge: {e.Message.Split(" (Parameter", 2)[0]}").ConfigureAwait(false);
                return ExitCode.Usage;
            }

            var push = new Push(client, analysis, parsed.GetValue(producer) ?? PushedBatch.ProducerOf(batches));
            return await push.RunAsync(batches, how, cancellation).ConfigureAwait(false);
        }, interruption));
        return command;
    }

    /// <summary>Reads the data as the analysis' own policy says. Nothing is counted in buckets here: the server wants the values.</summary>
    private static LoadedCase Read(Analysis analysis, string path, bool skipBadRows, CancellationToken cancellation)
    {
        var policy = PolicyFile.Read(analysis.PolicyYaml, "the analysis' policy").Policy;
        var data = CsvData.Read(path, policy, new() { SkipBadRows = skipBadRows, MostExactValues = long.MaxValue }, cancellation);
        return new LoadedCase { Name = path }.With(data, path);
    }
}

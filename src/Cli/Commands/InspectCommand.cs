using System.CommandLine;
using CanaryJudge.AnalysisServer;
using CanaryJudge.Judging.Inspecting;
using CanaryJudge.Judging.Reports;

namespace CanaryJudge.Cli.Commands;

/// <summary><c>canaryjudge inspect PATH</c>: health and anomalies of data, with no verdict.</summary>
internal static class InspectCommand
{
    private static readonly string[] Formats = ["text", "json"];

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("inspect", """
            Shows what data look like, of one arm or two: their course, changes and strangest values, how alike neighbours are,
            what speaks against comparing the arms, and how small a change so much data would show. Gives no verdict.

            Examples:
              canaryjudge inspect release.csv
              canaryjudge inspect last-week.csv
              canaryjudge inspect release/ --output json

            Exits with 0; with 2 where data cannot be read, with 4 where there are none.
            """);
        var input = new InputOptions();
        var output = new Option<string>("--output", "-o") { Description = "text or json.", DefaultValueFactory = _ => "text", HelpName = "FORMAT" };
        output.OnlyFrom(Formats);
        var ascii = new Option<bool>("--ascii") { Description = "Print ASCII only; the default where the locale is not UTF-8." };
        input.AddTo(command, inOneLook: false);
        command.Options.Add(output);
        command.Options.Add(ascii);
        command.SetAction(async (parsed, cancellation) =>
        {
            var how = new Output { Format = parsed.GetValue(output)!, Ascii = parsed.GetValue(ascii) || !Terminal.IsUtf8 };
            var loaded = input.Load(parsed, cancellation, mayHoldOneArm: true);
            if (!await Problems.ShowAsync(loaded, how).ConfigureAwait(false))
            {
                return ExitCode.Usage;
            }

            var inspection = Inspector.Look(loaded.Policy, loaded.Snapshot!, JointDetectors.All, cancellation);
            var from = inspection.Metrics.SelectMany(m => m.Arms).Min(a => a.From);
            var style = how.Style("", "") with { Offset = !Console.IsOutputRedirected && from is { } time ? TimeZoneInfo.Local.GetUtcOffset(time) : null };
            var text = how.Format == "json" ? InspectionJson.Write(inspection) + "\n" : InspectionReport.Render(inspection, style);
            await Console.Out.WriteAsync(text.AsMemory(), cancellation).ConfigureAwait(false);
            return inspection.Metrics.All(m => m.Arms.Count == 0) ? ExitCode.NoData : ExitCode.Pass;
        });
        return command;
    }
}

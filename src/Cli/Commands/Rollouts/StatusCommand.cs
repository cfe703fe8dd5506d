using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using CanaryJudge.AnalysisClient.Rollouts;
using CanaryJudge.Cli.Rollouts;

namespace CanaryJudge.Cli.Commands.Rollouts;

/// <summary><c>canaryjudge rollout status ID</c>: where a rollout stands.</summary>
internal static class StatusCommand
{
    private static readonly string[] Formats = ["text", "json"];
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("status", """
            Says where a rollout stands: as its runner knows it, or as its journal says when none runs.

            Examples:
              canaryjudge rollout status checkout-1.42
              canaryjudge rollout status checkout-1.42 --output json

            Exits with 0, or with the rollout's exit code once it has ended; 5 when there is no such rollout.
            """);
        var rollout = new RolloutOptions();
        rollout.AddTo(command);
        var output = new Option<string>("--output", "-o") { Description = "text or json.", DefaultValueFactory = _ => "text", HelpName = "FORMAT" };
        output.OnlyFrom(Formats);
        command.Options.Add(output);
        command.SetAction(async (parsed, cancellation) =>
        {
            var folder = rollout.Folder(parsed);
            var answer = await CommandSocket.AskAsync(folder, Telling.Question("status"), cancellation).ConfigureAwait(false);
            if ((answer?["status"]?.AsObject() ?? OnRecord(folder)) is not { } status)
            {
                return await Telling.NobodyAsync(folder, rollout.Id(parsed)).ConfigureAwait(false);
            }

            status["running"] = answer is not null;
            var text = parsed.GetValue(output) == "json" ? status.ToJsonString(Indented) : Words(status);
            await Console.Out.WriteLineAsync(text.AsMemory(), cancellation).ConfigureAwait(false);
            return (int?)status["exit"] is { } exit && (string?)status["phase"] == "done" ? exit : ExitCode.Pass;
        });
        return command;
    }

    private static JsonObject? OnRecord(string folder)
    {
        var journal = JournalContents.Read(folder);
        return journal.Header is { } header ? RolloutStatusJson.Write(header, journal.State) : null;
    }

    private static string Words(JsonObject status)
    {
        string?[] words =
        [
            $"{status["rollout"]} by {status["target"]}: {status["phase"]} at {status["askedPercent"]}%",
            status["outcome"] is { } outcome ? $"{outcome}" : $"step {status["step"]}{(status["steps"] is { } steps ? $" of {steps}" : "")}, epoch {status["epoch"]}",
            status["reason"] is { } reason ? $"reason {reason}" : null,
            status["foundPercent"] is { } found ? $"found {found}%" : null,
            (bool)status["verified"]! ? "verified" : "not verified",
            (bool)status["frozen"]! ? "frozen" : null,
            status["held"] is { } held ? $"held: {held}" : null,
            status["verdict"] is { } verdict ? $"verdict {verdict}" : null,
            (bool?)status["journalWritable"] == false ? "the journal cannot be written" : null,
            status["note"] is { } note ? $"the target says: {note}" : null,
            (bool)status["running"]! || status["outcome"] is not null ? null : "NOT RUNNING: start it again with canaryjudge rollout run FILE",
        ];
        return string.Join(", ", words.Where(w => w is not null));
    }
}

using System.CommandLine;
using System.Text.Json.Nodes;
using CanaryJudge.AnalysisClient.Rollouts;

namespace CanaryJudge.Cli.Rollouts;

/// <summary>A command to the runner of a rollout.</summary>
internal static class Telling
{
    /// <summary>Makes one.</summary>
    /// <param name="name">What it is called, here and on the socket.</param>
    /// <param name="description">Its help.</param>
    /// <param name="done">What is printed when it holds.</param>
    /// <param name="flag">An option that goes along, and the key it has on the socket; null: none.</param>
    public static Command Create(string name, string description, string done, (Option<bool> Option, string Key)? flag = null)
    {
        var command = new Command(name, description);
        var rollout = new RolloutOptions();
        rollout.AddTo(command);
        if (flag is { } with)
        {
            command.Options.Add(with.Option);
        }

        command.SetAction(async (parsed, cancellation) =>
        {
            var question = Question(name);
            if (flag is { } f)
            {
                question[f.Key] = parsed.GetValue(f.Option);
            }

            return await AskAsync(rollout.Folder(parsed), rollout.Id(parsed), question, done, cancellation).ConfigureAwait(false)
                ?? await NobodyAsync(rollout.Folder(parsed), rollout.Id(parsed)).ConfigureAwait(false);
        });
        return command;
    }

    /// <summary>What is asked, in this user's name.</summary>
    public static JsonObject Question(string command) => new() { ["command"] = command, ["by"] = Environment.UserName };

    /// <summary>Asks the runner.</summary>
    /// <returns>The exit code; null: no runner is there.</returns>
    public static async Task<int?> AskAsync(string folder, string id, JsonObject question, string done, CancellationToken cancellation)
    {
        var answer = await CommandSocket.AskAsync(folder, question, cancellation).ConfigureAwait(false);
        if (answer is null)
        {
            return null;
        }

        if ((string?)answer["refused"] is { } refused)
        {
            await Console.Error.WriteLineAsync($"canaryjudge: {id}: {refused}").ConfigureAwait(false);
            return ExitCode.Fail;
        }

        await Console.Out.WriteLineAsync($"{id}: {done}").ConfigureAwait(false);
        return ExitCode.Pass;
    }

    /// <summary>Says that no runner is there.</summary>
    public static async Task<int> NobodyAsync(string folder, string id)
    {
        var what = Directory.Exists(folder) ? $"{id} is not running" : $"there is no rollout {id} in {Path.GetDirectoryName(folder)}";
        await Console.Error.WriteLineAsync($"canaryjudge: {what}. Start it with: canaryjudge rollout run FILE").ConfigureAwait(false);
        return ExitCode.Unavailable;
    }
}

using System.CommandLine;
using System.Text;
using CanaryJudge.AnalysisClient.Traffic;

namespace CanaryJudge.Cli.Commands;

/// <summary><c>canaryjudge controller list</c>: the kinds and their settings.</summary>
internal static class ControllerListCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("list", """
            Lists the kinds of controllers with their settings.

            Examples:
              canaryjudge controller list
            """);
        command.SetAction(async (_, cancellation) =>
        {
            await Console.Out.WriteAsync(string.Join('\n', TrafficKinds.All.Select(Text)).AsMemory(), cancellation).ConfigureAwait(false);
            return ExitCode.Pass;
        });
        return command;
    }

    private static string Text(TrafficKind kind)
    {
        var text = new StringBuilder().Append(kind.Name).Append(": ").Append(kind.Summary).Append(".\n");
        foreach (var setting in kind.Settings)
        {
            var note = setting.IsRequired ? " (required)" : setting.Default is { } value ? $" (default: {value})" : "";
            text.Append("  ").Append(setting.Key).Append(note).Append(": ").Append(setting.Description).Append(".\n");
        }

        return text.ToString();
    }
}

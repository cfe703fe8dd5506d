using System.ComponentModel;
using CanaryJudge.AnalysisClient.Traffic.Programs;

namespace CanaryJudge.AnalysisClient.Traffic.PlugIns;

/// <summary>The kind <c>exec</c>: a program that is run once for each call.</summary>
/// <remarks>The method is its last argument, the request its input, the answer its output. Any exit code but 0 is no answer. It is killed, with its children,
/// when the call takes too long.</remarks>
internal static class ExecKind
{
    public static TrafficKind Kind { get; } = TrafficKind.Of(
        "exec",
        "Runs a program that reads and writes JSON",
        [
            new("command", "the program and its arguments; no shell is between, the method is added at the end") { IsRequired = true, Check = CommandLine.Check },
            PlugInTimeout.Setting,
        ],
        s => new PlugInController(Name(s["command"]), PlugInTimeout.Of(s), new JsonPlugIn((m, r, c) => SayAsync(CommandLine.Split(s["command"])!, m, r, c))));

    // The arguments may hold what others must not see.
    private static string Name(string command) => CommandLine.Split(command)![0];

    private static async Task<string> SayAsync(IReadOnlyList<string> command, string method, string request, CancellationToken cancellation)
    {
        try
        {
            var answer = await ProgramRun.RunAsync([.. command, method], request + "\n", cancellation).ConfigureAwait(false);
            return answer.ExitCode != 0 ? throw new PlugInException($"{method} ended with {answer.ExitCode}{(answer.LastWords is { Length: > 0 } words ? $": {words.TrimEnd('.')}" : " and said nothing")}")
                : answer.IsCut ? throw new PlugInException($"{method}: it said more than {ProgramRun.MaxOutput} characters")
                : answer.Output;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            throw new PlugInException($"{method}: {e.Message.TrimEnd('.')}", e);
        }
    }
}

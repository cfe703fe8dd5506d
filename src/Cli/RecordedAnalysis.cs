using CanaryJudge.AnalysisServer.Mapping;
using CanaryJudge.Contracts.V1;
using CanaryJudge.Judging.Analyses;
using Google.Protobuf;

namespace CanaryJudge.Cli;

/// <summary>An analysis as a folder: <c>analysis.jsonl</c>, its log, and <c>policy.yaml</c>, its rules, for people to read.</summary>
internal static class RecordedAnalysis
{
    private const string LogName = "analysis.jsonl";
    private const string PolicyName = "policy.yaml";

    /// <summary>The log of an analysis at a path: the file itself, or in the folder; null: there is none.</summary>
    public static string? At(string path) =>
        Directory.Exists(path) && Path.Combine(path, LogName) is var log && File.Exists(log) ? log
        : path.EndsWith(".jsonl", StringComparison.Ordinal) && File.Exists(path) ? path
        : null;

    /// <summary>Writes a folder; the log appears in it only when it is whole.</summary>
    /// <param name="folder">The folder; made when it is not there.</param>
    /// <param name="entries">The log.</param>
    /// <param name="cancellation">Ends the writing.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> WriteAsync(string folder, IAsyncEnumerable<ExportAnalysisResponse> entries, CancellationToken cancellation)
    {
        var log = Path.Combine(folder, LogName);
        if (File.Exists(log) || File.Exists(Path.Combine(folder, PolicyName)))
        {
            await Console.Error.WriteLineAsync($"canaryjudge: '{folder}' holds an analysis or a policy already; name another folder").ConfigureAwait(false);
            return ExitCode.Usage;
        }

        var part = $"{log}.part";
        var policy = "";
        long count = 0;
        Directory.CreateDirectory(folder);
        var writer = new StreamWriter(part);
        await using (writer.ConfigureAwait(false))
        {
            await foreach (var entry in entries.ConfigureAwait(false))
            {
                policy = entry.Start?.PolicyYaml ?? policy;
                count++;
                await writer.WriteLineAsync(JsonReport.Write(entry, indented: false).AsMemory(), cancellation).ConfigureAwait(false);
            }
        }

        await File.WriteAllTextAsync(Path.Combine(folder, PolicyName), policy, cancellation).ConfigureAwait(false);
        File.Move(part, log);
        await Console.Out.WriteLineAsync($"{folder}: {Judging.Reports.Numbers.Count(count)} entries. Play them again: canaryjudge replay {folder}").ConfigureAwait(false);
        return ExitCode.Pass;
    }

    /// <summary>Reads how an analysis began.</summary>
    /// <param name="log">The log's file.</param>
    /// <exception cref="FormatException">It is no such log; the message names the line.</exception>
    public static AnalysisStart Start(string log) => Read(log, line: 1, File.ReadLines(log).FirstOrDefault() ?? "", FromExport.Start);

    /// <summary>Reads what came then, a line at a time.</summary>
    /// <param name="log">The log's file.</param>
    /// <returns>Entries in order.</returns>
    /// <exception cref="FormatException">An entry cannot be read; the message names the line.</exception>
    public static IEnumerable<AnalysisEntry> Entries(string log) => File.ReadLines(log).Index().Skip(1).Select(l => Read(log, l.Index + 1, l.Item, FromExport.Entry));

    private static T Read<T>(string log, int line, string text, Func<ExportAnalysisResponse, T> read)
    {
        try
        {
            return read(ExportAnalysisResponse.Parser.ParseJson(text));
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidJsonException or FormatException)
        {
            throw new FormatException($"{log}:{line} error: it is no entry of an exported analysis: {e.Message}", e);
        }
    }
}

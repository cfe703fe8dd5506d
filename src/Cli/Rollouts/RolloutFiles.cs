using CanaryJudge.Judging.Reports;

namespace CanaryJudge.Cli.Rollouts;

/// <summary>Reads a rollout file for a command and shows what is wrong.</summary>
internal static class RolloutFiles
{
    /// <summary>The file; null, after its problems were shown on stderr, when it cannot be run.</summary>
    public static async Task<RolloutFile?> ReadAsync(string path, CancellationToken cancellation)
    {
        var reading = RolloutFileReader.Load(path);
        if (reading.Problems.Count > 0)
        {
            var style = new Output { Format = "text", Ascii = !Terminal.IsUtf8 }.Style("", "") with { Color = false };
            await Console.Error.WriteAsync(ProblemReport.Render(reading.Problems, style).AsMemory(), cancellation).ConfigureAwait(false);
        }

        return reading.File;
    }
}

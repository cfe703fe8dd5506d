using CanaryJudge.Judging.Reports;

namespace CanaryJudge.Cli;

/// <summary>Shows what is wrong with a case's files, on stderr.</summary>
internal static class Problems
{
    /// <summary>Shows the problems.</summary>
    /// <param name="loaded">The case.</param>
    /// <param name="output">For the style.</param>
    /// <returns>Whether the case can be judged all the same.</returns>
    public static async Task<bool> ShowAsync(LoadedCase loaded, Output output)
    {
        if (loaded.Problems.Count > 0 && !(output.Quiet && loaded.IsReadable))
        {
            await Console.Error.WriteAsync(ProblemReport.Render(loaded.Problems, output.Style("", "") with { Color = false })).ConfigureAwait(false);
        }

        return loaded.IsReadable;
    }
}

using CanaryJudge.AnalysisClient.Rollouts;

namespace CanaryJudge.Cli.Rollouts;

/// <summary>Opens a journal; where another runner holds it, looks whether that one still lives.</summary>
internal static class JournalDoor
{
    /// <summary>Opens a journal.</summary>
    /// <param name="folder">The rollout's folder.</param>
    /// <param name="firstLineOnly">Believes the header alone.</param>
    /// <exception cref="JournalBusyException">Another runner holds it, and lives.</exception>
    /// <exception cref="JournalException">A line before the last is damaged.</exception>
    public static async Task<RolloutJournal> OpenAsync(string folder, bool firstLineOnly = false)
    {
        try
        {
            return RolloutJournal.Open(folder, TimeProvider.System, firstLineOnly);
        }
        catch (JournalBusyException)
        {
            await Console.Error.WriteLineAsync("canaryjudge: another runner is there; waiting up to 30 s for a sign of life, then this one takes over").ConfigureAwait(false);
            return await RolloutJournal.TakeOverAsync(folder, TimeProvider.System, firstLineOnly, CancellationToken.None).ConfigureAwait(false);
        }
    }
}

namespace CanaryJudge.Rollouts;

/// <summary>How the words of the engine are written in journals, files and on screens: <c>judge+approval</c>, <c>rolled back</c>, <c>nodata</c>.</summary>
public static class RolloutWords
{
    private static readonly Dictionary<Enum, string> Irregular = new()
    {
        [Gate.JudgeThenApproval] = "judge+approval",
        [RolloutOutcome.RolledBack] = "rolled back",
        [Verdict.Pass] = "PASS",
        [Verdict.Fail] = "FAIL",
        [Verdict.Inconclusive] = "INCONCLUSIVE",
    };

    /// <summary>The word of a value.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => Irregular.TryGetValue(value, out var word) ? word : value.ToString().ToLowerInvariant();

    /// <summary>All words of a kind, in the order of its values.</summary>
    public static IReadOnlyList<string> All<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(Of)];

    /// <summary>The value of a word.</summary>
    /// <param name="word">Exactly as <see cref="Of"/> writes it.</param>
    /// <param name="value">The value; the first of its kind if there is none.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryRead<T>(string? word, out T value)
        where T : struct, Enum
    {
        foreach (var candidate in Enum.GetValues<T>())
        {
            if (string.Equals(Of(candidate), word, StringComparison.Ordinal))
            {
                value = candidate;
                return true;
            }
        }

        value = default;
        return false;
    }
}

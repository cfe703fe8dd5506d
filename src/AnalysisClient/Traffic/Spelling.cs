namespace CanaryJudge.AnalysisClient.Traffic;

/// <summary>How messages name what a user wrote, and what was probably meant.</summary>
internal static class Spelling
{
    private const int Longest = 60;

    /// <summary>A word as a message shows it: at most 60 characters, control characters as question marks.</summary>
    public static string Shown(string text)
    {
        var shown = string.Concat(text.Take(Longest).Select(c => char.IsControl(c) ? '?' : c));
        return text.Length > Longest ? shown + "..." : shown;
    }

    /// <summary><c>Did you mean x?</c> when one word is near enough, else the list of what is known.</summary>
    public static string Hint(string word, IReadOnlyCollection<string> known)
    {
        var near = word.Length > Longest ? null : known.Where(k => Distance(word, k) <= Math.Max(1, Math.Min(word.Length, k.Length) / 3)).MinBy(k => Distance(word, k));
        return near is null ? $"Known: {string.Join(", ", known)}." : $"Did you mean '{near}'? Known: {string.Join(", ", known)}.";
    }

    /// <summary>Levenshtein distance without regard to case: single edits that make one word the other.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var changed = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}

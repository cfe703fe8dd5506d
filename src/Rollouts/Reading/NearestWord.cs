namespace CanaryJudge.Rollouts.Reading;

/// <summary>What somebody may have meant.</summary>
public static class NearestWord
{
    /// <summary>The word that is at most two slips away, if there is one.</summary>
    /// <param name="word">What was written.</param>
    /// <param name="known">What could have been meant.</param>
    public static string? Of(string word, IEnumerable<string> known) =>
        known.Select(k => (Word: k, Slips: Slips(word, k))).Where(k => k.Slips <= Math.Min(2, k.Word.Length / 2)).OrderBy(k => k.Slips).Select(k => k.Word).FirstOrDefault();

    /// <summary>A sentence for an unknown word: the one that was meant, else all of them.</summary>
    public static string Hint(string word, IReadOnlyCollection<string> known) =>
        Of(word, known) is { } near ? $"Did you mean {near}?" : $"Known: {string.Join(", ", known)}.";

    /// <summary>Optimal string alignment, letters of either case alike: the single edits and swaps of neighbours that make one word the other.</summary>
    /// <param name="a">A word.</param>
    /// <param name="b">Another.</param>
    public static int Slips(string a, string b)
    {
        int[] before = [], row = [.. Enumerable.Range(0, b.Length + 1)];
        for (var i = 1; i <= a.Length; i++)
        {
            var next = new int[b.Length + 1];
            next[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var edited = Math.Min(row[j - 1] + (IsSame(a[i - 1], b[j - 1]) ? 0 : 1), Math.Min(row[j], next[j - 1]) + 1);
                var isSwapped = i > 1 && j > 1 && IsSame(a[i - 1], b[j - 2]) && IsSame(a[i - 2], b[j - 1]);
                next[j] = isSwapped ? Math.Min(edited, before[j - 2] + 1) : edited;
            }

            (before, row) = (row, next);
        }

        return row[^1];
    }

    private static bool IsSame(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}

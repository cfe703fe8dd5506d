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

    /// <summary>Levenshtein's distance, letters of either case alike: single edits that make one word the other.</summary>
    /// <param name="a">A word.</param>
    /// <param name="b">Another.</param>
    public static int Slips(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(diagonal + cost, Math.Min(row[j], row[j - 1]) + 1));
            }
        }

        return row[^1];
    }
}

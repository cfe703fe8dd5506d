using System.Globalization;
using System.Text;

namespace CanaryJudge.Sources.Policies;

/// <summary>How messages name what the user wrote, and what was probably meant.</summary>
internal static class Words
{
    private const int Longest = 60;

    /// <summary>A value as a message shows it: at most 60 characters (or so many as are said), control characters escaped.</summary>
    public static string Shown(ReadOnlySpan<char> text, int longest = Longest)
    {
        var shown = new StringBuilder();
        foreach (var c in text)
        {
            var piece = Printable(c) ? c.ToString() : Escaped(c);
            if (shown.Length + piece.Length > longest)
            {
                return Cut(shown).Append("...").ToString();
            }

            shown.Append(piece);
        }

        return shown.ToString();
    }

    /// <summary>The nearest of the known words, when it is near enough to have been meant; else null.</summary>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        if (word.Length > Longest)
        {
            return null;
        }

        var lower = word.ToLowerInvariant();
        var best = known.Where(k => Math.Abs(k.Length - word.Length) <= Tolerated(word, k)).Select(k => (Word: k, Distance: Distance(lower, k.ToLowerInvariant())))
            .OrderBy(k => k.Distance).ThenBy(k => k.Word, StringComparer.Ordinal).FirstOrDefault();
        return best.Word is not null && best.Distance <= Tolerated(word, best.Word) ? best.Word : null;
    }

    private static int Tolerated(string word, string known) => Math.Max(1, Math.Min(word.Length, known.Length) / 3);

    /// <summary><c>Did you mean x?</c>, else the list of what is known.</summary>
    public static string Hint(string word, IReadOnlyCollection<string> known) =>
        Nearest(word, known) is { } near ? $"Did you mean {near}?" : $"Known: {string.Join(", ", known)}.";

    /// <summary>Damerau-Levenshtein distance (optimal string alignment): edits and swaps of neighbours that make one word the other.</summary>
    public static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                rows[i, j] = i == 0 || j == 0 ? i + j : Step(rows, a, b, i, j);
            }
        }

        return rows[a.Length, b.Length];
    }

    /// <summary>Where half of a surrogate pair stands alone, which is no character; -1 when nowhere.</summary>
    public static int LoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private static int Step(int[,] rows, string a, string b, int i, int j)
    {
        var change = rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
        var best = Math.Min(change, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
        var swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
        return swapped ? Math.Min(best, rows[i - 2, j - 2] + 1) : best;
    }

    private static bool Printable(char c) => char.GetUnicodeCategory(c)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse);

    private static string Escaped(char c) => c switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
    };

    private static StringBuilder Cut(StringBuilder shown)
    {
        // Half a surrogate pair is no character.
        if (shown.Length > 0 && char.IsHighSurrogate(shown[^1]))
        {
            shown.Length--;
        }

        return shown;
    }
}

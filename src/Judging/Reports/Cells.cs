using System.Globalization;
using System.Text;

namespace CanaryJudge.Judging.Reports;

/// <summary>Text measured in the cells of a terminal: wide characters take two, combining marks none.</summary>
internal static class Cells
{
    // East Asian wide and full-width blocks, and the emoji that terminals draw two cells wide.
    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115F), (0x231A, 0x231B), (0x2329, 0x232A), (0x23E9, 0x23EC), (0x23F0, 0x23F0), (0x23F3, 0x23F3),
        (0x25FD, 0x25FE), (0x2614, 0x2615), (0x2630, 0x2637), (0x2648, 0x2653), (0x267F, 0x267F), (0x268A, 0x268F),
        (0x2693, 0x2693), (0x26A1, 0x26A1), (0x26AA, 0x26AB), (0x26BD, 0x26BE), (0x26C4, 0x26C5), (0x26CE, 0x26CE),
        (0x26D4, 0x26D4), (0x26EA, 0x26EA), (0x26F2, 0x26F3), (0x26F5, 0x26F5), (0x26FA, 0x26FA), (0x26FD, 0x26FD),
        (0x2705, 0x2705), (0x270A, 0x270B), (0x2728, 0x2728), (0x274C, 0x274C), (0x274E, 0x274E), (0x2753, 0x2755),
        (0x2757, 0x2757), (0x2795, 0x2797), (0x27B0, 0x27B0), (0x27BF, 0x27BF), (0x2B1B, 0x2B1C), (0x2B50, 0x2B50),
        (0x2B55, 0x2B55), (0x2E80, 0x303E), (0x3041, 0xA4CF), (0xA960, 0xA97C), (0xAC00, 0xD7A3), (0xF900, 0xFAFF),
        (0xFE10, 0xFE19), (0xFE30, 0xFE6F), (0xFF00, 0xFF60), (0xFFE0, 0xFFE6), (0x16FE0, 0x18DFF), (0x1AFF0, 0x1B2FF),
        (0x1D300, 0x1D376), (0x1F000, 0x1FAFF), (0x20000, 0x3FFFD),
    ];

    public static int Width(string text)
    {
        var width = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            width += Width(rune);
        }

        return width;
    }

    public static string PadRight(string text, int width) => text + Spaces(width - Width(text));

    public static string PadLeft(string text, int width) => Spaces(width - Width(text)) + text;

    public static string Spaces(int count) => new(' ', Math.Max(0, count));

    /// <summary>Leaves the end out when the text is too wide.</summary>
    public static string Cut(string text, int width, string mark)
    {
        if (Width(text) <= width)
        {
            return text;
        }

        var head = Head(text, width - Width(mark));
        return width < Width(mark) ? Head(text, width) : head + mark;
    }

    /// <summary>Leaves the middle out when the text is too wide: what tells names apart stands at both ends.</summary>
    public static string CutMiddle(string text, int width, string mark)
    {
        var rest = width - Width(mark);
        return Width(text) <= width || rest < 2 ? Cut(text, width, mark) : Head(text, rest - (rest / 2)) + mark + Tail(text, rest / 2);
    }

    /// <summary>Breaks at spaces; a word that is wider than a line is broken where the line ends.</summary>
    /// <returns>At most <paramref name="most"/> lines, the last one cut if there were more.</returns>
    public static IReadOnlyList<string> Wrap(string text, int width, int most, string mark)
    {
        var lines = new List<string> { "" };
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > most)
            {
                break;
            }

            Append(lines, word, width);
        }

        if (lines.Count > most)
        {
            lines.RemoveRange(most, lines.Count - most);
            lines[^1] = Cut(lines[^1], width - Width(mark), "") + mark;
        }

        return lines[0].Length == 0 ? [] : lines;
    }

    private static void Append(List<string> lines, string word, int width)
    {
        var line = lines[^1];
        if (line.Length > 0 && Width(line) + 1 + Width(word) <= width)
        {
            lines[^1] = $"{line} {word}";
            return;
        }

        if (line.Length > 0)
        {
            lines.Add("");
        }

        for (; Width(word) > width; lines.Add(""))
        {
            lines[^1] = Head(word, width);
            word = word[lines[^1].Length..];
        }

        lines[^1] = word;
    }

    private static string Head(string text, int width)
    {
        int used = 0, length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            used += Width(rune);
            if (used > width)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return text[..length];
    }

    private static string Tail(string text, int width)
    {
        int over = Width(text) - width, start = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (over <= 0 && Width(rune) > 0)
            {
                break;
            }

            over -= Width(rune);
            start += rune.Utf16SequenceLength;
        }

        return text[start..];
    }

    private static int Width(Rune rune) => rune.Value switch
    {
        < 0x300 => 1,
        _ when Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => 0,
        < 0x1100 => 1,
        var value => IsWide(value) ? 2 : 1,
    };

    private static bool IsWide(int value)
    {
        int low = 0, high = Wide.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (value < Wide[middle].First)
            {
                high = middle - 1;
            }
            else if (value > Wide[middle].Last)
            {
                low = middle + 1;
            }
            else
            {
                return true;
            }
        }

        return false;
    }
}

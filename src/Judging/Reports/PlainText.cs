using System.Globalization;
using System.Text;

namespace CanaryJudge.Judging.Reports;

/// <summary>Makes any text harmless to print: what would move the cursor, turn the line or hide becomes a visible placeholder.</summary>
/// <remarks>CI runners obey <c>##[command]</c>, <c>##vso[command]</c> and <c>##teamcity[command]</c> anywhere in a log: a space breaks them.
/// <c>::command::</c> is one only where a line begins, which is <see cref="Line"/>'s to see.</remarks>
internal static class PlainText
{
    private const char Unprintable = '�';
    private static readonly string[] RunnerCommands = ["##[", "##vso[", "##teamcity["];

    public static string Of(string text, bool ascii)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            plain.Append(ascii ? Ascii(rune) : Visible(rune));
        }

        return RunnerCommands.Aggregate(plain.ToString(), (t, c) => t.Replace(c, $"# {c[1..]}", StringComparison.OrdinalIgnoreCase));
    }

    // U+2400 to U+241F picture the control characters.
    private static string Visible(Rune rune) => rune.Value switch
    {
        < 0x20 => ((char)(0x2400 + rune.Value)).ToString(),
        0x7F => "␡",
        _ when IsUnprintable(rune) => Unprintable.ToString(),
        _ => rune.ToString(),
    };

    private static string Ascii(Rune rune) => rune.Value switch
    {
        >= 0x20 and < 0x7F => rune.ToString(),
        '−' or '–' or '—' => "-",
        '→' => "->",
        '·' => "-",
        '×' => "x",
        '≥' => ">=",
        '≤' => "<=",
        '…' => "..",
        0xA0 or 0x202F or 0x2009 => " ",
        '‘' or '’' => "'",
        '“' or '”' => "\"",
        _ => "?",
    };

    private static bool IsUnprintable(Rune rune) =>
        (rune.Value & 0xFFFE) == 0xFFFE || rune.Value is 0x3164 or 0x115F or 0x1160 or 0xFFA0 || Rune.GetUnicodeCategory(rune) is
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned;
}

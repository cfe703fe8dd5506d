using System.Text;

namespace CanaryJudge.Judging.Reports;

/// <summary>Text for Markdown that stays text: no markup, no HTML, no cell ends, and nobody is mentioned.</summary>
internal static class MarkdownText
{
    // Forges look for @names, #numbers and addresses in the finished page; an empty comment between keeps them apart.
    private const string Apart = "<!-- -->";

    public static string Of(string text, Glyphs glyphs)
    {
        var plain = glyphs.Plain(text);
        var escaped = new StringBuilder(plain.Length + 16);
        foreach (var letter in plain)
        {
            escaped.Append(letter switch
            {
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                '"' => "&quot;",
                '`' => "&#96;",
                '|' => "&#124;",
                '@' => "@" + Apart,
                '#' => "&#35;" + Apart,
                '\\' or '*' or '_' or '[' or ']' or '~' or '$' or '{' or '}' => $"\\{letter}",
                _ => letter.ToString(),
            });
        }

        return escaped
            .Replace("://", $":{Apart}//")
            .Replace("www.", $"www{Apart}.")
            .Replace("WWW.", $"WWW{Apart}.")
            .ToString();
    }

    /// <summary>A text that begins a line: what would open a list, a heading, a rule or a command of a CI runner is escaped too.</summary>
    public static string Block(string text, Glyphs glyphs)
    {
        var escaped = Of(text.TrimStart(' '), glyphs);
        var digits = escaped.TakeWhile(char.IsAsciiDigit).Count();
        return escaped switch
        {
            ['-' or '+' or '=' or ':', ..] => $"\\{escaped}",
            _ when digits > 0 && digits < escaped.Length && escaped[digits] is '.' or ')' => escaped.Insert(digits, "\\"),
            _ => escaped,
        };
    }
}

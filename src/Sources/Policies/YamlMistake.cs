using YamlDotNet.Core;

namespace CanaryJudge.Sources.Policies;

/// <summary>Says what is wrong with a text that is no YAML, and where to mend it.</summary>
internal static class YamlMistake
{
    /// <summary>The scanner's complaint in the user's words.</summary>
    public static DocumentException Of(YamlException e, string text, TextLines lines) =>
        TabIn(text, lines, e) ?? new(lines.At(e.Start.Index, 1), $"not valid YAML: {Sentence(text, e)}");

    /// <summary>The scanner places a tab's mistake at the map around it; the tab itself is what must be mended.</summary>
    private static DocumentException? TabIn(string text, TextLines lines, YamlException e)
    {
        if (!e.Message.Contains("tab", StringComparison.OrdinalIgnoreCase) && !e.Message.Contains("cannot start any token", StringComparison.Ordinal))
        {
            return null;
        }

        for (var tab = text.IndexOf('\t', StringComparison.Ordinal); tab >= 0; tab = text.IndexOf('\t', tab + 1))
        {
            var place = lines.At(tab, 1);
            var line = lines.Line(place.Line);
            if (line[..(place.Column - 1)].IsWhiteSpace() && !line.IsWhiteSpace())
            {
                return new(place, "not valid YAML: a tab cannot indent; use blanks.");
            }
        }

        return null;
    }

    private static string Sentence(string text, YamlException e)
    {
        if (e.Start.Index < text.Length && text[(int)e.Start.Index] is '%' or '@' or '`' && e.Message.Contains("cannot start any token", StringComparison.Ordinal))
        {
            return $"plain text cannot begin with {text[(int)e.Start.Index]}; put it in quotes.";
        }

        var said = Words.Shown(e.Message.TrimEnd('.').Trim(), 200);
        return said.Length == 0 ? "it cannot be read." : $"{char.ToLowerInvariant(said[0])}{said[1..]}.";
    }
}

using System.Text;

namespace CanaryJudge.Sources.Policies;

/// <summary>A YAML or JSON text and its tree.</summary>
internal static class TextDocument
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text of a file's bytes; null, with a problem, when they are no UTF-8 text of at most 1 MiB.</summary>
    public static string? Decode(ReadOnlySpan<byte> bytes, string file, out IReadOnlyList<LocatedProblem> problems)
    {
        problems = [];
        try
        {
            return bytes.Length > DocumentLimits.Bytes + 3
                ? throw new DocumentException(new(1, 1, 1), TooLarge)
                : s_strict.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            problems = [At(file, LineOf(bytes, e.Index), Encodings.NotUtf8(bytes))];
        }
        catch (DocumentException e)
        {
            problems = [At(file, 1, e.Message)];
        }

        return null;
    }

    /// <summary>The tree; null, with a problem, when there is none.</summary>
    public static Node? Parse(string text, string file, bool jsonOnly, ProblemList problems)
    {
        try
        {
            RequireText(text, problems.Lines);
            return jsonOnly ? JsonTree.Read(text, problems.Lines) : Either(text, file, problems.Lines) ?? throw new DocumentException(new(1, 1, 1), "the file is empty.");
        }
        catch (DocumentException e)
        {
            problems.Error(e.Place, "", e.Message);
            return null;
        }
    }

    private const string TooLarge = "the text is larger than 1 MiB.";

    private static LocatedProblem At(string file, int line, string message) => new(file, line, 1, 1, "", message, IsWarning: false, "");

    private static int LineOf(ReadOnlySpan<byte> bytes, int index) => bytes[..Math.Clamp(index, 0, bytes.Length)].Count((byte)'\n') + 1;

    private static void RequireText(string text, TextLines lines)
    {
        if (text.Length > DocumentLimits.Bytes || Encoding.UTF8.GetByteCount(text) > DocumentLimits.Bytes)
        {
            throw new DocumentException(new(1, 1, 1), TooLarge);
        }

        var nul = text.IndexOf('\0', StringComparison.Ordinal);
        if (nul >= 0)
        {
            throw new DocumentException(lines.At(nul, 1), "the text holds a NUL byte; it is no YAML or JSON.");
        }

        var half = Words.LoneSurrogate(text);
        if (half >= 0)
        {
            throw new DocumentException(lines.At(half, 1), "half of a surrogate pair stands alone; it is no text.");
        }
    }

    /// <summary>JSON when it begins with a brace; but such a text may still be YAML's flow style.</summary>
    private static Node? Either(string text, string file, TextLines lines)
    {
        if (!text.AsSpan().TrimStart().StartsWith('{'))
        {
            return YamlTree.Read(text, lines);
        }

        try
        {
            return JsonTree.Read(text, lines);
        }
        catch (DocumentException) when (!Ends(file, ".json"))
        {
            // Where it is neither, the file's ending says which of the two was meant.
            if (Ends(file, ".yaml") || Ends(file, ".yml"))
            {
                return YamlTree.Read(text, lines);
            }

            if (FlowStyle(text, lines) is { } node)
            {
                return node;
            }

            throw;
        }
    }

    private static bool Ends(string file, string ending) => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase);

    private static Node? FlowStyle(string text, TextLines lines)
    {
        try
        {
            return YamlTree.Read(text, lines);
        }
        catch (DocumentException)
        {
            return null;
        }
    }
}

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
            RequireText(text);
            return jsonOnly ? JsonTree.Read(text) : Either(text, file) ?? throw new DocumentException(new(1, 1, 1), "the file is empty.");
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

    private static void RequireText(string text)
    {
        if (text.Length > DocumentLimits.Bytes || Encoding.UTF8.GetByteCount(text) > DocumentLimits.Bytes)
        {
            throw new DocumentException(new(1, 1, 1), TooLarge);
        }

        var nul = text.IndexOf('\0', StringComparison.Ordinal);
        if (nul >= 0)
        {
            var before = text.AsSpan(0, nul);
            throw new DocumentException(
                new(before.Count('\n') + 1, nul - before.LastIndexOf('\n'), 1), "the text holds a NUL byte; it is no YAML or JSON.");
        }
    }

    /// <summary>JSON when it begins with a brace; but such a text may still be YAML's flow style.</summary>
    private static Node? Either(string text, string file)
    {
        if (!text.AsSpan().TrimStart().StartsWith('{'))
        {
            return YamlTree.Read(text);
        }

        try
        {
            return JsonTree.Read(text);
        }
        catch (DocumentException) when (!Ends(file, ".json"))
        {
            // Where it is neither, the file's ending says which of the two was meant.
            if (Ends(file, ".yaml") || Ends(file, ".yml"))
            {
                return YamlTree.Read(text);
            }

            if (FlowStyle(text) is { } node)
            {
                return node;
            }

            throw;
        }
    }

    private static bool Ends(string file, string ending) => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase);

    private static Node? FlowStyle(string text)
    {
        try
        {
            return YamlTree.Read(text);
        }
        catch (DocumentException)
        {
            return null;
        }
    }
}

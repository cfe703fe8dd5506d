using System.Text.RegularExpressions;

namespace CanaryJudge.Docs.Tests;

/// <summary>A page of the documentation.</summary>
internal sealed partial class Page
{
    /// <summary>Reads a page.</summary>
    /// <param name="name">Relative to the checkout's root.</param>
    public Page(string name)
    {
        Name = name;
        Lines = [.. File.ReadAllLines(Path.Combine(Checkout.Root, name))];
        Blocks = [.. FindBlocks()];
    }

    public string Name { get; }

    public List<string> Lines { get; }

    /// <summary>The fenced blocks, in order.</summary>
    public IReadOnlyList<Block> Blocks { get; }

    /// <summary>The text outside fenced blocks, inline code included.</summary>
    public IEnumerable<string> Prose => Lines.Where((_, i) => !Blocks.Any(b => i >= b.First - 1 && i <= b.First + b.Count));

    /// <summary>The headings, without their marks.</summary>
    public IEnumerable<string> Headings => Prose.Where(l => l.StartsWith('#')).Select(l => l.TrimStart('#').Trim());

    /// <summary>The rows of the tables of one section: their cells, without backticks.</summary>
    /// <param name="heading">The section.</param>
    public IReadOnlyList<string[]> Rows(string heading) =>
    [
        .. Lines.SkipWhile(l => l.TrimStart('#').Trim() != heading || !l.StartsWith('#')).Skip(1).TakeWhile(l => !l.StartsWith('#'))
            .Where(l => l.StartsWith("| `", StringComparison.Ordinal))
            .Select(l => l.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries).Select(c => c.Trim('`')).ToArray()),
    ];

    /// <summary>The anchor that a heading gets on the web.</summary>
    public static string Anchor(string heading) => NotInAnchors().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-');

    public void Save() => File.WriteAllText(Path.Combine(Checkout.Root, Name), string.Join('\n', Lines) + "\n");

    private IEnumerable<Block> FindBlocks()
    {
        for (var i = 0; i < Lines.Count; i++)
        {
            if (!Lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                continue;
            }

            var end = Lines.FindIndex(i + 1, l => l == "```");
            var note = i > 0 ? Note().Match(Lines[i - 1]) : Match.Empty;
            yield return new(Lines[i][3..], i + 1, end - i - 1, note.Groups["key"].Value, note.Groups["value"].Value, Lines[(i + 1)..end]);
            i = end;
        }
    }

    [GeneratedRegex("^<!-- (?<key>save|snippet): (?<value>[^ ]+) -->$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Note();

    [GeneratedRegex("[^a-z0-9 _-]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NotInAnchors();
}

/// <summary>A fenced block.</summary>
/// <param name="Language">What the fence says.</param>
/// <param name="First">The line of the page, from 0, of its first line.</param>
/// <param name="Count">How many lines it has.</param>
/// <param name="Note">From a comment above it: save or snippet; empty without one.</param>
/// <param name="Subject">The file that the comment names.</param>
/// <param name="Lines">Its lines.</param>
internal sealed record Block(string Language, int First, int Count, string Note, string Subject, IReadOnlyList<string> Lines);

using System.Text.RegularExpressions;

namespace CanaryJudge.Docs.Tests;

/// <summary>Links between pages resolve.</summary>
public sealed partial class LinkTests
{
    public static TheoryData<string> Pages => [.. Checkout.Pages];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_of_a_page_leads_somewhere(string name)
    {
        var dead = Links(name).Where(l => !Leads(l.File, l.Anchor)).Select(l => $"{l.File}#{l.Anchor}");

        Assert.Empty(dead);
    }

    [Fact]
    public void Every_page_can_be_reached_from_the_index()
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var next = new Stack<string>(["docs/index.md"]);
        while (next.TryPop(out var page))
        {
            if (reached.Add(page) && page.EndsWith(".md", StringComparison.Ordinal))
            {
                Links(page).Select(l => l.File).Where(f => File.Exists(Path.Combine(Checkout.Root, f))).ToList().ForEach(next.Push);
            }
        }

        Assert.Empty(Checkout.Pages.Where(p => p.StartsWith("docs", StringComparison.Ordinal)).Except(reached));
    }

    private static IEnumerable<(string File, string Anchor)> Links(string name) =>
        from line in new Page(name).Prose
        from Match link in Link().Matches(line)
        let target = link.Groups["target"].Value
        where !target.Contains("://", StringComparison.Ordinal)
        let parts = target.Split('#')
        let file = parts[0].Length == 0 ? name : Path.GetRelativePath(Checkout.Root, Path.Combine(Checkout.Root, Path.GetDirectoryName(name)!, parts[0]))
        select (file, parts.Length > 1 ? parts[1] : "");

    private static bool Leads(string file, string anchor)
    {
        var path = Path.Combine(Checkout.Root, file);
        return (File.Exists(path) || Directory.Exists(path)) && (anchor.Length == 0 || new Page(file).Headings.Select(Page.Anchor).Contains(anchor, StringComparer.Ordinal));
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}

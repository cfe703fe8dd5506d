using System.Text.RegularExpressions;

namespace CanaryJudge.Docs.Tests;

/// <summary>The developers' commands that pages name exist; what they print is not compared.</summary>
public sealed partial class CommandTests
{
    public static TheoryData<string> Commands =>
        [.. Checkout.Pages.SelectMany(p => new Page(p).Lines).SelectMany(l => Named().Matches(l)).Select(m => m.Value.Trim()).Distinct(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_command_of_dev_that_a_page_names_is_in_its_help(string command)
    {
        using var sandbox = new Sandbox();

        var (_, help) = await sandbox.RunAsync("./dev help", TestContext.Current.CancellationToken);

        Assert.Contains(help.Split('\n'), l => l.StartsWith(command + " ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("docs/performance.md")]
    [InlineData("docs/rollouts/measured.md")]
    public void Every_section_of_figures_stands_below_the_command_that_writes_it(string name)
    {
        var page = new Page(name);
        var sections = page.Lines.Select((line, at) => (Match: Section().Match(line), at)).Where(s => s.Match.Success).ToArray();

        Assert.NotEmpty(sections);
        Assert.All(sections, s => Assert.Contains($"./dev bench {s.Match.Groups["name"].Value}", page.Lines.Take(s.at)));
        Assert.All(sections, s => Assert.Contains(page.Lines.Skip(s.at).TakeWhile(l => l != "<!-- end of figures -->"), l => l.StartsWith("Measured on ", StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"\./dev [a-z]+(-[a-z]+)*( (peers|echo|proxy|traffic|growth|start))?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Named();

    [GeneratedRegex("^<!-- figures: (?<name>[a-z]+) -->$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Section();
}

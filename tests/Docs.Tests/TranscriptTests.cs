namespace CanaryJudge.Docs.Tests;

/// <summary>What the pages show is what a reader gets.</summary>
public sealed class TranscriptTests
{
    // Takes what commands print as what pages show, where a page leaves no gaps.
    private static readonly bool IsUpdate = Environment.GetEnvironmentVariable("CANARYJUDGE_UPDATE_DOCS") == "1";

    public static TheoryData<string> PagesWithCommands => [.. Checkout.Pages.Where(p => new Page(p).Blocks.Any(b => b.Language == "console"))];

    public static TheoryData<string> PagesWithSnippets => [.. Checkout.Pages.Where(p => new Page(p).Blocks.Any(b => b.Language == "csharp"))];

    [Theory]
    [MemberData(nameof(PagesWithCommands))]
    public async Task Every_command_of_a_page_does_what_the_page_shows(string name)
    {
        var page = new Page(name);
        var differences = new List<string>();
        var rewritten = new List<(Command Command, string Output)>();
        using var sandbox = new Sandbox();

        foreach (var block in page.Blocks)
        {
            if (block.Note == "save")
            {
                sandbox.Write(block.Subject, block.Lines);
            }

            foreach (var command in block.Language == "console" ? Command.In(block) : [])
            {
                var (exitCode, output) = command.IsServer
                    ? (0, await sandbox.ServeAsync(command.Text, TestContext.Current.CancellationToken))
                    : await sandbox.RunAsync(command.Text, TestContext.Current.CancellationToken);
                if (exitCode != (command.ExitCode ?? 0))
                {
                    differences.Add($"{name}:{command.First}: $ {command.Text}\nexits with {exitCode}\n{output}");
                }
                else if (!command.Matches(output))
                {
                    differences.Add($"{name}:{command.First}: $ {command.Text}\nprints\n{output}");
                    rewritten.Add((command, output));
                }
            }
        }

        if (IsUpdate)
        {
            Rewrite(page, rewritten.Where(r => !r.Command.HasGaps));
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [Theory]
    [MemberData(nameof(PagesWithSnippets))]
    public void Every_snippet_of_a_page_is_part_of_a_program_that_is_built(string name)
    {
        var page = new Page(name);
        var blocks = page.Blocks.Where(b => b.Language == "csharp").ToArray();
        Assert.All(blocks, b => Assert.Equal("snippet", b.Note));

        if (IsUpdate)
        {
            foreach (var block in blocks.Reverse())
            {
                page.Lines.RemoveRange(block.First, block.Count);
                page.Lines.InsertRange(block.First, Region(block.Subject));
            }

            page.Save();
        }

        Assert.All(blocks, b => Assert.Equal(Region(b.Subject), b.Lines));
    }

    [Fact]
    public async Task The_example_client_runs_against_a_real_server()
    {
        using var sandbox = new Sandbox();
        await sandbox.ServeAsync("./canaryjudge serve", TestContext.Current.CancellationToken);

        var (exitCode, output) = await sandbox.RunAsync(
            $"dotnet artifacts/bin/CSharpClient/release/CanaryJudge.CSharpClient.dll {sandbox.Grpc}", TestContext.Current.CancellationToken);

        string[] expected = ["Fail: errors rose", "metrics[0].margn: ", "checkout: Fail", "search: Inconclusive"];
        Assert.All(output.TrimEnd().Split('\n').Zip(expected), line => Assert.StartsWith(line.Second, line.First, StringComparison.Ordinal));
        Assert.Equal(1, exitCode);
    }

    [Fact]
    public void Blocks_that_are_not_run_hold_only_the_test_command_or_files()
    {
        string[] languages = ["console", "csharp", "csv", "yaml", "json", "text", "proto"];
        var blocks = Checkout.Pages.SelectMany(p => new Page(p).Blocks).Where(b => !languages.Contains(b.Language, StringComparer.Ordinal));

        Assert.All(blocks, b => Assert.True(b.Language == "sh" && b.Lines.All(l => l.StartsWith("./dev ", StringComparison.Ordinal)), string.Join('\n', b.Lines)));
    }

    private static void Rewrite(Page page, IEnumerable<(Command Command, string Output)> rewritten)
    {
        foreach (var (command, output) in rewritten.Reverse())
        {
            page.Lines.RemoveRange(command.First, command.Expected.Count);
            page.Lines.InsertRange(command.First, output.TrimEnd().Split('\n').Where((l, i) => i > 0 || l.Length > 0));
        }

        page.Save();
    }

    private static List<string> Region(string subject)
    {
        var (file, name) = (subject.Split('#')[0], subject.Split('#')[1]);
        return [.. File.ReadAllLines(Path.Combine(Checkout.Root, file)).SkipWhile(l => l.Trim() != $"#region {name}").Skip(1).TakeWhile(l => l.Trim() != "#endregion")];
    }
}

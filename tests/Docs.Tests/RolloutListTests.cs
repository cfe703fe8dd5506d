using System.Text.RegularExpressions;

namespace CanaryJudge.Docs.Tests;

/// <summary>Lists in the pages of rollouts are those of the code.</summary>
public sealed partial class RolloutListTests
{
    [Fact]
    public async Task Every_key_of_a_rollout_file_stands_in_its_page()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("rollout.yaml", ["qqqqqqqqqqqq: 1"]);
        var (_, output) = await sandbox.RunAsync("./canaryjudge rollout lint rollout.yaml", TestContext.Current.CancellationToken);
        var flat = string.Join(' ', output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var code = Known().Match(flat).Groups["keys"].Value.Split(", ");

        Assert.Equal(code.Order(StringComparer.Ordinal), new Page("docs/rollouts/rollout-file.md").Rows("Keys").Select(r => r[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_command_of_rollouts_stands_in_the_reference()
    {
        using var sandbox = new Sandbox();
        var (_, help) = await sandbox.RunAsync("./canaryjudge rollout --help", TestContext.Current.CancellationToken);
        var listed = help[help.IndexOf("Commands:", StringComparison.Ordinal)..].Split('\n').Skip(1).Where(l => Command().IsMatch(l)).Select(l => l.Trim().Split(' ')[0]);
        var page = new Page("docs/reference/cli.md").Rows("Rollouts").SelectMany(r => r[0].Split(", ")).Select(c => c.Trim('`').Split(' ')[0]);

        Assert.Equal(listed.Order(StringComparer.Ordinal), page.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("qqqqqqqqqqqq is not a key here. Known: (?<keys>[A-Za-z, ]+)\\.", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Known();

    [GeneratedRegex("^  [a-z]+ ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Command();
}

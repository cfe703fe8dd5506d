using System.Text.Json;
using System.Text.RegularExpressions;
using CanaryJudge.AnalysisClient.Traffic;
using CanaryJudge.AnalysisServer.Hosting;
using CanaryJudge.Contracts.V1;
using CanaryJudge.Sources.Policies;
using CanaryJudge.Statistics.TwoSample;
using Google.Protobuf.Reflection;

namespace CanaryJudge.Docs.Tests;

/// <summary>Lists in the reference are those of the code.</summary>
public sealed partial class ListTests
{
    [Fact]
    public void Every_setting_of_the_server_stands_in_its_page_with_its_default()
    {
        var code = ServerSetting.All.Select(s => (s.Key, s.Flag, s.Variable, Default(s)));
        var page = new Page("docs/reference/server.md").Rows("Settings").Select(r => (r[0], r[1], r[2], r[3]));

        Assert.Equal(code, page);
    }

    [Fact]
    public void Every_setting_of_a_controller_stands_in_the_page_of_its_kind_with_its_default()
    {
        foreach (var kind in TrafficKinds.All)
        {
            var page = new Page($"docs/integrations/{kind.Name}.md");
            if (Environment.GetEnvironmentVariable("CANARYJUDGE_UPDATE_DOCS") == "1")
            {
                Rewrite(page, kind);
            }

            Assert.Equal(kind.Settings.Select(Row), page.Lines.Skip(page.Lines.IndexOf("## Settings")).Where(l => l.StartsWith("| `", StringComparison.Ordinal)));
        }

        static string Row(TrafficSetting setting) => $"| `{setting.Key}` | {(setting.IsRequired ? "required" : setting.Default is { } value ? $"`{value}`" : "none")} | {setting.Description} |";

        static void Rewrite(Page page, TrafficKind kind)
        {
            var first = page.Lines.FindIndex(page.Lines.IndexOf("## Settings"), l => l.StartsWith("|---", StringComparison.Ordinal)) + 1;
            page.Lines.RemoveRange(first, page.Lines.Skip(first).TakeWhile(l => l.StartsWith('|')).Count());
            page.Lines.InsertRange(first, kind.Settings.Select(Row));
            page.Save();
        }
    }

    [Fact]
    public void Every_method_of_analyses_stands_in_its_page_with_its_way_in()
    {
        var code = AnalysisReflection.Descriptor.Services.Single().Methods.Select(m => (m.Name, Way(m)));
        var page = new Page("docs/reference/analyses.md").Rows("Methods").Select(r => (r[0], r[1]));

        Assert.Equal(code, page);

        static string Way(MethodDescriptor method) => method.GetOptions()?.GetExtension(Google.Api.AnnotationsExtensions.Http) switch
        {
            null => "gRPC only",
            { Get.Length: > 0 } rule => $"GET {rule.Get}",
            { Delete.Length: > 0 } rule => $"DELETE {rule.Delete}",
            var rule => $"POST {rule.Post}",
        };
    }

    [Fact]
    public void Every_key_of_a_policy_stands_in_its_page_with_its_default()
    {
        using var schema = JsonDocument.Parse(PolicySchema.Json());
        var file = schema.RootElement.GetProperty("properties");
        var metric = file.GetProperty("metrics").GetProperty("items").GetProperty("properties");
        var page = new Page("docs/reference/policy.md");

        Assert.Equal(Keys(file), page.Rows("The file").Select(r => r[0]));
        Assert.Equal(Keys(metric), page.Rows("A metric").Select(r => r[0]));
        Assert.All(page.Rows("The file"), r => Assert.Equal(Default(file, r), r[1]));
        Assert.All(page.Rows("A metric"), r => Assert.Equal(Default(metric, r), r[1]));
    }

    [Fact]
    public void Every_test_by_name_stands_in_the_index_and_the_policy_s_page_and_has_a_page_of_its_own()
    {
        var index = new Page("docs/index.md").Rows("Names of methods");
        var policy = new Page("docs/reference/policy.md").Rows("Methods").Skip(1);
        var code = TwoSampleTests.All.Select(t => (t.Name, t.Question)).ToArray();

        Assert.Equal(code, index.Take(code.Length).Select(r => (r[0], r[1])));
        Assert.Equal(code, policy.Select(r => (r[0], r[1])));
        Assert.All(TwoSampleTests.All.Names, name => Assert.Contains($"`method: {name}`", string.Join('\n', new Page($"docs/methods/{name}.md").Lines), StringComparison.Ordinal));
        Assert.All(index.Take(code.Length), row => Assert.EndsWith($"(methods/{row[0]}.md)", row[2], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_method_that_a_judgement_names_stands_in_the_index()
    {
        using var sandbox = new Sandbox();
        var known = new Page("docs/index.md").Rows("Names of methods").Select(r => r[0]).ToArray();

        var (_, lines) = await sandbox.RunAsync("./canaryjudge batch data/fixtures --output json", TestContext.Current.CancellationToken);
        var named = MethodName().Matches(lines).Select(m => m.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
        var written = Directory.EnumerateFiles(Path.Combine(Checkout.Root, "src"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText).ToArray();

        Assert.InRange(named.Count, 6, known.Length);
        Assert.Empty(named.Except(known));
        Assert.All(known, name => Assert.Contains(written, code => code.Contains($"\"{name}\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_reason_has_a_section() => Assert.Equal(Names(Judgement.Descriptor, "ReasonCode"), Sections("docs/reference/reason-codes.md"));

    [Fact]
    public void Every_warning_has_a_section() => Assert.Equal(Names(Warning.Descriptor, "Code"), Sections("docs/reference/warnings.md"));

    [Fact]
    public void Every_reason_and_warning_says_what_to_do()
    {
        foreach (var name in new[] { "docs/reference/reason-codes.md", "docs/reference/warnings.md" })
        {
            var page = new Page(name);

            Assert.Equal(Sections(name).Count(), page.Lines.Count(l => l.StartsWith("**Do:** ", StringComparison.Ordinal)));
        }
    }

    public static TheoryData<string> Messages => [.. JudgementReflection.Descriptor.MessageTypes.Select(m => m.Name)];

    [Theory]
    [MemberData(nameof(Messages))]
    public void Every_field_of_a_judgement_stands_in_its_page(string message)
    {
        var code = JudgementReflection.Descriptor.FindTypeByName<MessageDescriptor>(message).Fields.InDeclarationOrder().Select(f => f.JsonName);

        Assert.Equal(code, new Page("docs/reference/json.md").Rows(message).Select(r => r[0]));
    }

    [Fact]
    public async Task Every_command_and_option_stands_in_its_page()
    {
        using var sandbox = new Sandbox();
        var page = new Page("docs/reference/cli.md");
        var options = OptionName().Matches(string.Join('\n', page.Lines.SkipWhile(l => l != "## Options"))).Select(m => m.Value).ToHashSet(StringComparer.Ordinal);

        var (_, help) = await sandbox.RunAsync("./canaryjudge --help", TestContext.Current.CancellationToken);
        var commands = CommandName().Matches(help[help.IndexOf("\nCommands:", StringComparison.Ordinal)..]).Select(m => m.Groups["name"].Value).ToArray();
        var said = page.Rows("Command line").Select(r => r[0].Split(' ')[0]);
        var known = new HashSet<string>(StringComparer.Ordinal);
        var ofAnalyses = new List<string>();
        foreach (var command in commands.Where(c => c != "serve"))
        {
            await AddAsync(command);
        }

        Assert.Equal(commands, said);
        Assert.Equal(ofAnalyses, page.Rows("Analyses").Select(r => r[0].Split(' ')[0]));
        Assert.Empty(known.Except(options));
        Assert.Empty(options.Except(known));

        async Task AddAsync(string command)
        {
            var (_, text) = await sandbox.RunAsync($"./canaryjudge {command} --help", TestContext.Current.CancellationToken);
            var (from, to) = (text.IndexOf("\nOptions:", StringComparison.Ordinal), text.IndexOf("\nCommands:", StringComparison.Ordinal));
            known.UnionWith(OptionName().Matches(text[from..(to < 0 ? text.Length : to)]).Select(m => m.Value).Where(o => o != "--help"));
            foreach (var inner in to < 0 ? [] : CommandName().Matches(text[to..]).Select(m => m.Groups["name"].Value).ToArray())
            {
                if (command == "analysis")
                {
                    ofAnalyses.Add(inner);
                }

                await AddAsync($"{command} {inner}");
            }
        }
    }

    private static string Default(ServerSetting setting) => setting.Key switch
    {
        "Limits:MaxConcurrentEvaluations" => "the number of cores",
        _ => TimeSpan.TryParse(setting.Default, out var time) && setting.Default.Contains(':', StringComparison.Ordinal) ? $"{time.TotalSeconds}s"
            : setting.IsSwitch ? setting.Default.ToLowerInvariant()
            : setting.Default,
    };

    /// <summary>The schema's default; where it has none, what the page says stands.</summary>
    private static string Default(JsonElement properties, string[] row) =>
        properties.GetProperty(row[0]).TryGetProperty("default", out var value) && value.ToString() is { Length: > 0 } text
            ? value.ValueKind is JsonValueKind.True or JsonValueKind.False ? text.ToLowerInvariant() : text
            : row[1];

    private static IEnumerable<string> Keys(JsonElement properties) => properties.EnumerateObject().Select(p => p.Name);

    private static IEnumerable<string> Names(MessageDescriptor message, string list) =>
        message.EnumTypes.Single(e => e.Name == list).Values.Where(v => v.Number != 0).Select(v => v.Name);

    private static IEnumerable<string> Sections(string page) => new Page(page).Lines.Where(l => l.StartsWith("## ", StringComparison.Ordinal)).Select(l => l[3..]);

    [GeneratedRegex("--[a-z]+(-[a-z]+)*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OptionName();

    [GeneratedRegex("\"method\": ?\"(?<name>[a-z-]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MethodName();

    [GeneratedRegex("(?m)^  (?<name>[a-z]+) ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CommandName();
}

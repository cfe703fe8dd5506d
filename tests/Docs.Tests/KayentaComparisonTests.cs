using System.Text.Json.Nodes;

namespace CanaryJudge.Docs.Tests;

/// <summary>The page that sets both judges side by side says what both say of the cases.</summary>
public sealed class KayentaComparisonTests
{
    private const string Name = "docs/kayenta-comparison.md", Differ = "Where they differ", Agree = "Where they agree";

    [Fact]
    public async Task Both_judges_say_of_every_case_what_the_page_shows()
    {
        var judged = await JudgedAsync();
        var page = new Page(Name);
        if (Environment.GetEnvironmentVariable("CANARYJUDGE_UPDATE_DOCS") == "1")
        {
            Rewrite(page, judged);
        }

        Assert.Equal(judged.Where(c => c.Differs).Select(c => c.Cells), page.Rows(Differ).Select(r => r[..4]));
        Assert.Equal(judged.Where(c => !c.Differs).Select(c => c.Cells), page.Rows(Agree).Select(r => r[..4]));
        Assert.All(page.Rows(Differ), r => Assert.True(r[4].EndsWith('.'), $"{r[0]} lacks a sentence on why the judges differ."));
    }

    /// <summary>Keeps the sentences of cases that still differ.</summary>
    private static void Rewrite(Page page, IReadOnlyList<Compared> judged)
    {
        var why = page.Rows(Differ).ToDictionary(r => r[0], r => r[4], StringComparer.Ordinal);
        Replace(Differ, judged.Where(c => c.Differs).Select(c => $"| `{c.Cells[0]}` | {string.Join(" | ", c.Cells[1..])} | {why.GetValueOrDefault(c.Cells[0])} |"));
        Replace(Agree, judged.Where(c => !c.Differs).Select(c => $"| `{c.Cells[0]}` | {string.Join(" | ", c.Cells[1..])} |"));
        page.Save();

        void Replace(string heading, IEnumerable<string> rows)
        {
            var first = page.Lines.FindIndex(page.Lines.IndexOf($"## {heading}"), l => l.StartsWith("|---", StringComparison.Ordinal)) + 1;
            var end = page.Lines.FindIndex(first, l => !l.StartsWith('|'));
            page.Lines.RemoveRange(first, (end < 0 ? page.Lines.Count : end) - first);
            page.Lines.InsertRange(first, rows);
        }
    }

    private static async Task<IReadOnlyList<Compared>> JudgedAsync()
    {
        using var sandbox = new Sandbox();
        var ours = await BatchAsync(sandbox, "canaryjudge");
        var kayentas = await BatchAsync(sandbox, "kayenta");
        return [.. ours.Select(o => Compared.Of(o.Key, o.Value, kayentas[o.Key]["judgement"]!))];
    }

    private static async Task<Dictionary<string, JsonNode>> BatchAsync(Sandbox sandbox, string judge)
    {
        var (_, output) = await sandbox.RunAsync($"./canaryjudge batch data/fixtures --judge {judge} --output json", TestContext.Current.CancellationToken);
        return output.TrimEnd().Split('\n').Select(l => JsonNode.Parse(l)!).ToDictionary(l => (string)l["case"]!, StringComparer.Ordinal);
    }

    /// <summary>One case under both judges.</summary>
    private sealed record Compared(bool Differs, string[] Cells)
    {
        public static Compared Of(string name, JsonNode ours, JsonNode kayentas)
        {
            string verdict = (string)ours["judgement"]!["verdict"]!, other = (string)kayentas["verdict"]!;
            var classes = kayentas["metrics"]!.AsArray().Where(m => !(bool)m!["muted"]!).Select(m => (string)m!["kayenta"]!["classification"]!).Where(c => c != "Pass").CountBy(c => c).Select(c => c.Value == 1 ? c.Key : $"{c.Value} {c.Key}");
            var said = $"{(string)kayentas["kayenta"]!["classification"]!} {(double)kayentas["kayenta"]!["score"]!:0.#}{string.Concat(classes.Select(c => $", {c}"))}";
            return new(verdict != other, [name, (string)ours["expected"]!, verdict, $"{other}: {said}"]);
        }
    }
}

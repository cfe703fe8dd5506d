using CanaryJudge.Judging.Reports;

namespace CanaryJudge.Judging.Tests.Reports;

public sealed class ProblemReportTests
{
    private static readonly IReadOnlyList<ProblemLine> Three =
    [
        new("checkout.yaml", 7, 20, 5, "unknown key metrics[1].margn. Did you mean margin?", false, "  - {name: errors, margn: 0.5pp}"),
        new("checkout.yaml", 8, 21, 9, "tolerance 30% is above the margin of 25%.", false, "  - {name: payload, tolerance: 30%, margin: 25%}"),
        new(
            "checkout.yaml",
            9,
            5,
            1,
            "conversion cannot reach its margin of 0.5 pp in the 20 min planned at 25%: about 7 h. A margin of 2.1 pp could.",
            true,
            null),
    ];

    [Theory]
    [InlineData(80, false)]
    [InlineData(80, true)]
    [InlineData(60, false)]
    [InlineData(60, true)]
    public void Problems_look_as_approved(int width, bool ascii)
    {
        var text = ProblemReport.Render(Three, new() { Width = width, Ascii = ascii });

        Assert.All(text.Split('\n'), l => Assert.True(l.Length <= width, l));
        Approved.Equal($"lint-{width}{(ascii ? "-ascii" : "")}.txt", text);
    }

    [Fact]
    public void A_mistake_far_to_the_right_stays_in_sight()
    {
        var source = new string('a', 150) + "WRONG" + new string('b', 150);

        var lines = ProblemReport.Render([new("p.yaml", 1, 151, 5, "no", false, source)], new()).Split('\n');

        Assert.Equal(lines[1].IndexOf("WRONG", StringComparison.Ordinal), lines[2].IndexOf('^', StringComparison.Ordinal));
        Assert.EndsWith("^^^^^", lines[2], StringComparison.Ordinal);
        Assert.All(lines, l => Assert.True(l.Length <= 80, l));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 0, 0)]
    [InlineData(1, 500, 500)]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue)]
    [InlineData(3, 2, -1)]
    public void Any_place_and_any_text_fit(int line, int column, int length)
    {
        foreach (var hostile in RandomJudgements.Hostile)
        {
            foreach (var width in (int[])[0, 40, 80])
            {
                var text = ProblemReport.Render([new(hostile, line, column, length, hostile, true, hostile)], new() { Width = width, Ascii = true });

                Assert.All(text.Split('\n'), l => Assert.True(l.Length <= Math.Max(width, ReportStyle.Narrowest), l));
                Assert.DoesNotContain(text, c => char.IsControl(c) && c != '\n');
            }
        }
    }

    [Fact]
    public void No_problem_is_said_too() => Assert.Equal("no errors\n", ProblemReport.Render([], new()));

    [Fact]
    public void Mistakes_that_are_only_counted_count()
    {
        var text = ProblemReport.Render([new("a.csv", 2, 1, 1, "no", false, null), new("a.csv", 0, 0, 0, "and 100 more problems", false, null) { Count = 100 }], new());

        Assert.EndsWith("\n101 errors\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_line_is_not_shown() =>
        Assert.Equal("a.yaml:1:1 error: the file is empty.\n\n1 error\n", ProblemReport.Render([new("a.yaml", 1, 1, 1, "the file is empty.", false, "")], new()));

    [Theory]
    [InlineData("server: \"https://ann:s3cret@judge:1\"")]
    [InlineData("server: https://s3cret@judge:1")]
    public void The_user_and_password_of_an_address_are_not_shown(string source)
    {
        var text = ProblemReport.Render([new("a.yaml", 1, 1, 1, "no", false, source)], new());

        Assert.DoesNotContain("s3cret", text, StringComparison.Ordinal);
        Assert.Contains("*@judge:1", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, "a.csv: no")]
    [InlineData(3, 0, "a.csv:3: no")]
    [InlineData(3, 4, "a.csv:3:4: no")]
    public void A_place_says_what_is_known_of_it(int line, int column, string expected) =>
        Assert.Equal(expected, new ProblemLine("a.csv", line, column, 1, "no", false, null).ToString());
}

using System.Diagnostics;
using System.Text;
using CanaryJudge.Sources.Policies;

namespace CanaryJudge.Sources.Tests.Policies;

public sealed class PolicyLimitsTests
{
    [Fact]
    public void Ten_lines_that_stand_for_a_billion_values_are_refused()
    {
        var lines = Enumerable.Range(1, 9).Select(i => $"l{i}: &l{i} [{string.Join(',', Enumerable.Repeat($"*l{i - 1}", 10))}]");
        var text = $"l0: &l0 [{string.Join(',', Enumerable.Repeat("lol", 10))}]\n{string.Join('\n', lines)}";

        Assert.Equal("the document holds more than 100,000 values, its aliases followed.", Refused(text));
    }

    [Fact]
    public void Merged_maps_are_counted_too()
    {
        var keys = string.Join(", ", Enumerable.Range(0, 999).Select(i => $"k{i}: 1"));
        var text = $"metrics:\n- &a {{{keys}}}\n" + string.Concat(Enumerable.Range(0, 200).Select(_ => "- {<<: *a}\n"));

        Assert.Equal("the document holds more than 100,000 values, its aliases followed.", Refused(text));
    }

    [Theory]
    [InlineData("[", "]", "p.yaml")]
    [InlineData("{\"a\":", "}", "p.json")]
    [InlineData("{a: ", "}", "p.yaml")]
    public void Nesting_ends_at_64_levels(string open, string close, string file)
    {
        string Nested(int depth) => string.Concat(Enumerable.Repeat(open, depth)) + "1" + string.Concat(Enumerable.Repeat(close, depth));

        Assert.Equal("lists and maps are nested more than 64 deep.", Refused(Nested(65), file));
        Assert.NotEqual("lists and maps are nested more than 64 deep.", Refused(Nested(63), file));
    }

    [Fact]
    public void A_million_open_brackets_do_not_take_long()
    {
        var watch = Stopwatch.StartNew();

        Assert.Equal("lists and maps are nested more than 64 deep.", Refused(new string('[', 1_000_000)));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30));
    }

    /// <summary>What a scanner, a pattern or a search for the nearest word may be slow at, repeated to almost a mebibyte.</summary>
    public static TheoryData<string, string, string> LongTexts { get; } = new()
    {
        { "", "- ", "" },
        { "", "? ", "" },
        { "", "&a ", "x" },
        { "", "# comment\n", "name: x" },
        { "name: ", "x", "" },
        { "name: \"", "\\n", "\"" },
        { "name: |\n", "  line\n", "" },
        { "name: ", "\n", "x" },
        { "", "\r", "" },
        { "alpha: ", "1", "x" },
        { "metrics: [{name: a, warmup: ", "1s", "}]" },
        { "metrics: [{name: a, margin: ", "5", "%}]" },
        { "metrics: [{name: a, measure: p", "9", "}]" },
        { "metrics: [", "{name: a, margn: 5},", "]" },
        { "metrics: [", "{metricsname: a, independend: 5},", "]" },
        { "", "tolerannce0: 5\n", "" },
        { "{\"metrics\": [", "{\"name\": \"a\"}, ", "{}]}" },
        { "{\"alpha\": ", "9", "}" },
        { "{\"a\": \"", "\\u0041", "\"}" },
        { "{", "\"a\":[],", "\"a\":[]}" },
        { "[", "a, ", "]" },
        { "a: &a [x]\nb: [", "*a, ", "]" },
        { "<<: [", "{a: 1}, ", "]" },
        { "", "--- a\n", "" },
        { "", "\t", "a: b" },
        { "a:\n", "\tb: c\n", "" },
    };

    [Theory]
    [MemberData(nameof(LongTexts))]
    public void A_long_text_does_not_take_long(string start, string repeated, string end)
    {
        var text = start + string.Concat(Enumerable.Repeat(repeated, 1_000_000 / repeated.Length)) + end;
        var watch = Stopwatch.StartNew();

        var reading = PolicyFile.Read(text, "p");

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"{watch.Elapsed}");
        Assert.True(reading.Problems.Count <= 101);
        Assert.Null(reading.Policy is { Metrics: not null } ? reading.Policy : null);
    }

    [Fact]
    public void A_text_of_more_than_a_mebibyte_is_refused()
    {
        Assert.Equal("the text is larger than 1 MiB.", Refused("name: " + new string('x', 1 << 20)));
        Assert.Equal("the text is larger than 1 MiB.", PolicyFile.Read(new byte[(1 << 20) + 10], "p.yaml").Problems.Single().Message);
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_named_with_their_line()
    {
        var problem = PolicyFile.Read("name: x\nunit: \xFF"u8[..14].ToArray().Append((byte)0xFF).ToArray(), "p.yaml").Problems.Single();

        Assert.Equal((2, "not UTF-8; save the file as UTF-8."), (problem.Line, problem.Message));
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x6E, 0x00 }, "the file is UTF-16; save it as UTF-8.")]
    [InlineData(new byte[] { 0x1F, 0x8B, 0x08, 0x00 }, "the file is compressed (gzip); unpack it first.")]
    public void Files_that_are_no_text_are_recognised(byte[] bytes, string message) =>
        Assert.Equal(message, PolicyFile.Read(bytes, "p.yaml").Problems.Single().Message);

    [Fact]
    public void A_mark_at_the_beginning_is_no_part_of_the_text() =>
        Assert.Equal("x", PolicyFile.Read(Encoding.UTF8.GetBytes("\uFEFFname: x"), "p.yaml").Policy!.Name);

    private static string Refused(string text, string file = "p.yaml")
    {
        var reading = PolicyFile.Read(text, file);

        Assert.Null(reading.Policy);
        return reading.Problems[0].Message;
    }
}

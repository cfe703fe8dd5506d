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
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5));
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

using CanaryJudge.Sources.Policies;
using CsCheck;

namespace CanaryJudge.Sources.Tests.Policies;

public sealed class PlaceTests
{
    /// <summary>What may stand before a mistake and move it: line ends of all sorts, characters of several bytes or units, comments, quotes.</summary>
    private static readonly Gen<string> s_name = Pick("a", "\"b\"", "'é'", "\"\\u00e9\\n\"", "\"\U0001F600\"", "\"\t\"", "\U0001F600", "|-\r\n  x\n  y", "&n z");

    private static readonly Gen<string> s_break = Pick("\n", "\r\n", "\r", "\n\n", " # é \U0001F600\n", " # \u2028\n", " # \u0085\n", "\r\n \r\n");

    [Fact]
    public void A_place_in_yaml_is_where_the_mistake_stands() =>
        Gen.Select(s_name, s_break, s_break, Gen.Bool).ForAll((name, first, second, mark) =>
        {
            var text = $"{(mark ? "\uFEFF" : "")}# é{first}name: {name}{second}metrics: [{{name: \"\U0001F600\", margn: 5%}}]";

            var problem = PolicyFile.Read(text, "p.yaml").Problems.Single(p => p.Path.EndsWith("margn", StringComparison.Ordinal));

            Assert.Equal("margn", Pointed(text, problem));
        }, iter: 500);

    [Fact]
    public void A_place_in_json_is_where_the_mistake_stands() =>
        Gen.Select(Pick("a", "é", "\U0001F600", "\\ud83d\\ude00", "\\/", "\u2028", "\u0085"), Pick("", "\n", "\r\n\t", "\r", " \t")).ForAll((name, blank) =>
        {
            var text = $"{{{blank}\"name\":{blank}\"{name}\",{blank}\"metrics\":[{{\"name\": \"a\",{blank}\"margn\": 5}}]}}";

            var problem = PolicyFile.ReadJson(text).Problems.Single(p => p.Path.EndsWith("margn", StringComparison.Ordinal));

            Assert.Equal("\"margn\"", Pointed(text, problem));
        }, iter: 200);

    [Fact]
    public void A_mistake_far_out_on_a_long_line_keeps_its_place()
    {
        var problem = PolicyFile.ReadJson($$"""{"name": "{{new string('x', 150)}}", "unknown": "{{new string('y', 100)}}"}""").Problems.Single();

        Assert.Equal((1, 164, 9, 200), (problem.Line, problem.Column, problem.Length, problem.SourceLine.Length));
    }

    private static Gen<string> Pick(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    /// <summary>What an editor would underline.</summary>
    private static string Pointed(string text, LocatedProblem problem)
    {
        var lines = text.TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');
        return lines[problem.Line - 1].Substring(problem.Column - 1, problem.Length);
    }
}

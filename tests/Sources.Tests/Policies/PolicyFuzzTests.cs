using System.Text;
using CanaryJudge.Sources.Policies;
using CsCheck;

namespace CanaryJudge.Sources.Tests.Policies;

public sealed class PolicyFuzzTests
{
    private static readonly string[] s_marks = ["{", "}", "[", "]", ":", ",", "- ", "\n", "\t", "&a ", "*a", "<<: ", "|", ">", "\"", "'", "#", "---", "...", "%", "!", "? ", "\\u0000", "\0", "\uFEFF", "\ud800", "@", "`", "  "];

    [Fact]
    public void Random_bytes_never_throw() =>
        Gen.Byte.Array[0, 300].ForAll(bytes => Check(PolicyFile.Read(bytes, "p.yaml")), iter: 10_000);

    [Fact]
    public void Random_marks_never_throw() =>
        Pick([.. s_marks, "name", "metrics", "a", "5%"]).Array[0, 60].ForAll(
            marks =>
            {
                var text = string.Concat(marks);
                Check(PolicyFile.Read(text, "p.yaml"));
                Check(PolicyFile.Read(text, "p.json"));
                Assert.NotNull(ExpectedFile.Read(text, "e.yaml").Problems);
            },
            iter: 5_000);

    [Fact]
    public void Good_policies_with_a_few_changes_never_throw() =>
        Gen.Select(GoodPolicies.Json, Gen.Bool, Gen.Select(Gen.Double[0, 1], Pick(s_marks), Gen.Int[0, 3]).Array[1, 4]).ForAll(
            (json, asYaml, changes) =>
            {
                var text = new StringBuilder(asYaml ? GoodPolicies.Yaml(json) : json.ToJsonString());
                foreach (var (at, mark, cut) in changes)
                {
                    var place = (int)(at * text.Length);
                    text.Remove(place, Math.Min(cut, text.Length - place)).Insert(place, mark);
                }

                Check(PolicyFile.Read(text.ToString(), asYaml ? "p.yaml" : "p.json"));
            },
            iter: 3_000);

    private static Gen<string> Pick(string[] words) => Gen.Int[0, words.Length - 1].Select(i => words[i]);

    private static void Check(PolicyReading reading)
    {
        Assert.Equal(reading.Policy is null, reading.Problems.Any(p => !p.IsWarning));
        Assert.All(reading.Problems, p => Assert.True(p is { Line: >= 1, Column: >= 1, Length: >= 1 } && p.Message.Length > 0 && !p.Message.Any(char.IsControl), p.Message));
    }
}

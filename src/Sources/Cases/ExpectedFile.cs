using System.Text.Json;
using CanaryJudge.Judging.Model;
using CanaryJudge.Sources.Policies;
using CanaryJudge.Sources.Policies.Shapes;

namespace CanaryJudge.Sources.Cases;

/// <summary>Reads <c>expected.yaml</c>: <c>verdict</c>, <c>reasonCode</c>, <c>metrics</c> (name: verdict) and <c>why</c>.</summary>
public static class ExpectedFile
{
    private static readonly WordShape<Verdict> s_verdict = Upper<Verdict>();

    private static readonly MapShape<Expectation> s_shape = new("expectations", () => new(),
    [
        new Key<Expectation, Verdict>("verdict", s_verdict, "The verdict of the judgement.", (e, v) => e with { Verdict = v }) { Required = true },
        new Key<Expectation, ReasonCode>("reasonCode", Upper<ReasonCode>(), "The code of its reason.", (e, v) => e with { ReasonCode = v }),
        new Key<Expectation, IReadOnlyDictionary<string, Verdict>>("metrics", new NamesShape<Verdict>(s_verdict, "metrics and their verdicts"), "The verdicts of single metrics.", (e, v) => e with { Metrics = v }),
        new Key<Expectation, string>("why", new TextShape(0, 100_000, lines: true), "Why, for readers.", (e, v) => e with { Why = v }),
    ]);

    /// <summary>Reads expectations: YAML, or JSON when the text begins with a brace.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fileName">The name that problems show.</param>
    public static ExpectedReading Read(string text, string fileName)
    {
        text = text.TrimStart('\uFEFF');
        var problems = new ProblemList(fileName, text);
        Expectation? expected = null;
        if (TextDocument.Parse(text, fileName, jsonOnly: false, problems) is { } root)
        {
            s_shape.TryRead(root, "", problems, out expected);
        }

        return new(problems.HasErrors ? null : expected, problems.InOrder());
    }

    /// <summary>Reads expectations from disk. A file that cannot be opened is a problem, not an exception.</summary>
    /// <param name="path">The file.</param>
    public static ExpectedReading Load(string path) =>
        SmallFile.Read(path, out var problems) is { } bytes && TextDocument.Decode(bytes, path, out problems) is { } text
            ? Read(text, path)
            : new(null, problems);

    private static WordShape<T> Upper<T>()
        where T : struct, Enum =>
        new([.. Enum.GetValues<T>().Select(v => KeyValuePair.Create(JsonNamingPolicy.SnakeCaseUpper.ConvertName(v.ToString()), v))]);
}

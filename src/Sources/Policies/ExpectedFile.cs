using System.Text.RegularExpressions;
using CanaryJudge.Judging.Model;
using CanaryJudge.Sources.Policies.Shapes;

namespace CanaryJudge.Sources.Policies;

/// <summary>Reads <c>expected.yaml</c>: what a case should give, so that <c>batch</c> can tell whether it does.</summary>
public static partial class ExpectedFile
{
    private static readonly WordShape<Verdict> OneVerdict = new([.. Enum.GetValues<Verdict>().Select(v => KeyValuePair.Create(v.ToString().ToUpperInvariant(), v))]);

    private static readonly MapShape<Expectation> Shape = new("an expectation", () => new Expectation(),
    [
        new Key<Expectation, Verdict>("verdict", OneVerdict, "The verdict of the judgement.", (e, v) => e with { Verdict = v }) { Required = true },
        new Key<Expectation, ReasonCode>(
            "reasonCode",
            new WordShape<ReasonCode>([.. Enum.GetValues<ReasonCode>().Select(c => KeyValuePair.Create(Upper(c.ToString()), c))]),
            "The code of the reason.",
            (e, c) => e with { ReasonCode = c }),
        new Key<Expectation, IReadOnlyDictionary<string, Verdict>>("metrics", new NamedShape<Verdict>(OneVerdict, "metrics and their verdicts"), "Verdicts of single metrics, by name.", (e, m) => e with { Metrics = m }),
        new Key<Expectation, string>("why", new TextShape(0, 2000, lines: true), "Why that is right.", (e, w) => e with { Why = w }),
    ]);

    /// <summary>Reads an expectation.</summary>
    /// <param name="text">YAML or JSON.</param>
    /// <param name="fileName">The name that problems show.</param>
    public static ExpectationReading Read(string text, string fileName)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = text.TrimStart('\uFEFF');
        var problems = new ProblemList(fileName, text);
        var root = TextDocument.Parse(text, fileName, jsonOnly: false, problems);
        Expectation? expectation = null;
        var read = root is not null && Shape.TryRead(root, "", problems, out expectation);
        return new(read && !problems.HasErrors ? expectation : null, problems.InOrder());
    }

    /// <summary>Reads an expectation from disk. A file that cannot be opened, or is no text, is a problem and not an exception.</summary>
    /// <param name="path">The file.</param>
    public static ExpectationReading Load(string path) =>
        SmallFile.Read(path, out var problems) is { } bytes && TextDocument.Decode(bytes, path, out problems) is { } text
            ? Read(text, path)
            : new(null, problems);

    private static string Upper(string name) => WordStart().Replace(name, "_").ToUpperInvariant();

    [GeneratedRegex("(?<!^)(?=[A-Z])", RegexOptions.None, 60_000)]
    private static partial Regex WordStart();
}

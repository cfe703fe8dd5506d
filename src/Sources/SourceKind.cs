using CanaryJudge.Judging.Config;
using CanaryJudge.Sources.Policies;
using CanaryJudge.Sources.Policies.Shapes;
using CanaryJudge.Statistics;

namespace CanaryJudge.Sources;

/// <summary>A kind of source: its name and how its settings are read.</summary>
public sealed class SourceKind : INamed
{
    private readonly Func<Node, ProblemList, string, SourceSettings?> _read;

    private SourceKind(string name, string summary, Func<Node, ProblemList, string, SourceSettings?> read) => (Name, Summary, _read) = (name, summary, read);

    /// <inheritdoc />
    public string Name { get; }

    /// <summary>What it reads, in a sentence without its full stop.</summary>
    public string Summary { get; }

    /// <summary>Makes a kind.</summary>
    /// <typeparam name="T">Its settings.</typeparam>
    /// <param name="name">The name users write.</param>
    /// <param name="summary">What it reads, in a sentence without its full stop.</param>
    /// <param name="shape">What may be written.</param>
    /// <param name="make">Makes the source's settings from those read and the folder that paths are relative to.</param>
    internal static SourceKind Of<T>(string name, string summary, Shape<T> shape, Func<T, string, SourceSettings> make) =>
        new(name, summary, (node, problems, folder) => shape.TryRead(node, "", problems, out var read) ? make(read, folder) : null);

    /// <summary>Reads settings from which <c>kind</c> was taken out.</summary>
    internal SourceSettingsReading Read(string json, string folder)
    {
        var problems = new ProblemList("", json);
        var settings = _read(JsonTree.Read(json, problems.Lines), problems, folder);
        return new(problems.HasErrors ? null : settings, [.. problems.InOrder().Select(p => new PolicyProblem(p.Path, p.Message) { IsWarning = p.IsWarning })]);
    }
}

using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Sources.Policies;

/// <summary>Reads policies: YAML or JSON, all mistakes at once, each with its place. A Kayenta canary config is known by its shape.</summary>
/// <remarks>Never throws on a bad text. Limits: 1 MiB, 64 levels, 100,000 values with aliases followed; beyond them a problem says so.</remarks>
public static class PolicyFile
{
    /// <summary>The names of all tests, which a metric's <c>method</c> may ask for besides <c>auto</c>.</summary>
    public static IReadOnlyCollection<string> DefaultMethods { get; } = [.. TwoSampleTests.All.Names];

    /// <summary>Reads a policy from a text: JSON when it begins with a brace (and is JSON), else YAML.</summary>
    /// <param name="text">The text; a byte order mark is ignored.</param>
    /// <param name="fileName">The name that problems show; with the ending <c>.json</c> a text in braces must be strict JSON.</param>
    /// <param name="knownMethods">The names that <c>method</c> may hold besides <c>auto</c>; null: <see cref="DefaultMethods"/>.</param>
    public static PolicyReading Read(string text, string fileName, IReadOnlyCollection<string>? knownMethods = null) =>
        Interpret(text, fileName, jsonOnly: false, knownMethods);

    /// <summary>Reads a policy from a file's bytes, which must be UTF-8.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="fileName">As in <see cref="Read(string, string, IReadOnlyCollection{string})"/>.</param>
    /// <param name="knownMethods">As in <see cref="Read(string, string, IReadOnlyCollection{string})"/>.</param>
    public static PolicyReading Read(ReadOnlySpan<byte> bytes, string fileName, IReadOnlyCollection<string>? knownMethods = null) =>
        TextDocument.Decode(bytes, fileName, out var problems) is { } text ? Read(text, fileName, knownMethods) : new(null, problems);

    /// <summary>Reads a policy that came as JSON over the wire, or as a part of a larger document.</summary>
    /// <param name="json">Strict JSON.</param>
    /// <param name="knownMethods">As in <see cref="Read(string, string, IReadOnlyCollection{string})"/>.</param>
    /// <returns>Problems carry paths, and places within <paramref name="json"/>; their file is empty.</returns>
    public static PolicyReading ReadJson(string json, IReadOnlyCollection<string>? knownMethods = null) =>
        Interpret(json, "", jsonOnly: true, knownMethods);

    /// <summary>Reads a policy from disk. A file that cannot be opened is a problem, not an exception.</summary>
    /// <param name="path">The file.</param>
    /// <param name="knownMethods">As in <see cref="Read(string, string, IReadOnlyCollection{string})"/>.</param>
    public static PolicyReading Load(string path, IReadOnlyCollection<string>? knownMethods = null) =>
        SmallFile.Read(path, out var problems) is { } bytes ? Read(bytes, path, knownMethods) : new(null, problems);

    private static PolicyReading Interpret(string text, string file, bool jsonOnly, IReadOnlyCollection<string>? methods)
    {
        text = text.TrimStart('\uFEFF');
        var problems = new ProblemList(file, text);
        var root = TextDocument.Parse(text, file, jsonOnly, problems);
        if (root is ScalarNode { Sort: ScalarSort.Nothing })
        {
            problems.Error(new(1, 1, 1), "", "the policy is empty. Write at least {}, or metrics: [{name: latency_ms}].");
            root = null;
        }

        if (!jsonOnly && root is not null && CanaryConfigFile.IsConfig(root, text))
        {
            return CanaryConfigFile.Read(text, file);
        }

        if (root is null || !PolicyKeys.Policy(methods ?? DefaultMethods).TryRead(root, "", problems, out var policy))
        {
            policy = null;
        }

        return new(problems.HasErrors ? null : policy, problems.InOrder()) { Text = text };
    }
}

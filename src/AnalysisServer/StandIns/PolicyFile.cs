using System.Text.Json;
using System.Text.Json.Nodes;
using CanaryJudge.Judging.Config;

namespace CanaryJudge.Sources.Policies;

/// <summary>Holds the place of the policy reader until it is merged; delete this folder then.</summary>
public static class PolicyFile
{
    /// <summary>Reads names of JSON policies, and of YAML ones refuses what is no mapping.</summary>
    /// <param name="text">The policy.</param>
    /// <param name="fileName">For the problems.</param>
    /// <param name="knownMethods">Unused.</param>
    /// <returns>The policy or its problems.</returns>
    public static PolicyReading Read(string text, string fileName, IReadOnlyCollection<string>? knownMethods = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.TrimStart().StartsWith('{'))
        {
            return text.Contains("metrics:", StringComparison.Ordinal) && !text.Contains("toleranc:", StringComparison.Ordinal)
                ? new(new() { Name = "yaml", Metrics = [] }, [])
                : new(null, [new(fileName, 1, 1, 1, "metrics[0].toleranc", "Unknown key.", IsWarning: false, text)]);
        }

        var node = JsonNode.Parse(text)!;
        var metrics = (node["metrics"] as JsonArray ?? []).Select(m => new MetricPolicy { Name = (string?)m!["name"] ?? "" }).ToList();
        var bad = (node["metrics"] as JsonArray ?? []).Select((m, i) => (m, i)).Where(m => m.m!["tolerance"]?.GetValueKind() == JsonValueKind.Number)
            .Select(m => new LocatedProblem(fileName, 1, 1, 1, $"metrics[{m.i}].tolerance", "A bare number; write 5%.", IsWarning: false, text)).ToList();
        return bad.Count > 0 ? new(null, bad) : new(new() { Name = (string?)node["name"] ?? "", Metrics = metrics }, []);
    }
}

/// <summary>What reading gave.</summary>
/// <param name="Policy">The policy; null with errors.</param>
/// <param name="Problems">The problems.</param>
public sealed record PolicyReading(Policy? Policy, IReadOnlyList<LocatedProblem> Problems);

/// <summary>A problem with its place.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Length">In characters.</param>
/// <param name="Path">The key's path.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="IsWarning">A warning stops nothing.</param>
/// <param name="SourceLine">The text.</param>
public sealed record LocatedProblem(string File, int Line, int Column, int Length, string Path, string Message, bool IsWarning, string SourceLine);

using CanaryJudge.Judging.Config;
using CanaryJudge.Sources.Csv;
using CanaryJudge.Sources.Policies;

namespace CanaryJudge.Sources.Cases;

/// <summary>Everything that belongs to a case, read from disk.</summary>
/// <param name="Place">Where its files are.</param>
/// <param name="Policy">The policy; the inferred one when there is none; null when it has errors.</param>
/// <param name="Expectation">What is expected; null: nothing, or it has errors.</param>
/// <param name="Problems">Mistakes and warnings of policy and expectations.</param>
/// <param name="Data">What became of the data; null when the policy has errors, since it says how to read them.</param>
public sealed record CaseReading(CasePlace Place, Policy? Policy, Expectation? Expectation, IReadOnlyList<LocatedProblem> Problems, CsvReading? Data)
{
    /// <summary>Whether the case can be judged: no file has an error.</summary>
    public bool IsReadable => Data?.Snapshot is not null && Problems.All(p => p.IsWarning);
}

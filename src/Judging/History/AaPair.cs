using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.History;

/// <summary>Two arms that come from the same healthy history, so that every FAIL is a false alarm.</summary>
/// <param name="Sort">How it was made.</param>
/// <param name="Policy">The rules, with the metrics that can be made into such a pair.</param>
/// <param name="Series">Both arms.</param>
public sealed record AaPair(PairSort Sort, Policy Policy, IReadOnlyList<Series> Series);

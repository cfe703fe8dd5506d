namespace CanaryJudge.Judging.Kayenta;

/// <summary>The data of one metric in both arms. One metric may have several pairs, told apart by their tags.</summary>
/// <param name="Name">The metric's name.</param>
/// <param name="Id">The caller's id; null without one.</param>
/// <param name="Tags">The caller's tags; null without any.</param>
/// <param name="Baseline">The values of Kayenta's control, in the metric's unit, in order; NaN is a missing one.</param>
/// <param name="Canary">The values of Kayenta's experiment.</param>
public sealed record KayentaPair(
    string Name, string? Id, IReadOnlyDictionary<string, string?>? Tags, ReadOnlyMemory<double> Baseline, ReadOnlyMemory<double> Canary);

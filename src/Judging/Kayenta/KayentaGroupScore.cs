namespace CanaryJudge.Judging.Kayenta;

/// <summary>The score of one group.</summary>
/// <param name="Name">The group.</param>
/// <param name="Score">The share of its metrics that pass, from 0 to 100, not rounded; 0 without data.</param>
/// <param name="HasData">Whether any metric of it counts.</param>
public sealed record KayentaGroupScore(string Name, double Score, bool HasData);

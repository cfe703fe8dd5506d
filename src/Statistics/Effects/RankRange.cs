namespace CanaryJudge.Statistics.Effects;

/// <summary>Ranks of pairs that are looked for together.</summary>
/// <param name="Low">The lower rank, from 1 to the number of pairs.</param>
/// <param name="High">The upper rank, from Low to the number of pairs.</param>
internal readonly record struct RankRange(long Low, long High);

using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Kinds;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Simulation;

/// <summary>Two arms whose values may stand for each other.</summary>
/// <param name="Id">The pair's name.</param>
/// <param name="Direction">Which way is worse.</param>
/// <param name="Baseline">The one arm.</param>
/// <param name="Canary">The other.</param>
internal sealed record DealtPair(string Id, Direction Direction, double[] Baseline, double[] Canary)
{
    /// <summary>The side of harm, as tests name it.</summary>
    public Alternative Harm => Harmful.Alternative(Direction);

    /// <summary>The same values, dealt to arms of the same sizes at random.</summary>
    /// <param name="seed">Which deal.</param>
    public DealtPair Anew(int seed)
    {
        double[] pool = [.. Baseline, .. Canary];
        new Random(seed).Shuffle(pool);
        return this with { Baseline = pool[..Baseline.Length], Canary = pool[Baseline.Length..] };
    }
}

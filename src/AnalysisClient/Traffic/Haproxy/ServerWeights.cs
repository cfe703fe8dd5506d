using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Traffic.Haproxy;

/// <summary>The weight of each server of the two arms: whole numbers from 0 to 256, so that a share is had only roughly.</summary>
internal readonly record struct ServerWeights(int Canary, int Baseline)
{
    /// <summary>HAProxy's largest weight.</summary>
    public const int Largest = 256;

    /// <summary>The weights whose share is the largest that is not above the asked one.</summary>
    /// <param name="asked">The canary's share.</param>
    /// <param name="canaries">Servers of the canary, from 1.</param>
    /// <param name="baselines">Servers of the baseline, from 1.</param>
    /// <returns>The weights; null: the share is too small, the next one down is nothing at all.</returns>
    public static ServerWeights? For(Weight asked, int canaries, int baselines)
    {
        if (asked == Weight.Zero || asked == Weight.Full)
        {
            return asked == Weight.Zero ? new(0, Largest) : new(Largest, 0);
        }

        ServerWeights? best = null;
        for (var baseline = 1; baseline <= Largest; baseline++)
        {
            // canary * canaries / (canary * canaries + baseline * baselines) <= asked
            long most = (long)asked.BasisPoints * baseline * baselines / ((10_000L - asked.BasisPoints) * canaries);
            var candidate = new ServerWeights((int)Math.Min(most, Largest), baseline);
            if (candidate.Canary > 0 && (best is not { } b || (long)candidate.Canary * b.Baseline >= (long)b.Canary * candidate.Baseline))
            {
                best = candidate;
            }
        }

        return best;
    }

    /// <summary>The canary's share in whole basis points, rounded down, but not to zero while the canary counts at all.</summary>
    /// <param name="canary">What all its servers count for together.</param>
    /// <param name="baseline">Likewise.</param>
    /// <returns>Null: no server counts.</returns>
    public static Weight? Share(int canary, int baseline) =>
        canary + baseline == 0 ? null : new Weight(Math.Max(canary > 0 ? 1 : 0, (int)(canary * 10_000L / (canary + baseline))));

    /// <summary>One more than the furthest that what is had can lie below what is asked, in basis points.</summary>
    public static int Grain(int canaries, int baselines) =>
        1 + Enumerable.Range(1, 9_999).Max(asked => For(new(asked), canaries, baselines) is { } had ? asked - had.InForce(canaries, baselines).BasisPoints : 0);

    /// <summary>The share that these weights give.</summary>
    public Weight InForce(int canaries, int baselines) => Share(Canary * canaries, Baseline * baselines)!.Value;
}

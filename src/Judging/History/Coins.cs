using System.Numerics;

namespace CanaryJudge.Judging.History;

/// <summary>Coin tosses from a seed: the same on every machine.</summary>
/// <remarks>SplitMix64: G. L. Steele, D. Lea and C. H. Flood, Fast Splittable Pseudorandom Number Generators, OOPSLA 2014, 453-472.</remarks>
/// <param name="seed">Any; neighbouring seeds give unrelated tosses.</param>
internal sealed class Coins(ulong seed)
{
    private ulong _state = Mixed(seed);

    /// <summary>64 tosses.</summary>
    public ulong Next() => Mixed(_state += 0x9E3779B97F4A7C15);

    /// <summary>The heads of some tosses.</summary>
    /// <param name="tosses">A whole number of at least 0.</param>
    public double Heads(double tosses)
    {
        double heads = 0;
        for (; tosses >= 64; tosses -= 64)
        {
            heads += BitOperations.PopCount(Next());
        }

        return tosses > 0 ? heads + BitOperations.PopCount(Next() >> (64 - (int)tosses)) : heads;
    }

    /// <summary>A number that belongs to a seed and a key: half of all keys have their last bit set.</summary>
    public static ulong Of(ulong seed, ulong key) => Mixed(Mixed(seed) ^ key);

    private static ulong Mixed(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}

namespace CanaryJudge.Fixtures;

/// <summary>Chance from a seed, the same on every machine.</summary>
/// <remarks>
/// Generator: xoshiro256** 1.0, its state filled by SplitMix64, as its authors advise.
/// Source: D. Blackman and S. Vigna, Scrambled Linear Pseudorandom Number Generators, ACM Trans. Math. Softw. 47 (2021) 36.
/// Logarithms may differ in the last bit between machines; what is written has at most five digits, so the files do not.
/// </remarks>
internal sealed class Chance
{
    private readonly ulong[] _state = new ulong[4];

    /// <summary>Starts from a word, such as a case's name: adding a case leaves the others as they are.</summary>
    public Chance(string word)
    {
        // FNV-1a, 64 bits.
        var seed = word.Aggregate(14695981039346656037UL, (hash, letter) => unchecked((hash ^ letter) * 1099511628211UL));
        for (var i = 0; i < _state.Length; i++)
        {
            seed = unchecked(seed + 0x9E3779B97F4A7C15UL);
            var z = unchecked((seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9UL);
            z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EBUL);
            _state[i] = z ^ (z >> 31);
        }
    }

    /// <summary>Evenly in [0, 1), in steps of 2^-53.</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Evenly between two numbers.</summary>
    public double Between(double low, double high) => low + ((high - low) * Uniform());

    /// <summary>True with the given chance.</summary>
    public bool Happens(double chance) => Uniform() < chance;

    /// <summary>Standard normal, by Marsaglia's polar method (SIAM Review 6 (1964) 260-264).</summary>
    public double Normal()
    {
        while (true)
        {
            double x = Between(-1, 1), y = Between(-1, 1), s = (x * x) + (y * y);
            if (s is > 0 and < 1)
            {
                return x * Math.Sqrt(-2 * Math.Log(s) / s);
            }
        }
    }

    /// <summary>Log-normal with the given median and standard deviation of the logarithm.</summary>
    public double LogNormal(double median, double sigma) => median * Math.Exp(sigma * Normal());

    /// <summary>Poisson with the given mean: Knuth's product of uniforms, in parts of at most 30, whose sum is Poisson again.</summary>
    public int Poisson(double mean)
    {
        var count = 0;
        for (var left = mean; left > 0; left -= 30)
        {
            var stop = Math.Exp(-Math.Min(left, 30));
            for (var product = Uniform(); product > stop; product *= Uniform())
            {
                count++;
            }
        }

        return count;
    }

    /// <summary>Successes of that many trials, each tossed.</summary>
    public int Binomial(int trials, double chance)
    {
        var count = 0;
        for (var i = 0; i < trials; i++)
        {
            count += Happens(chance) ? 1 : 0;
        }

        return count;
    }

    private ulong Next()
    {
        var s = _state;
        var result = unchecked(ulong.RotateLeft(s[1] * 5, 7) * 9);
        var t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = ulong.RotateLeft(s[3], 45);
        return result;
    }
}

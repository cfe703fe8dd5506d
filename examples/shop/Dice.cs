namespace CanaryJudge.Shop;

/// <summary>Draws that many threads share.</summary>
internal sealed class Dice(int seed)
{
    private readonly Lock _turn = new();
    private readonly Random _random = new(seed);

    /// <summary>From 0 to 1, evenly.</summary>
    public double Uniform()
    {
        lock (_turn)
        {
            return _random.NextDouble();
        }
    }

    /// <summary>The normal distribution with mean 0 and deviation 1, by Box and Muller.</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform());
}

using CanaryJudge.Statistics.Sequential;

namespace CanaryJudge.Simulation;

/// <summary>One sort of metric that is watched bucket by bucket.</summary>
/// <param name="Name">For the tables.</param>
/// <param name="Test">The sequential test.</param>
/// <param name="Plan">Its plan.</param>
/// <param name="Buckets">How long a run is watched.</param>
/// <param name="Draw">Draws the strata of one bucket of a run with a change: 0.25 is 25% worse.</param>
internal sealed record LookShape(string Name, string Test, SequentialPlan Plan, int Buckets, Func<Random, Func<double, int, ArmsBucket[]>> Draw)
{
    /// <summary>A metric without strata.</summary>
    public LookShape(string name, string test, SequentialPlan plan, int buckets, Func<Random, Func<double, int, ArmsBucket>> draw)
        : this(name, test, plan, buckets, chance =>
        {
            var next = draw(chance);
            return (harm, k) => [next(harm, k)];
        })
    {
    }

    /// <summary>The harm that is just tolerated, as a share of the baseline.</summary>
    public double AtTolerance { get; init; } = 0.05;

    /// <summary>The harm that must not pass, as a share of the baseline.</summary>
    public double AtMargin { get; init; } = 0.25;

    /// <summary>Passing counts in the last step only, which is what promotes.</summary>
    public int Steps { get; init; } = 1;

    /// <summary>What is counted on the way to a decision.</summary>
    public string Unit { get; init; } = "canary samples";

    /// <summary>What a prototype of the same rules needed to pass: median, or median / 90%.</summary>
    public string PrototypePass { get; init; } = "";

    /// <summary>What a prototype of the same rules needed to fail a tail of 5% that is ten times slower.</summary>
    public string PrototypeTail { get; init; } = "";

    /// <summary>Draws with 5% of the canary's requests ten times slower; null where there is no tail.</summary>
    public Func<Random, Func<int, ArmsBucket>>? Tail { get; init; }
}

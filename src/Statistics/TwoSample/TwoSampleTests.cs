namespace CanaryJudge.Statistics.TwoSample;

/// <summary>The two-sample tests a policy can name.</summary>
public static class TwoSampleTests
{
    /// <summary>All of them.</summary>
    public static Catalog<ITwoSampleTest> All { get; } = new(
        new MannWhitney(), new MannWhitneyExact(), new Welch(), new BrunnerMunzel(), new KolmogorovSmirnov(), new QuantileDifference());
}

namespace CanaryJudge.Statistics.Sequential;

/// <summary>The tests that may be looked at after every bucket.</summary>
public static class SequentialTests
{
    /// <summary>All of them.</summary>
    public static Catalog<ISequentialTest> All { get; } = new(new EventEvidence(), new PairedEvidence(), new RankEvidence());
}

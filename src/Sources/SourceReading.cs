using CanaryJudge.Judging.Model;

namespace CanaryJudge.Sources;

/// <summary>What came of asking a source. That a source fails says nothing about the canary.</summary>
public abstract record SourceReading
{
    private SourceReading()
    {
    }

    /// <summary>New rows.</summary>
    /// <param name="Series">At most one per metric, arm and set of labels; each has rows.</param>
    /// <param name="More">Whether more can be read at once.</param>
    public sealed record Rows(IReadOnlyList<Series> Series, bool More) : SourceReading;

    /// <summary>The source answered, and has nothing new.</summary>
    /// <param name="More">Whether more can be read at once: this stretch of time was empty, the next may not be.</param>
    public sealed record NoData(bool More) : SourceReading;

    /// <summary>The source did not answer; asking again may help.</summary>
    /// <param name="Reason">What happened: one sentence without secrets.</param>
    public sealed record Unavailable(string Reason) : SourceReading;

    /// <summary>The source answered that it will not, or in a way that cannot be used; asking the same again will not help.</summary>
    /// <param name="Reason">What is wrong and the way out: one or two sentences without secrets.</param>
    public sealed record Refused(string Reason) : SourceReading;
}

using CanaryJudge.Judging.Analyses;
using CanaryJudge.Judging.Model;
using static CanaryJudge.Judging.Tests.Analyses.Live;

namespace CanaryJudge.Judging.Tests.Analyses;

public sealed class ReplayTests
{
    [Theory]
    [InlineData(40)]
    [InlineData(1000)]
    public void Data_that_have_grown_are_cut_as_before_however_many_rows_share_a_time(int rowsPerTime)
    {
        var whole = Batches(10, rowsPerTime);
        var begun = Batches(5, rowsPerTime);

        Assert.Equal(begun.Select(b => b.Content), whole.Take(5).Select(b => b.Content));
    }

    private static List<AnalysisEntry.Batch> Batches(int minutes, int rowsPerTime)
    {
        var rows = Enumerable.Range(0, minutes * rowsPerTime).Select(i => (Noon + (i / rowsPerTime * Minute), (double)i));
        return [.. Replay.Entries([Latency(Arm.Canary, [.. rows])], Minute).OfType<AnalysisEntry.Batch>()];
    }
}

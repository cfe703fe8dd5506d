using CanaryJudge.Judging.Model;
using CanaryJudge.Sources.Policies;

namespace CanaryJudge.Sources.Tests.Policies;

public sealed class ExpectedFileTests
{
    [Fact]
    public void Everything_that_is_expected_is_read()
    {
        var expected = ExpectedFile.Read("verdict: FAIL\nreasonCode: CRITICAL_METRIC_FAILED\nmetrics: {latency_ms: FAIL, 'a.b': PASS}\nwhy: |\n  Because.\n  Twice.\n", "expected.yaml").Expectation!;

        Assert.Equal((Verdict.Fail, ReasonCode.CriticalMetricFailed, "Because.\nTwice.\n"), (expected.Verdict, expected.ReasonCode!.Value, expected.Why));
        Assert.Equal([("a.b", Verdict.Pass), ("latency_ms", Verdict.Fail)], expected.Metrics.OrderBy(m => m.Key).Select(m => (m.Key, m.Value)));
    }

    [Theory]
    [InlineData("reasonCode: NO_DATA", "1:1 verdict is missing.")]
    [InlineData("verdict: fail", "1:10 unknown value fail for verdict. Did you mean FAIL?")]
    [InlineData("verdict: PASS\nreasonCode: NODATA", "2:13 unknown value NODATA for reasonCode. Did you mean NO_DATA?")]
    [InlineData("verdict: PASS\nmetrics: {a: BAD}", "2:14 unknown value BAD for metrics.a. Known: PASS, FAIL, INCONCLUSIVE.")]
    [InlineData("verdict: PASS\nmetrics: {a: PASS, a: FAIL}", "2:20 metrics.a is given twice, first on line 2.")]
    [InlineData("verdict: PASS\nmetrics: [a]", "2:10 metrics is a list; it must be a map of metrics and their verdicts.")]
    [InlineData("verdict: PASS\nvredict: PASS", "2:1 unknown key vredict. Did you mean verdict?")]
    [InlineData("", "1:1 the file is empty.")]
    public void Each_mistake_is_named_at_its_place(string text, string problem)
    {
        var reading = ExpectedFile.Read(text, "expected.yaml");

        Assert.Equal(problem, string.Join('\n', reading.Problems.Select(p => $"{p.Line}:{p.Column} {p.Message}")));
        Assert.Null(reading.Expectation);
    }
}

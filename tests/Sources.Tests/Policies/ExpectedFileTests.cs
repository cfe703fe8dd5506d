using CanaryJudge.Judging.Model;
using CanaryJudge.Sources.Policies;

namespace CanaryJudge.Sources.Tests.Policies;

public sealed class ExpectedFileTests
{
    [Fact]
    public void A_verdict_is_all_that_is_needed()
    {
        var expectation = Read("verdict: FAIL\n");

        Assert.Equal((Verdict.Fail, null, 0, ""), (expectation.Verdict, expectation.ReasonCode, expectation.Metrics.Count, expectation.Why));
    }

    [Theory]
    [InlineData("PASS", Verdict.Pass)]
    [InlineData("FAIL", Verdict.Fail)]
    [InlineData("INCONCLUSIVE", Verdict.Inconclusive)]
    public void Verdicts_have_the_names_of_the_wire(string word, Verdict verdict) => Assert.Equal(verdict, Read($"verdict: {word}").Verdict);

    [Fact]
    public void Metrics_and_a_reason_may_be_named()
    {
        var expectation = Read("verdict: INCONCLUSIVE\nreasonCode: GUARD_NEEDS_DATA\nmetrics:\n  latency_ms: PASS\n  'errors, all': FAIL\nwhy: |\n  two\n  lines\n");

        Assert.Equal(ReasonCode.GuardNeedsData, expectation.ReasonCode);
        Assert.Equal([("errors, all", Verdict.Fail), ("latency_ms", Verdict.Pass)], expectation.Metrics.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => (m.Key, m.Value)));
        Assert.Equal("two\nlines", expectation.Why.Trim());
    }

    [Fact]
    public void Json_and_a_byte_order_mark_are_taken() => Assert.Equal(Verdict.Pass, Read("\uFEFF{\"verdict\": \"PASS\"}").Verdict);

    [Fact]
    public void Every_reason_code_can_be_expected()
    {
        foreach (var code in Enum.GetValues<ReasonCode>())
        {
            var word = string.Concat(code.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{c}" : $"{c}")).ToUpperInvariant();

            Assert.Equal(code, Read($"verdict: PASS\nreasonCode: {word}\n").ReasonCode);
        }
    }

    [Theory]
    [InlineData("verdict: FAILS\n", 1, "FAIL")]
    [InlineData("verdict: PASS\nverdct: FAIL\n", 2, "verdict")]
    [InlineData("verdict: PASS\nreasonCode: NODATA\n", 2, "NO_DATA")]
    [InlineData("verdict: PASS\nmetrics:\n  a: GOOD\n", 3, "PASS")]
    [InlineData("metrics: {}\n", 1, "verdict")]
    [InlineData("verdict: PASS\nmetrics: [a]\n", 2, "")]
    [InlineData("verdict: [\n", 2, "")]
    [InlineData("verdict: PASS\nverdict: FAIL\n", 2, "verdict")]
    [InlineData("- PASS\n", 1, "")]
    [InlineData("", 1, "")]
    public void A_mistake_names_its_line_and_what_was_meant(string text, int line, string mentioned)
    {
        var reading = ExpectedFile.Read(text, "expected.yaml");

        Assert.Null(reading.Expectation);
        var problem = reading.Problems[0];
        Assert.Equal(("expected.yaml", line), (problem.File, problem.Line));
        Assert.Contains(mentioned, problem.Message, StringComparison.Ordinal);
    }

    private static Expectation Read(string text)
    {
        var reading = ExpectedFile.Read(text, "expected.yaml");
        Assert.Empty(reading.Problems);
        return Assert.IsType<Expectation>(reading.Expectation);
    }
}

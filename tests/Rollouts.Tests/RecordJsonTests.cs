using System.Text.Json.Nodes;

namespace CanaryJudge.Rollouts.Tests;

public sealed class RecordJsonTests
{
    public static IEnumerable<RolloutRecord> Every =>
    [
        new RolloutRecord.Opened(2, 40, GapKnown: false),
        new RolloutRecord.Move(3, 1, new(2500), Final: false, MoveReason.Advance),
        new RolloutRecord.Verified(3, new(2463)),
        new RolloutRecord.Judged(3, Verdict.Pass, "judgement-1"),
        new RolloutRecord.Judged(3, Verdict.Inconclusive, null, RollbackReason.NoData),
        new RolloutRecord.ApprovalAsked(),
        new RolloutRecord.Approved("ann", Full: true),
        new RolloutRecord.Held(HoldReason.Blind),
        new RolloutRecord.Frozen("ann"),
        new RolloutRecord.Thawed("ann"),
        new RolloutRecord.Drift(new(0), new(2500)),
        new RolloutRecord.Rollback(RollbackReason.Fail, 1, Stepped: true),
        new RolloutRecord.Alarm("rollback has not reached zero", Weight.Zero),
        new RolloutRecord.Seen(new(2500)),
        new RolloutRecord.Told(17),
        new RolloutRecord.Done(RolloutOutcome.RolledBack, 1, Weight.Zero),
    ];

    [Fact]
    public void Every_record_is_read_back_as_it_was_written()
    {
        Assert.Equal(typeof(RolloutRecord).GetNestedTypes().Length, Every.Select(r => r.GetType()).Distinct().Count());
        Assert.All(Every, r => Assert.Equal(r, RecordJson.Read(JsonNode.Parse(RecordJson.Write(r).ToJsonString())!.AsObject())));
    }

    [Theory]
    [InlineData("""{}""", "'kind'")]
    [InlineData("""{"kind":"teleport"}""", "teleport")]
    [InlineData("""{"kind":"move","epoch":1,"step":0,"weight":12000,"final":false,"why":"start"}""", "'weight'")]
    [InlineData("""{"kind":"move","epoch":"1","step":0,"weight":500,"final":false,"why":"start"}""", "'epoch'")]
    [InlineData("""{"kind":"move","epoch":1,"step":0,"weight":500,"final":false,"why":"because"}""", "because")]
    public void What_is_no_record_is_refused_with_its_field(string json, string named) =>
        Assert.Contains(named, Assert.Throws<FormatException>(() => RecordJson.Read(JsonNode.Parse(json)!.AsObject())).Message, StringComparison.Ordinal);
}

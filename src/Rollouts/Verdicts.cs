namespace CanaryJudge.Rollouts;

/// <summary>What the judge says. FAIL counts whatever epoch it is of; PASS only of the epoch that holds.</summary>
internal static class Verdicts
{
    public static void Take(Turn turn, RolloutInput.Judged judged)
    {
        if (judged.Verdict == Verdict.Fail && turn.State.Phase != RolloutPhase.New)
        {
            TakeFail(turn, judged);
        }
        else if (turn.State.InStep && judged.Epoch == turn.State.Epoch && !turn.Memory.Unwritable)
        {
            Remember(turn, judged);
        }
    }

    private static void TakeFail(Turn turn, RolloutInput.Judged judged)
    {
        if (turn.Memory.Unwritable)
        {
            turn.Memory = turn.Memory with { HeardFail = true };
        }
        else if (!turn.State.Latched)
        {
            turn.Record(new RolloutRecord.Judged(judged.Epoch, Verdict.Fail, judged.Id));
            turn.Latch(RollbackReason.Fail);
        }
    }

    private static void Remember(Turn turn, RolloutInput.Judged judged)
    {
        var tooLittle = judged.Verdict == Verdict.Pass && turn.Step.Traffic > 0 && (judged.Traffic ?? 0) < turn.Step.Traffic;
        turn.Memory = turn.Memory with
        {
            Newest = new(tooLittle ? Verdict.Inconclusive : judged.Verdict, judged.Id),
            SightAt = judged.Data ? turn.Now : turn.Memory.SightAt,
            HasData = turn.Memory.HasData || judged.Data,
        };
    }
}

namespace CanaryJudge.Rollouts.Tests.Chaos;

/// <summary>Plans of every sort, with times short enough that everything happens in a run.</summary>
internal static class Plans
{
    public static RolloutPlan Draw(Random random)
    {
        var weights = Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(1, 100) * 100).Order().ToList();
        return new()
        {
            Steps = [.. weights.Select(w => Step(random, new(w)))],
            Ramp = random.Next(6) == 0 ? new() { Start = new(100), Pace = 100, Min = 10, Max = 120 } : null,
            End = Pick<PlanEnd>(random),
            OnInconclusive = Pick<OnInconclusive>(random),
            Rollback = new() { Stepped = random.Next(3) == 0, Through = [.. weights.Distinct().Select(w => new Weight(w))], Every = 20 },
            DriftRollsBack = random.Next(5) == 0,
            MaxDrifts = random.Next(4),
            ResumeWithin = 120,
            Settle = 10,
            BlindAfter = random.Next(5) == 0 ? 0 : 200,
            BlindHolds = random.Next(2) == 0,
            HoldMax = 300,
            ApprovalMax = 300,
            FreezeMax = 200,
            Deadline = random.Next(5) == 0 ? 250 : 0,
            VerifyEvery = 20,
            MoveTimeout = 90,
            Late = 40,
            AlarmEvery = 100,
        };
    }

    private static RolloutStep Step(Random random, Weight weight)
    {
        var min = random.Next(10, 60);
        return new() { Weight = weight, Min = min, Max = min + random.Next(120), Traffic = random.Next(3) == 0 ? 500 : 0, Gate = Pick<Gate>(random) };
    }

    private static T Pick<T>(Random random)
        where T : struct, Enum => Enum.GetValues<T>()[random.Next(Enum.GetValues<T>().Length)];
}

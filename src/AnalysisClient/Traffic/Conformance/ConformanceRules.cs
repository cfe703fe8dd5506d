using CanaryJudge.Rollouts;
using static CanaryJudge.AnalysisClient.Traffic.Conformance.ConformanceBreak;

namespace CanaryJudge.AnalysisClient.Traffic.Conformance;

/// <summary>The rules. Each stands for itself: a controller that breaks one of them fails that one.</summary>
internal static class ConformanceRules
{
    /// <summary>How long the suite waits, at most, for something that must not happen.</summary>
    private static readonly TimeSpan s_watch = TimeSpan.FromSeconds(1), s_longestBound = TimeSpan.FromSeconds(5);

    /// <summary>Weights that people write, and the finest one.</summary>
    private static readonly double[] s_weights = [0.01, 1, 12.34, 99];

    public static IReadOnlyList<ConformanceRule> All { get; } =
    [
        new("describes-itself", "Facts have a name, a grain from 1 to 10,000 and a late bound, the same each time.", DescribesItselfAsync),
        new("starts-at-zero", "The canary has no traffic when the suite starts.", StartsAtZeroAsync),
        new("applied-is-in-force", "What is answered as applied is read back at once.", AppliedIsInForceAsync),
        new("reads-the-target", "What another process set is read, not what this one remembers.", ReadsTheTargetAsync),
        new("rounds-towards-baseline", "What is in force is never above what was asked.", RoundsTowardsBaselineAsync),
        new("keeps-its-grain", "What is in force is above zero and less than a grain below what was asked; only weights below the grain are refused.", KeepsItsGrainAsync),
        new("reaches-everything", "All traffic can be given to the canary, to the last request.", t => ReachesAsync(t, Weight.Full)),
        new("reaches-nothing", "All traffic can be taken from the canary, to the last request.", t => ReachesAsync(t, Weight.Zero)),
        new("same-order-twice", "The same order twice has the same effect and answer as once.", SameOrderTwiceAsync),
        new("takes-newer-orders", "An order of a higher fence, or of another rollout, is newer whatever its epoch.", TakesNewerOrdersAsync),
        new("refuses-older-orders", "A target that says it fences refuses orders older than one it took.", RefusesOlderOrdersAsync),
        new("rejected-writes-nothing", "An order that is refused, or in conflict, leaves the weight as it was.", RejectedWritesNothingAsync),
        new("holds-still", "The weight stays where it was put.", HoldsStillAsync),
        new("hears-cancellation", "A cancelled call ends within two seconds.", HearsCancellationAsync),
        new("nothing-lands-late", "What a cancelled call asked does not land after the late bound.", NothingLandsLateAsync),
        new("expires", "A target that says so falls to zero when an order's time is over.", ExpiresAsync),
        new("pending-lands", "An accepted change is in force within the late bound.", t => NoneAsync(t.NotLanded, t.Pending == 0 ? "Every change was answered when it was in force." : null)),
        new("ends-in-no-doubt", "While the target is up and nobody else is at it, orders end neither in doubt nor in conflict.", t => NoneAsync(t.Doubts)),
        new("answers-in-time", "A call answers within ten seconds.", t => NoneAsync(t.Slow)),
        new("answers-instead-of-throwing", "What goes wrong at the target is an answer; only a cancelled call throws.", t => NoneAsync(t.Thrown)),
    ];

    private static async Task DescribesItselfAsync(ConformanceTrial trial)
    {
        if (await trial.DescribeAsync().ConfigureAwait(false) is not { } facts)
        {
            trial.Obstacle = "The target could not be described.";
            throw Failed($"The target does not describe itself{trial.Why()}.");
        }

        Unless(facts.Target.Length > 0, "The name is empty.");
        Unless(facts.Grain is >= 1 and <= 10_000, $"The grain is {facts.Grain}.");
        Unless(facts.LateBound >= TimeSpan.Zero, $"The late bound is {facts.LateBound}.");
        var again = await trial.DescribeAsync().ConfigureAwait(false);
        Unless(facts == again, $"The first time it says {facts}, the second time {again}.");
    }

    private static async Task StartsAtZeroAsync(ConformanceTrial trial)
    {
        await trial.NeedReadBackAsync().ConfigureAwait(false);
        var found = await trial.ReadAsync().ConfigureAwait(false);
        if (found != Weight.Zero)
        {
            trial.Obstacle = "The suite moves weights only where the canary has no traffic.";
            throw Failed(found is null ? $"The weight cannot be read{trial.Why()}." : $"It has {found}. Take it away, then start the suite again.");
        }
    }

    private static async Task AppliedIsInForceAsync(ConformanceTrial trial)
    {
        await trial.NeedReadBackAsync().ConfigureAwait(false);
        var order = trial.Next(await trial.MiddleAsync().ConfigureAwait(false));
        var effective = await trial.MustMoveAsync(order).ConfigureAwait(false);
        var found = await trial.ReadAsync().ConfigureAwait(false);
        Unless(found == effective, $"{effective} was said to be in force, {Said(found)} was read.");
    }

    private static async Task ReadsTheTargetAsync(ConformanceTrial trial)
    {
        await trial.NeedReadBackAsync().ConfigureAwait(false);
        await trial.MustMoveAsync(trial.Next(await trial.MiddleAsync().ConfigureAwait(false))).ConfigureAwait(false);
        var order = trial.Next(await trial.OtherAsync().ConfigureAwait(false));
        var set = await trial.WithOtherAsync(() => trial.MustMoveAsync(order)).ConfigureAwait(false);
        var found = await trial.ReadAsync().ConfigureAwait(false);
        Unless(found == set, $"Another process set {set}, {Said(found)} was read.");
    }

    private static async Task RoundsTowardsBaselineAsync(ConformanceTrial trial)
    {
        foreach (var percent in s_weights)
        {
            var order = trial.Next(percent);
            trial.Moves.Add((order.Weight, await trial.MoveAsync(order).ConfigureAwait(false)));
        }

        var above = trial.Moves.Find(m => m.Had > m.Asked);
        Unless(above.Had is null, $"{above.Asked} was asked, {above.Had} is in force.");
    }

    private static async Task KeepsItsGrainAsync(ConformanceTrial trial)
    {
        if (trial.Moves.Count < s_weights.Length)
        {
            throw NotJudged("Some weights could not be tried.");
        }

        var grain = (await trial.FactsAsync().ConfigureAwait(false)).Grain;
        foreach (var (asked, had) in trial.Moves)
        {
            Unless(had is not null || asked.BasisPoints < grain, $"{asked} was refused, although the grain is {grain} basis points.");
            Unless(had is not { } weight || (weight > Weight.Zero && asked.BasisPoints - weight.BasisPoints < grain), $"{asked} was asked, {had} is in force; the grain is {grain} basis points.");
        }
    }

    private static async Task ReachesAsync(ConformanceTrial trial, Weight weight)
    {
        var had = await trial.MoveAsync(trial.Next(weight)).ConfigureAwait(false);
        Unless(had == weight, $"{weight} was asked, {(had is null ? "and refused" : $"{had} is in force")}.");
    }

    private static async Task SameOrderTwiceAsync(ConformanceTrial trial)
    {
        var order = trial.Next(await trial.MiddleAsync().ConfigureAwait(false));
        var first = await trial.MustMoveAsync(order).ConfigureAwait(false);
        var second = await trial.MoveAsync(order).ConfigureAwait(false);
        Unless(second == first, $"The first time {first} came into force, the second time {(second is null ? "the order was refused" : second.ToString())}.");
    }

    private static async Task TakesNewerOrdersAsync(ConformanceTrial trial)
    {
        var weight = await trial.MiddleAsync().ConfigureAwait(false);
        await trial.MustMoveAsync(trial.Next(weight)).ConfigureAwait(false);
        trial.NextFence();
        Unless(await trial.MoveAsync(trial.Next(weight)).ConfigureAwait(false) is not null, "An order of a higher fence with a lower epoch was refused.");
        trial.StartRollout();
        Unless(await trial.MoveAsync(trial.Next(weight)).ConfigureAwait(false) is not null, "The first order of another rollout was refused.");
    }

    private static async Task RefusesOlderOrdersAsync(ConformanceTrial trial)
    {
        if (!(await trial.FactsAsync().ConfigureAwait(false)).Fences)
        {
            throw NotJudged("The target does not fence; the runner repairs what a late runner does.");
        }

        var (middle, other) = (await trial.MiddleAsync().ConfigureAwait(false), await trial.OtherAsync().ConfigureAwait(false));
        var older = trial.Next(middle);
        await trial.MustMoveAsync(trial.Next(other)).ConfigureAwait(false);
        Unless(await trial.SetAsync(older).ConfigureAwait(false) is WeightChange.Rejected, "An order of an older epoch was not refused.");
        older = trial.Next(middle);
        trial.NextFence();
        await trial.MustMoveAsync(trial.Next(other)).ConfigureAwait(false);
        Unless(await trial.SetAsync(older).ConfigureAwait(false) is WeightChange.Rejected, "An order of an older fence was not refused.");
    }

    private static async Task RejectedWritesNothingAsync(ConformanceTrial trial)
    {
        if (trial.Refused.Count == 0)
        {
            // No rule before had an order refused: the finest weight is the likeliest to be.
            await trial.SetAsync(trial.Next(s_weights[0])).ConfigureAwait(false);
        }

        var broken = trial.Refused.Where(r => r.Before != r.After).Select(r => $"{r.Order} was refused, but the weight went from {Said(r.Before)} to {Said(r.After)}");
        await NoneAsync([.. broken], trial.Refused.Count == 0 ? "No order was refused." : null).ConfigureAwait(false);
    }

    private static async Task HoldsStillAsync(ConformanceTrial trial)
    {
        await trial.NeedReadBackAsync().ConfigureAwait(false);
        var set = await trial.MustMoveAsync(trial.Next(await trial.MiddleAsync().ConfigureAwait(false))).ConfigureAwait(false);
        await StaysAsync(trial, set, "was set").ConfigureAwait(false);
    }

    private static async Task HearsCancellationAsync(ConformanceTrial trial)
    {
        var order = trial.Next(await trial.MiddleAsync().ConfigureAwait(false));
        Unless(await trial.CancelAsync(TimeSpan.Zero, (c, token) => c.ReadAsync(token)).ConfigureAwait(false), "Reading went on.");
        Unless(await trial.CancelAsync(TimeSpan.Zero, (c, token) => c.SetAsync(order, token)).ConfigureAwait(false), "Setting went on.");
        Unless(await trial.CancelAsync(TimeSpan.FromMilliseconds(20), (c, token) => c.SetAsync(order, token)).ConfigureAwait(false), "Setting, once begun, went on.");
    }

    private static async Task NothingLandsLateAsync(ConformanceTrial trial)
    {
        await trial.NeedReadBackAsync().ConfigureAwait(false);
        var late = trial.Next(await trial.MiddleAsync().ConfigureAwait(false));
        await trial.CancelAsync(TimeSpan.FromMilliseconds(5), (c, token) => c.SetAsync(late, token)).ConfigureAwait(false);
        var bound = (await trial.FactsAsync().ConfigureAwait(false)).LateBound;
        await trial.DelayAsync(bound < s_longestBound ? bound : s_longestBound).ConfigureAwait(false);
        var set = await trial.MustMoveAsync(trial.Next(await trial.OtherAsync().ConfigureAwait(false))).ConfigureAwait(false);
        await StaysAsync(trial, set, $"was set after an order for {late.Weight} had been given up and its late bound was over").ConfigureAwait(false);
    }

    private static async Task ExpiresAsync(ConformanceTrial trial)
    {
        if (!(await trial.FactsAsync().ConfigureAwait(false)).Expires)
        {
            throw NotJudged("The target does not fall to zero by itself.");
        }

        await trial.NeedReadBackAsync().ConfigureAwait(false);
        var order = trial.Next(await trial.MiddleAsync().ConfigureAwait(false)) with { ValidUntil = trial.Time.GetUtcNow() + s_watch };
        await trial.MustMoveAsync(order).ConfigureAwait(false);
        await trial.DelayAsync(s_watch * 2).ConfigureAwait(false);
        var found = await trial.ReadAsync().ConfigureAwait(false);
        Unless(found == Weight.Zero, $"A second after an order's time was over {Said(found)} was read.");
    }

    private static async Task StaysAsync(ConformanceTrial trial, Weight set, string how)
    {
        var since = trial.Time.GetTimestamp();
        while (trial.Time.GetElapsedTime(since) < s_watch)
        {
            var found = await trial.ReadAsync().ConfigureAwait(false);
            Unless(found == set, $"{set} {how}, then {Said(found)} was read.");
            await trial.DelayAsync(s_watch / 10).ConfigureAwait(false);
        }
    }

    private static Task NoneAsync(List<string> broken, string? notTried = null)
    {
        Unless(broken.Count == 0, broken.Count == 0 ? "" : $"{broken[0].TrimEnd('.')}{(broken.Count > 1 ? $", and {broken.Count - 1} more" : "")}.");
        return notTried is null ? Task.CompletedTask : throw NotJudged(notTried);
    }

    private static string Said(Weight? weight) => weight?.ToString() ?? "nothing";
}

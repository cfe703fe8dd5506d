using System.Globalization;
using CanaryJudge.AnalysisClient.Rollouts;
using CanaryJudge.AnalysisServer.Mapping;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Reports;
using CanaryJudge.Rollouts;
using Verdict = CanaryJudge.Rollouts.Verdict;

namespace CanaryJudge.Cli.Rollouts;

/// <summary>A running rollout on a terminal: where the weight is, what the step waits for, what happens else, what happened.</summary>
internal static class RolloutScreen
{
    private const int MeterCells = 20;

    /// <summary>The screen's lines.</summary>
    /// <param name="status">Where the rollout stands.</param>
    /// <param name="events">What happened, newest first.</param>
    /// <param name="troubles">What is wrong now beside the rollout: a source or a judge that does not answer.</param>
    /// <param name="keys">What to press or to type; empty: nothing.</param>
    /// <param name="style">The terminal.</param>
    public static IReadOnlyList<string> Render(RolloutStatus status, IEnumerable<string> events, IEnumerable<SideNote> troubles, string keys, ScreenStyle style)
    {
        var title = $"{status.Header.RolloutId} by {status.Header.Target}";
        var clock = style.Clock(status.Time);
        var room = Math.Max(1, style.Width - clock.Length - 1);
        title = title.Length > room ? title[..(room - 1)] + "…" : title;
        var judgement = Judgement(status);
        List<string> lines = [$"{title.PadRight(room)} {clock}", "", Canary(status), Steps(status), "", $"{Now(status)}{(judgement is null ? "" : Leaning(judgement))}"];
        lines.AddRange(troubles.Select(t => $"! {t.Part} {t.State} since {style.Clock(t.Time)}: {t.Reason}"));
        List<string> below = [.. Waiting(status, style), "", .. events];
        if (keys.Length > 0)
        {
            below.Add(keys);
        }

        return [.. lines.Select(style.Fit), .. judgement is null ? [] : Rows(judgement, style), .. below.Select(style.Fit)];
    }

    /// <summary>The newest judgement while it is of the present weight; null: there is none, or nobody waits for it.</summary>
    private static Judgement? Judgement(RolloutStatus status) =>
        status is { State.Phase: RolloutPhase.Watching, Judgement: { Look: { } look } judgement } && (long)look.Epoch == status.State.Epoch ? FromWire.Judgement(judgement) : null;

    private static string Leaning(Judgement judgement)
    {
        var elapsed = judgement is { From: { } from, To: { } to } ? to - from : TimeSpan.Zero;
        return LiveScreen.Leans(judgement, elapsed) is { } leaning ? $": {leaning}" : "";
    }

    private static string[] Rows(Judgement judgement, ScreenStyle style) =>
        ["", .. LiveScreen.Metrics(judgement, style.ForReports).Split('\n', StringSplitOptions.RemoveEmptyEntries), ""];

    private static string Canary(RolloutStatus status)
    {
        var state = status.State;
        var cells = (int)Math.Round(state.Weight.Share * MeterCells, MidpointRounding.AwayFromZero);
        var known = status switch
        {
            { State.Verified: true, Memory.Sure: true } => $"verified {Seconds(status.Now - status.FoundAt)} ago{(status.Found is { } found && found != state.Weight ? $" at {found}" : "")}",
            { State.Verified: true } => "verified before, not read now",
            { Found: { } found } => $"asked for, found {found}",
            _ => "asked for, not read yet",
        };
        return $"canary  {new string('█', cells)}{new string('·', MeterCells - cells)}  {state.Weight}, {known}";
    }

    private static string Steps(RolloutStatus status)
    {
        var (plan, state) = (status.Header.Plan, status.State);
        if (plan.Ramp is { } ramp)
        {
            return $"ramp    {ramp.Start} → {ramp.To}    step {state.Step + 1}, at {state.Weight}";
        }

        var names = plan.Steps.Select((s, i) => i == state.Step && !state.Final ? $"[{s.Weight.ToString()[..^1]}]" : s.Weight.ToString()[..^1]);
        var end = plan.End switch { PlanEnd.Promote => "100", PlanEnd.Zero => "0", PlanEnd.Keep => "kept", _ => "by verdict" };
        return $"steps   {string.Join("  ", names)}  → {end}    step {state.Step + 1} of {plan.Steps.Count}{InStep(status)}";
    }

    private static string InStep(RolloutStatus status) => status.State is { InStep: true, StepAt: { } since }
        ? $", {Seconds(Math.Max(0, status.Now - since))} of {Seconds(Step(status).Max + status.Header.Plan.Settle)}"
        : "";

    private static string Now(RolloutStatus status)
    {
        var state = status.State;
        return (status, state.Phase) switch
        {
            ({ Memory.Unwritable: true }, _) => $"✗ the journal cannot be written: going to 0% without it{Note(status)}",
            (_, RolloutPhase.New) => "· reading the target; nothing was touched yet",
            (_, RolloutPhase.Moving) => $"→ moving to {state.Weight}{Note(status)}",
            (_, RolloutPhase.Leaving) => $"→ leaving for {state.Weight}{Note(status)}",
            (_, RolloutPhase.Backing) => $"✗ rolling back to {state.Weight}: {RolloutWords.Of(state.Reason!.Value)}{Note(status)}",
            (_, RolloutPhase.Approval) => $"? waits for an approval at {state.Weight}",
            (_, RolloutPhase.Done) => $"{(state.Exit == 0 ? "✓" : "✗")} {RolloutWords.Of(state.Outcome!.Value)} at {state.Weight}{(state.Reason is { } reason ? $": {RolloutWords.Of(reason)}" : "")}",
            _ when state.Frozen => $"‖ frozen at {state.Weight}",
            _ when state.Held is { } held => $"… held at {state.Weight}: {RolloutWords.Of(held)}",
            _ => $"… watching at {state.Weight}",
        };
    }

    private static IEnumerable<string> Waiting(RolloutStatus status, ScreenStyle style)
    {
        if (status.State.Phase != RolloutPhase.Watching)
        {
            yield break;
        }

        var (plan, state, step) = (status.Header.Plan, status.State, Step(status));
        var verdict = step.Gate is Gate.Judge or Gate.JudgeThenApproval ? $"{Tick(status.Memory.Newest?.Verdict == Verdict.Pass)} verdict PASS   " : "";
        var minimum = $"{Tick(status.Now >= state.WatchFrom + step.Min)} {Seconds(step.Min)} at {state.Weight}";
        var traffic = step.Traffic > 0
            ? $"   {Tick(status.Newest?.Traffic >= step.Traffic)} {Numbers.Count(step.Traffic)} requests{(status.Newest?.Traffic is { } seen ? $" ({Numbers.Count(seen)})" : "")}"
            : "";
        var person = step.Gate == Gate.JudgeThenApproval ? "   then an approval" : "";
        yield return $"to leave   {verdict}{minimum}{traffic}{person}";
        if (step.Gate != Gate.Time && state is { Frozen: false, Held: null, StepAt: { } since })
        {
            var at = status.Time + TimeSpan.FromSeconds(since + plan.Settle + step.Max + state.FrozenSum - status.Now);
            yield return $"or else    at {style.Clock(at)} still inconclusive: {RolloutWords.Of(plan.OnInconclusive)}, by policy";
        }
    }

    private static RolloutStep Step(RolloutStatus status) => status.Header.Plan.Ramp is { } ramp
        ? new() { Min = ramp.Min, Max = ramp.Max, Traffic = ramp.Traffic }
        : status.Header.Plan.Steps[Math.Max(0, status.State.Step)];

    private static string Note(RolloutStatus status) => status.Note is { Length: > 0 } note ? $" ({note})" : "";

    private static string Tick(bool isDone) => isDone ? "✓" : "…";

    private static string Seconds(long seconds) => seconds < 60 ? string.Create(CultureInfo.InvariantCulture, $"{seconds} s") : Numbers.Duration(TimeSpan.FromSeconds(seconds));
}

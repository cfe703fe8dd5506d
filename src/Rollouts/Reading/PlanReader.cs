using System.Text.Json.Nodes;

namespace CanaryJudge.Rollouts.Reading;

/// <summary>Reads the plan of a rollout file: all mistakes at once, each with its path.</summary>
public static class PlanReader
{
    /// <summary>The keys of a rollout file that are not the plan's.</summary>
    public static IReadOnlyList<string> OtherKeys { get; } = ["apiVersion", "kind", "name", "policy", "judge", "source", "controller", "onStop", "notify"];

    private static readonly string[] Forms = ["steps", "ramp", "canary", "blueGreen", "ab"];

    /// <summary>Reads a plan.</summary>
    /// <param name="document">The file as a tree; of <see cref="OtherKeys"/> only <c>judge: none</c> is looked at.</param>
    /// <returns>The plan in normal form, or what is wrong.</returns>
    public static PlanReading Read(JsonObject document)
    {
        var problems = new List<PlanProblem>();
        var root = new MapReader(document, "", problems);
        root.Allow([.. OtherKeys]);
        var hasJudge = !(document["judge"] is JsonValue judge && judge.ToString() == "none");
        var form = ReadForm(root, StepDefaults.Read(root, hasJudge));
        var plan = ReadRest(root, form, hasJudge);
        root.Finish();
        return new(problems.Count == 0 ? plan : null, problems);
    }

    private static PlanForm ReadForm(MapReader root, StepDefaults defaults)
    {
        var written = Forms.Where(root.Has).ToList();
        if (written.Count != 1)
        {
            var found = written.Count == 0 ? "there is none" : $"there are {string.Join(" and ", written)}";
            root.Complain("steps", $"exactly one of {string.Join(", ", Forms)} is needed, and {found}.");
            return new([]);
        }

        return written[0] switch
        {
            "steps" => StepsForm.Read(root, defaults),
            "ramp" => RampForm.Read(root, defaults),
            "canary" => CanaryForm.Read(root, defaults),
            "blueGreen" => BlueGreenForm.Read(root, defaults),
            _ => ComparisonForm.Read(root, defaults),
        };
    }

    private static RolloutPlan ReadRest(MapReader root, PlanForm form, bool hasJudge)
    {
        var usual = new RolloutPlan();
        var (drift, blind) = (root.MapOrWord("onDrift", "do"), root.Map("blind"));
        var plan = new RolloutPlan
        {
            Steps = form.Steps,
            Ramp = form.Ramp,
            End = form.End,
            OnInconclusive = root.Word<OnInconclusive>("onInconclusive") ?? usual.OnInconclusive,
            Rollback = ReadRollback(root, form),
            DriftRollsBack = drift?.Word("do", "reapply", "rollback") == "rollback",
            MaxDrifts = (int)(drift?.Count("max") ?? usual.MaxDrifts),
            BlindAfter = (blind?.Duration("after"), hasJudge) switch { (_, false) => 0, var (after, _) => after ?? usual.BlindAfter },
            BlindHolds = blind?.Word("then", "rollback", "hold") == "hold",
            ResumeWithin = In(root, "resume", "within") ?? usual.ResumeWithin,
            HoldMax = In(root, "hold", "max") ?? usual.HoldMax,
            ApprovalMax = In(root, "approval", "max") ?? usual.ApprovalMax,
            FreezeMax = In(root, "freeze", "max") ?? usual.FreezeMax,
            Deadline = root.Duration("deadline") ?? usual.Deadline,
            Settle = root.Duration("settle") ?? usual.Settle,
            VerifyEvery = root.Duration("verifyEvery", least: 1) ?? usual.VerifyEvery,
            MoveTimeout = root.Duration("moveTimeout", least: 1) ?? usual.MoveTimeout,
            Late = root.Duration("late") ?? usual.Late,
        };
        drift?.Finish();
        blind?.Finish();
        return plan;
    }

    private static RollbackPath ReadRollback(MapReader root, PlanForm form)
    {
        if (root.MapOrWord("rollback", "style") is not { } map)
        {
            return new();
        }

        var stepped = map.Word("style", "immediate", "stepped") == "stepped";
        var through = map.Weights("through");
        if (through is not null && !stepped)
        {
            map.Complain("through", "needs style: stepped.");
        }

        var path = new RollbackPath
        {
            Stepped = stepped,
            Every = map.Duration("every") ?? new RollbackPath().Every,
            Through = stepped ? [.. (through ?? form.Steps.Select(s => s.Weight)).Where(w => w > Weight.Zero && w < Weight.Full).Distinct().Order()] : [],
        };
        map.Finish();
        return path;
    }

    private static long? In(MapReader root, string key, string inner)
    {
        var map = root.Map(key);
        var duration = map?.Duration(inner, least: 1);
        map?.Finish();
        return duration;
    }
}

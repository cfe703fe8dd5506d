using CanaryJudge.Judging.Model;
using CanaryJudge.Sources.Policies;

namespace CanaryJudge.Sources.Csv;

/// <summary>What people call the arms.</summary>
internal static class ArmNames
{
    private static readonly string[] s_known = ["baseline", "canary", "control", "experiment", "stable"];

    /// <summary>Reads an arm's name; case does not matter.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out Arm arm)
    {
        arm = Is(text, "canary") || Is(text, "experiment") ? Arm.Canary : Arm.Baseline;
        return arm == Arm.Canary || Is(text, "baseline") || Is(text, "control") || Is(text, "stable");
    }

    /// <summary>Why a text is no arm: one sentence.</summary>
    public static string Why(string shown) => shown.Length == 0
        ? "arm is empty; write baseline or canary."
        : $"arm \"{shown}\" is unknown. {Words.Hint(shown, s_known)}";

    private static bool Is(ReadOnlySpan<char> text, string name) => text.Equals(name, StringComparison.OrdinalIgnoreCase);
}

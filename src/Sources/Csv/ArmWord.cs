using CanaryJudge.Judging.Model;

namespace CanaryJudge.Sources.Csv;

/// <summary>The words for the arms; other tools' words are taken too.</summary>
internal static class ArmWord
{
    /// <summary>The arm that a word names; null: none.</summary>
    public static Arm? Read(ReadOnlySpan<char> word) => word.Length switch
    {
        6 when Is(word, "canary") || Is(word, "stable") => word[0] is 'c' or 'C' ? Arm.Canary : Arm.Baseline,
        7 when Is(word, "control") => Arm.Baseline,
        8 when Is(word, "baseline") => Arm.Baseline,
        10 when Is(word, "experiment") => Arm.Canary,
        _ => null,
    };

    private static bool Is(ReadOnlySpan<char> word, string name) => word.Equals(name, StringComparison.OrdinalIgnoreCase);
}

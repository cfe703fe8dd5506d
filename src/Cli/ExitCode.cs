using CanaryJudge.Judging.Model;

namespace CanaryJudge.Cli;

/// <summary>What the tool's exit code says.</summary>
public static class ExitCode
{
    /// <summary>PASS, or nothing to complain about.</summary>
    public const int Pass = 0;

    /// <summary>FAIL, or an expectation that does not hold.</summary>
    public const int Fail = 1;

    /// <summary>Wrong usage, a bad policy or bad data.</summary>
    public const int Usage = 2;

    /// <summary>INCONCLUSIVE.</summary>
    public const int Inconclusive = 3;

    /// <summary>No data, or an arm without any.</summary>
    public const int NoData = 4;

    /// <summary>A server or source cannot be reached.</summary>
    public const int Unavailable = 5;

    /// <summary>A rollout whose target or journal is at fault.</summary>
    public const int Target = 6;

    /// <summary>A rollout that another runner owns.</summary>
    public const int Owned = 7;

    /// <summary>Out of time.</summary>
    public const int Timeout = 124;

    /// <summary>Interrupted.</summary>
    public const int Interrupted = 130;

    /// <summary>The code of a judgement.</summary>
    public static int Of(Judgement judgement) => (judgement.Verdict, judgement.ReasonCode) switch
    {
        (Verdict.Pass, _) => Pass,
        (Verdict.Fail, _) => Fail,
        (_, ReasonCode.NoData or ReasonCode.OneArmEmpty) => NoData,
        _ => Inconclusive,
    };

    /// <summary>The worst code of several: 2, 1, 4, 3, 0.</summary>
    public static int Worst(IEnumerable<int> codes) => codes.MinBy(c => Array.IndexOf(WorstFirst, c) is var i && i < 0 ? int.MaxValue : i);

    private static readonly int[] WorstFirst = [Usage, Fail, NoData, Inconclusive, Pass];
}

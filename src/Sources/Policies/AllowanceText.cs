using CanaryJudge.Judging.Config;

namespace CanaryJudge.Sources.Policies;

/// <summary>Allowances as a user would write them.</summary>
internal static class AllowanceText
{
    /// <summary><c>5%</c>, <c>0.5pp</c>, <c>20</c> or <c>5% or 20</c>.</summary>
    public static string Of(Allowance allowance)
    {
        var relative = allowance.Relative is { } share ? $"{Hundred(share)}%" : null;
        var absolute = allowance.Absolute is { } amount ? allowance.InPoints ? $"{Hundred(amount)}pp" : $"{amount}" : null;
        return (relative, absolute) switch
        {
            (null, null) => "nothing",
            (null, _) => absolute,
            (_, null) => relative,
            _ => $"{relative} or {absolute}",
        };
    }

    private static double Hundred(double share) => Math.Round(share * 100, 9);
}

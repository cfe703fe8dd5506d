using CanaryJudge.Rollouts;

namespace CanaryJudge.Traffic;

/// <summary>A stretch of time at one weight, and the requests that fell into it as a whole.</summary>
/// <param name="Weight">The asked weight.</param>
/// <param name="Time">How long it was.</param>
/// <param name="Visits">Its requests.</param>
internal sealed record Stretch(Weight Weight, TimeSpan Time, IReadOnlyList<Visit> Visits)
{
    /// <summary>Requests that a version answered.</summary>
    public int Requests => Visits.Count(v => !v.HasFailed);

    /// <summary>Of them the canary's.</summary>
    public int Canary => Visits.Count(v => v.IsCanary);

    /// <summary>Users that came.</summary>
    public int Users => Visits.Where(v => !v.HasFailed).Select(v => v.User).Distinct().Count();

    /// <summary>Users of the canary.</summary>
    public int CanaryUsers => Visits.Where(v => v.IsCanary).Select(v => v.User).Distinct().Count();

    /// <summary>Users whom both versions served.</summary>
    public int Torn => Visits.Where(v => !v.HasFailed).GroupBy(v => v.User).Count(g => g.Select(v => v.Version).Distinct(StringComparer.Ordinal).Count() > 1);

    /// <summary>What is drawn: users where each stays in an arm, else requests.</summary>
    public (int All, int Canary) Draws(bool isSticky) => isSticky ? (Users, CanaryUsers) : (Requests, Canary);

    /// <summary>How many standard deviations of as many draws lie between the share found and the one asked.</summary>
    /// <param name="isSticky">Whether users are drawn, not requests.</param>
    /// <param name="grain">How far the target may round down.</param>
    public double Deviations(bool isSticky, double grain)
    {
        var (all, canary) = Draws(isSticky);
        if (all == 0 || Weight == Weight.Zero || Weight == Weight.Full)
        {
            return canary == all * Weight.Share ? 0 : double.PositiveInfinity;
        }

        // Rounding goes towards the baseline: any share in [asked - grain, asked] is as asked.
        var share = Math.Clamp((double)canary / all, Weight.Share - grain, Weight.Share);
        return (canary - (all * share)) / Math.Sqrt(all * share * (1 - share));
    }

    /// <summary>The stretch between two times.</summary>
    public static Stretch Of(Weight weight, DateTimeOffset from, DateTimeOffset to, IReadOnlyList<Visit> visits)
    {
        Visit[] within = [.. visits.Where(v => v.Begin > from && v.End < to)];
        return new(weight, within.Length == 0 ? TimeSpan.Zero : (to < DateTimeOffset.MaxValue ? to : within.Max(v => v.End)) - from, within);
    }
}

namespace CanaryJudge.Statistics.Stratified;

/// <summary>Both arms' events in one stratum.</summary>
/// <param name="BaselineEvents">At least 0; of shares at most the total.</param>
/// <param name="BaselineTotal">Trials or exposure, above 0.</param>
/// <param name="CanaryEvents">At least 0; of shares at most the total.</param>
/// <param name="CanaryTotal">Trials or exposure, above 0.</param>
public readonly record struct EventStratum(double BaselineEvents, double BaselineTotal, double CanaryEvents, double CanaryTotal)
{
    internal double Events => BaselineEvents + CanaryEvents;

    internal double BaselineRate => BaselineEvents / BaselineTotal;

    /// <summary>Events and totals divided alike, which widens intervals as a dispersion widens the scatter.</summary>
    /// <param name="divisor">At least 1.</param>
    public EventStratum Over(double divisor) => new(BaselineEvents / divisor, BaselineTotal / divisor, CanaryEvents / divisor, CanaryTotal / divisor);

    internal static void RequireShares(IReadOnlyList<EventStratum> strata)
    {
        Strata.RequireAny(strata.Count, nameof(strata));
        foreach (var (eb, nb, ec, nc) in strata)
        {
            Levels.RequireEvents(eb, nb, nameof(strata));
            Levels.RequireEvents(ec, nc, nameof(strata));
        }
    }

    internal static void RequireRates(IReadOnlyList<EventStratum> strata)
    {
        Strata.RequireAny(strata.Count, nameof(strata));
        foreach (var (eb, nb, ec, nc) in strata)
        {
            Levels.RequireNotNegative(eb, nameof(strata));
            Levels.RequirePositive(nb, nameof(strata));
            Levels.RequireNotNegative(ec, nameof(strata));
            Levels.RequirePositive(nc, nameof(strata));
        }
    }

    internal static bool AreWhole(IReadOnlyList<EventStratum> strata)
    {
        foreach (var (eb, _, ec, _) in strata)
        {
            if (eb != Math.Floor(eb) || ec != Math.Floor(ec))
            {
                return false;
            }
        }

        return true;
    }
}

namespace CanaryJudge.AnalysisClient.Traffic.Conformance;

/// <summary>Tries whether a controller keeps the contract of <see cref="ITrafficController"/>, against its real target.</summary>
/// <remarks>
/// <para>It moves the target's weight, all the way to the canary too, and leaves it at zero. It starts only where the weight is zero.</para>
/// <para>Orders are those of rollouts named <c>conformance-</c> and a number, so that earlier runs do not make them old.</para>
/// </remarks>
public static class ConformanceSuite
{
    /// <summary>The names of the rules with what they demand, in the order in which they are tried.</summary>
    public static IReadOnlyList<(string Name, string Demand)> Rules { get; } = [.. ConformanceRules.All.Select(r => (r.Name, r.Demand))];

    /// <summary>Tries all rules.</summary>
    /// <param name="open">Opens a controller of the target; called several times, as several runners would.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends the trial; the target is put to zero first.</param>
    /// <returns>One finding for each rule, in the order of <see cref="Rules"/>.</returns>
    public static async Task<IReadOnlyList<ConformanceFinding>> RunAsync(Func<ITrafficController> open, TimeProvider time, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(open);
        ArgumentNullException.ThrowIfNull(time);
        using var trial = new ConformanceTrial(open, time, cancellation);
        var findings = new List<ConformanceFinding>();
        try
        {
            foreach (var rule in ConformanceRules.All)
            {
                findings.Add(await TryAsync(rule, trial).ConfigureAwait(false));
            }
        }
        finally
        {
            await trial.LeaveAsync().ConfigureAwait(false);
        }

        return findings;
    }

    private static async Task<ConformanceFinding> TryAsync(ConformanceRule rule, ConformanceTrial trial)
    {
        try
        {
            if (trial.Obstacle is { } obstacle)
            {
                throw ConformanceBreak.NotJudged(obstacle);
            }

            await rule.Try(trial).ConfigureAwait(false);
            return new(rule.Name, rule.Demand, ConformanceOutcome.Passed, null);
        }
        catch (ConformanceBreak e)
        {
            return new(rule.Name, rule.Demand, e.Outcome, e.Message);
        }
    }
}

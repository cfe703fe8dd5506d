using System.Globalization;
using CanaryJudge.Rollouts;

namespace CanaryJudge.Traffic;

/// <summary>What must hold of every rollout on real traffic.</summary>
internal static class Promises
{
    /// <summary>A share within so many standard deviations is within sampling error; by chance it is not in 1 of 16,000 stretches.</summary>
    public const double Deviations = 4;

    /// <summary>From a verdict to the last request at the canary, beside one look.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    /// <summary>The time in which a canary is back at zero.</summary>
    public static TimeSpan BackWithin => Scene.LookInterval + Slack;

    /// <summary>Failures of one second and code together, with how long they took and what was asked of the front last.</summary>
    private static string Failures(Measured measured) => string.Join("; ", measured.Visits.Where(v => v.HasFailed)
        .GroupBy(v => (Second: v.Begin.ToUnixTimeSeconds(), v.Status))
        .Select(g => string.Create(
            CultureInfo.InvariantCulture,
            $"{g.Count()} with {(g.Key.Status == 0 ? "no answer" : g.Key.Status)} at {g.Min(v => v.Begin):HH:mm:ss.fff} within {g.Max(v => (v.End - v.Begin).TotalMilliseconds):0} ms, {(measured.LastMove(g.Min(v => v.Begin)) is { } last ? $"{(g.Min(v => v.Begin) - last).TotalSeconds:0.0} s after a move" : "before any move")}")));

    /// <summary>Those that do not hold, in words.</summary>
    public static IEnumerable<string> Broken(Measured measured)
    {
        var (front, release) = (measured.Front, measured.Release);
        if (measured.Exit != release.Exit)
        {
            yield return $"exit code {measured.Exit} instead of {release.Exit}: {measured.Said}";
            yield break;
        }

        foreach (var stretch in measured.Stretches)
        {
            var off = stretch.Deviations(front.IsSticky, front.Grain);
            if (Math.Abs(off) > Deviations || stretch.Requests == 0)
            {
                var (all, canary) = stretch.Draws(front.IsSticky);
                yield return string.Create(CultureInfo.InvariantCulture, $"{canary} of {all} {(front.IsSticky ? "users" : "requests")} at {stretch.Weight}: {off:+0.0;-0.0} standard deviations off");
            }

            if (front.IsSticky && stretch.Torn > 0)
            {
                yield return $"{stretch.Torn} users were served by both versions at {stretch.Weight}";
            }
        }

        if (measured.Failed > 0)
        {
            yield return $"{measured.Failed} requests were not answered by a version: {Failures(measured)}";
        }

        if (front.IsSticky && measured.Sticky is { Lost: > 0 } sticky)
        {
            yield return $"{sticky.Lost} of {sticky.Users} users of the first step were served by the baseline later";
        }

        var last = measured.Stretches[^1];
        var end = release.Exit == 0 ? Weight.Full : Weight.Zero;
        if (last.Weight != end)
        {
            yield return $"it ended at {last.Weight} instead of {end}";
        }

        if (measured.ToZero is { } zero && zero > BackWithin)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"the canary had traffic for {zero.TotalSeconds:0.0} s after the decision; at most {BackWithin.TotalSeconds} s are promised");
        }

        var plan = measured.Journal.Header!.Plan;
        var planned = TimeSpan.FromSeconds(plan.Steps.Sum(s => s.Max + plan.Settle));
        if (release.Exit == 0 && measured.Took > planned)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"it took {measured.Took.TotalSeconds:0} s; the plan gives it {planned.TotalSeconds:0} s");
        }
    }
}

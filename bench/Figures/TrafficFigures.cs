using System.Globalization;
using CanaryJudge.Traffic;

namespace CanaryJudge.Figures;

/// <summary>Rollouts through the tool before real traffic, and whether what is promised of them holds.</summary>
internal static class TrafficFigures
{
    private const string Page = "docs/rollouts/measured.md";

    /// <summary>Measures.</summary>
    /// <param name="only">Fronts and releases whose names begin so; null: all, and the page is written.</param>
    /// <returns>The exit code: 1 when a promise does not hold.</returns>
    public static async Task<int> RunAsync(string? only)
    {
        var all = new List<Measured>();
        var broken = new List<string>();
        foreach (var front in Front.All)
        {
            foreach (var release in Release.All.Where(r => only is null || $"{front.Name} {r.Name}".StartsWith(only, StringComparison.OrdinalIgnoreCase)))
            {
                await Console.Error.WriteLineAsync($"{front.Name}, {release.Name} ...").ConfigureAwait(false);
                var measured = await Scene.PlayAsync(front, release, SceneSize.Whole).ConfigureAwait(false);
                all.Add(measured);
                foreach (var promise in Promises.Broken(measured))
                {
                    broken.Add($"{front.Name}, {release.Name}: {promise}");
                    await Console.Error.WriteLineAsync(broken[^1]).ConfigureAwait(false);
                }
            }
        }

        string[] lines = [.. Ends(all), "", .. Splits(all)];
        if (only is null && broken.Count == 0)
        {
            Figures.Page.Write(Page, "traffic", lines);
        }
        else
        {
            Console.WriteLine(string.Join('\n', lines));
        }

        return broken.Count == 0 ? 0 : 1;
    }

    private static IEnumerable<string> Ends(List<Measured> all) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"{SceneSize.Whole.Rate} requests a second of {SceneSize.Whole.Users:N0} users over kept connections; a look each {Scene.LookInterval.TotalSeconds} s; Prometheus scrapes each second."),
        string.Create(CultureInfo.InvariantCulture, $"Back at 0%: from the decision to the last request that began at the canary; at most {Promises.BackWithin.TotalSeconds} s are promised. All on the same cores."),
        "",
        "| front | release | ends with | after, s | decided after, s | back at 0%, s | requests | not answered | sent again | users who stayed |",
        "|---|---|---|---|---|---|---|---|---|---|",
        .. all.Select(m => string.Create(
            CultureInfo.InvariantCulture,
            $"| {m.Front.Name} | {m.Release.Name} | {(m.Exit == 0 ? "100%" : $"0%, exit {m.Exit}")} | {m.Took.TotalSeconds:0} | {m.ToRollback?.TotalSeconds:0} | {m.ToZero?.TotalSeconds:0.00} | {m.Visits.Count:N0} | {m.Failed} | {m.SentAgain} | {Stayed(m)} |")),
    ];

    private static string Stayed(Measured measured) => !measured.Front.IsSticky || measured.Sticky.Users == 0 ? "" : $"{measured.Sticky.Users - measured.Sticky.Lost} of {measured.Sticky.Users}";

    private static IEnumerable<string> Splits(List<Measured> all) =>
    [
        "| front | release | asked | time, s | requests | of them canary | users | of them canary | off, standard deviations |",
        "|---|---|---|---|---|---|---|---|---|",
        .. all.SelectMany(m => m.Stretches.Select(s => string.Create(
            CultureInfo.InvariantCulture,
            $"| {m.Front.Name} | {m.Release.Name} | {s.Weight} | {s.Time.TotalSeconds:0} | {s.Requests:N0} | {100.0 * s.Canary / s.Requests:0.00}% | {s.Users:N0} | {(m.Front.IsSticky ? $"{100.0 * s.CanaryUsers / s.Users:0.00}%" : "")} | {s.Deviations(m.Front.IsSticky, m.Front.Grain):0.0} |"))),
    ];
}

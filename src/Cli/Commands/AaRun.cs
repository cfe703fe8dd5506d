using CanaryJudge.AnalysisServer;
using CanaryJudge.Judging.Analyses;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.History;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Reports;

namespace CanaryJudge.Cli.Commands;

/// <summary>Judges the A/A pairs of a history.</summary>
internal sealed class AaRun
{
    private const int UsualStretches = 20, FewestStretches = 4;
    private static readonly TimeSpan LongestUsual = TimeSpan.FromHours(1);

    private readonly Policy _policy;

    /// <summary>Settles the length of a pair.</summary>
    /// <param name="policy">The rules.</param>
    /// <param name="history">One arm.</param>
    /// <param name="stretch">What was asked for; null: the usual.</param>
    public AaRun(Policy policy, IReadOnlyList<Series> history, TimeSpan? stretch)
    {
        (_policy, History) = (policy, history);
        if (history.Count == 0 || history.All(s => s.Data.Count == 0))
        {
            Problem = "the arm has no data (--arm names the other one)";
            return;
        }

        if (history.FirstOrDefault(s => s.Data.Times.Length < s.Data.Count) is { } timeless)
        {
            Problem = $"the samples of {timeless.Metric} have no times; a history is cut into stretches of time";
            return;
        }

        var times = history.SelectMany(s => s.Data.Times.ToArray()).ToArray();
        var span = TimeSpan.FromTicks((times.Max() - times.Min()) / TimeSpan.NanosecondsPerTick);
        Stretch = stretch ?? new TimeSpan(Math.Min(LongestUsual.Ticks, RoundUp(span / UsualStretches).Ticks));
        if (span < Stretch * FewestStretches)
        {
            Problem = $"the history spans {Numbers.Duration(span)}: too little for pairs of {Numbers.Duration(Stretch)}; bring more, or take a shorter --stretch";
        }
    }

    /// <summary>The history.</summary>
    public IReadOnlyList<Series> History { get; }

    /// <summary>How long a pair is.</summary>
    public TimeSpan Stretch { get; }

    /// <summary>Why no pairs can be made; null: they can.</summary>
    public string? Problem { get; }

    /// <summary>Judges all pairs.</summary>
    /// <param name="pairs">About how many are dealt.</param>
    /// <param name="looks">Whether each is looked at again and again.</param>
    /// <param name="seed">The seed of the deals.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>One rate for each sort of pairs.</returns>
    public async Task<IReadOnlyList<AaRate>> RatesAsync(int pairs, bool looks, ulong seed, CancellationToken cancellation)
    {
        var stretch = DurationOption.Nanoseconds(Stretch)!.Value;
        var stretches = History.SelectMany(s => s.Data.Times.ToArray()).Select(t => t / stretch).Distinct().Count();
        var deals = Math.Max(1, (int)Math.Round((double)pairs / Math.Max(1, stretches - 2)));
        AaPair[] made = [.. AaPairs.Of(_policy, History, stretch, deals, seed)];
        var judged = new Judgement[made.Length];
        using var progress = new Progress(made.Length);
        await Parallel.ForAsync(0, made.Length, cancellation, (i, token) =>
        {
            judged[i] = looks
                ? Replay.Play(made[i].Policy, made[i].Series, new() { Lateness = 0 }, "").Last().Judgement
                : Evaluation.Of(made[i].Policy, new(made[i].Series), seed, token);
            progress.Done();
            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);
        progress.Clear();
        return [.. made.Zip(judged).GroupBy(p => p.First.Sort, p => p.Second).OrderBy(g => g.Key).Select(g => AaRate.Of(g.Key, [.. g], _policy.Alpha))];
    }

    /// <summary>To whole minutes, or seconds where it is shorter.</summary>
    private static TimeSpan RoundUp(TimeSpan time) => time > TimeSpan.FromMinutes(1)
        ? TimeSpan.FromMinutes(Math.Ceiling(time.TotalMinutes))
        : TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(time.TotalSeconds)));
}

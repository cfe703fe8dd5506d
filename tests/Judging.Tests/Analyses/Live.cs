using System.Buffers;
using CanaryJudge.Judging.Analyses;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Tests.Analyses;

/// <summary>An analysis fed in a line per batch.</summary>
internal sealed class Live
{
    public const long Second = RunOptions.Second;
    public const long Minute = 60 * Second;

    /// <summary>2026-01-05 12:00 UTC.</summary>
    public const long Noon = Tests.Run.Noon;

    private ulong _sequence;

    private readonly IMetricWatches _watches;

    public Live(RunOptions? options = null, Func<Policy, Policy>? change = null, IMetricWatches? watches = null)
    {
        _watches = watches ?? Watches;
        Policy policy = new() { Metrics = [Metric("latency_ms"), Metric("cpu"), Metric("errors"), Metric("size")] };
        Policy = change?.Invoke(policy) ?? policy;
        Run = AnalysisRun.Begin(new() { Id = "a", Created = Noon, PolicyText = "", Options = options ?? new() }, Policy, "hash", _watches);
    }

    public Policy Policy { get; }

    public TracingWatches Watches { get; } = new();

    public AnalysisRun Run { get; private set; }

    public List<AnalysisEvent> Events { get; } = [];

    public IEnumerable<LookMoment> Moments => Events.Select(e => e.Change).OfType<AnalysisChange.Looked>().Select(l => l.Moment);

    public static MetricPolicy Metric(string name) => new() { Name = name };

    public static Series Latency(Arm arm, params (long At, double Value)[] values) =>
        new("latency_ms", arm, Series.NoLabels, new SeriesData.Samples([.. values.Select(v => v.At)], [.. values.Select(v => v.Value)], []));

    public static Series Cpu(Arm arm, long? interval, params (long At, double Value)[] values) => new(
        "cpu", arm, Series.NoLabels,
        new SeriesData.Points(interval is { } i ? TimeSpan.FromTicks(i / 100) : null, [.. values.Select(v => v.At)], [.. values.Select(v => v.Value)]));

    public static Series Errors(Arm arm, params (long At, double Events, double Total)[] rows) => new(
        "errors", arm, Series.NoLabels,
        new SeriesData.Ratios([.. rows.Select(r => r.At)], [.. rows.Select(r => r.Events)], [.. rows.Select(r => r.Total)]));

    public BatchCounts Send(params Series[] series) => Apply(Batch(++_sequence, series));

    public static AnalysisEntry.Batch Batch(ulong sequence, params Series[] series) => new(Noon + (1000 * Minute), "p", sequence, series);

    public Admission Admit(AnalysisEntry entry, IntakeLimits? limits = null) => Run.Admit(entry, limits ?? IntakeLimits.None);

    public BatchCounts Apply(AnalysisEntry entry)
    {
        Assert.IsType<Admission.Fresh>(Admit(entry));
        return Run.Apply(entry, Events.Add);
    }

    public void Step(int epoch, long since, long? ended = null) => Apply(new AnalysisEntry.StepSet(since, new(epoch, 0, 500, since), ended));

    public void Finish() => Apply(new AnalysisEntry.Finished(Noon));

    public byte[] State()
    {
        var bytes = new ArrayBufferWriter<byte>();
        Run.Write(bytes);
        return bytes.WrittenSpan.ToArray();
    }

    public void Restart() => Run = AnalysisRun.Read(Run.Start, Policy, "hash", _watches, State());
}

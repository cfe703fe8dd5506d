using CanaryJudge.AnalysisClient;
using CanaryJudge.Contracts.V1;
using Microsoft.Extensions.Hosting;

namespace CanaryJudge.Proxy;

/// <summary>Tells the judge's server, every second, what was measured.</summary>
/// <remarks>
/// One batch after the other; while the server is away the batch is kept and sent again under its number, and what waits behind it is bounded. What the
/// server refuses, because the analysis has ended or is not there yet, is given up.
/// </remarks>
internal sealed class MeasureSender(SplitProxyOptions options, Split split, Measures measures, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>Why the server did not take the newest batch; null: it did.</summary>
    public string? Trouble { get; private set; }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Server is not { } server)
        {
            return;
        }

        using var client = AnalysesClient.Connect(server, new() { Deadline = TimeSpan.FromSeconds(10), MaxAttempts = 1 });
        BatchSender? sender = null;
        try
        {
            while (true)
            {
                await Task.Delay(Every, clock, stoppingToken).ConfigureAwait(false);
                var seconds = measures.Take();
                var analysis = options.Analysis ?? split.Order?.RolloutId;
                if (seconds.Count > 0 && analysis is not null)
                {
                    sender = sender?.Analysis == $"analyses/{analysis}" ? sender : client.Sender($"analyses/{analysis}");
                    await SendAsync(sender, Series(seconds), stoppingToken).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The proxy stops.
        }
    }

    private async Task SendAsync(BatchSender sender, IReadOnlyList<Series> series, CancellationToken cancellation)
    {
        try
        {
            await sender.InsistAsync(series, Every, LongestPause, clock, e => Trouble = e.Status.Detail, cancellation).ConfigureAwait(false);
            Trouble = null;
        }
        catch (JudgeRequestException e)
        {
            Trouble = e.Message;
        }
    }

    private Series[] Series(IReadOnlyList<Measures.Second> seconds) =>
    [
        .. OfArm(Contracts.V1.Series.Types.Arm.Baseline, seconds, s => s.Baseline),
        .. OfArm(Contracts.V1.Series.Types.Arm.Canary, seconds, s => s.Canary),
    ];

    private IEnumerable<Series> OfArm(Series.Types.Arm arm, IReadOnlyList<Measures.Second> seconds, Func<Measures.Second, Measures.Part> part)
    {
        var errors = new Ratios();
        var latencies = new Samples();
        foreach (var second in seconds.Where(s => part(s).Total > 0))
        {
            errors.TimeUnixNano.Add(second.Number * 1_000_000_000);
            errors.Events.Add(part(second).Failed);
            errors.Total.Add(part(second).Total);
            latencies.TimeUnixNano.Add(part(second).Times);
            latencies.Value.Add(part(second).Latencies);
        }

        if (errors.Total.Count > 0)
        {
            yield return new() { Metric = options.ErrorsMetric, Arm = arm, Ratios = errors };
        }

        if (latencies.Value.Count > 0)
        {
            yield return new() { Metric = options.LatencyMetric, Arm = arm, Samples = latencies };
        }
    }
}

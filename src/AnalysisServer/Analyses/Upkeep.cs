using CanaryJudge.AnalysisServer.Hosting;
using CanaryJudge.AnalysisServer.Telemetry;
using CanaryJudge.Judging.Analyses;
using Orleans;

namespace CanaryJudge.AnalysisServer.Analyses;

/// <summary>What the clock asks for: wakes analyses that are due, removes old ones, counts them for the meters.</summary>
/// <param name="grains">The analyses.</param>
/// <param name="host">What they need of the server.</param>
/// <param name="options">How long they are kept.</param>
/// <param name="log">Failures, which are tried again.</param>
internal sealed class Upkeep(IGrainFactory grains, AnalysisHost host, AnalysisOptions options, ILogger<Upkeep> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, host.Clock);
        do
        {
            try
            {
                await RoundAsync(stoppingToken).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // Whatever it is: without this service no analysis would end any more, and its failure would end the server.
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                Log.SweepFailed(log, e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private async Task RoundAsync(CancellationToken cancellation)
    {
        foreach (var id in await host.Store.DueAsync(host.Now, cancellation).ConfigureAwait(false))
        {
            try
            {
                await grains.GetGrain<IAnalysisGrain>(id).WakeAsync().ConfigureAwait(false);
            }
#pragma warning disable CA1031 // Whatever it is: those behind it are due, too.
            catch (Exception e) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
            {
                Log.NotWoken(log, e, id);
            }
        }

        var before = host.Now - UnixTime.Of(options.Retention);
        var removed = await host.Store.DeleteEndedAsync(before, cancellation).ConfigureAwait(false);
        if (removed > 0)
        {
            Log.Retired(log, removed, UnixTime.Time(before));
        }

        var counts = await host.Store.CountAsync(cancellation).ConfigureAwait(false);
        foreach (var state in Enum.GetValues<AnalysisState>())
        {
            host.Meters.Show(state.ToString().ToLowerInvariant(), counts.GetValueOrDefault((int)state));
        }
    }
}

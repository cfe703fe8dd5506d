using CanaryJudge.AnalysisServer.Endpoints;
using CanaryJudge.AnalysisServer.Hosting;
using CanaryJudge.AnalysisServer.Storage;
using CanaryJudge.AnalysisServer.Telemetry;
using CanaryJudge.Judging.Analyses;

namespace CanaryJudge.AnalysisServer.Analyses;

/// <summary>What analyses need of the server.</summary>
/// <param name="store">Keeps them.</param>
/// <param name="watches">Carry the evidence of metrics.</param>
/// <param name="readPolicy">The reader of policy files.</param>
/// <param name="limits">What they may hold.</param>
/// <param name="clock">The clock.</param>
/// <param name="meters">Counts.</param>
/// <param name="log">What happens to them.</param>
/// <param name="life">The server's own.</param>
internal sealed class AnalysisHost(
    IAnalysisStore store, IMetricWatches watches, ReadPolicy readPolicy, LimitOptions limits, TimeProvider clock, ServerMeters meters, ILogger<AnalysisHost> log,
    IHostApplicationLifetime life)
{
    /// <summary>Keeps analyses.</summary>
    public IAnalysisStore Store => store;

    /// <summary>Carry the evidence of metrics.</summary>
    public IMetricWatches Watches => watches;

    /// <summary>The reader of policy files.</summary>
    public ReadPolicy ReadPolicy => readPolicy;

    /// <summary>What one analysis may hold.</summary>
    public IntakeLimits Intake { get; } = new(limits.MaxProducersPerAnalysis, limits.MaxOpenValuesPerAnalysis, limits.MaxStepsPerAnalysis);

    /// <summary>The clock.</summary>
    public TimeProvider Clock => clock;

    /// <summary>Counts.</summary>
    public ServerMeters Meters => meters;

    /// <summary>What happens to analyses.</summary>
    public ILogger Log => log;

    /// <summary>Cancelled when the server begins to stop.</summary>
    public CancellationToken Stopping => life.ApplicationStopping;

    /// <summary>Now, Unix nanoseconds.</summary>
    public long Now => UnixTime.Of(clock.GetUtcNow());
}

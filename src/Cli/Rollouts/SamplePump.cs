using CanaryJudge.AnalysisClient;
using CanaryJudge.AnalysisServer.Mapping;
using CanaryJudge.Sources;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Policy = CanaryJudge.Judging.Config.Policy;

namespace CanaryJudge.Cli.Rollouts;

/// <summary>Reads a rollout's source and pushes what it says to the analysis, until the rollout has ended.</summary>
/// <remarks>What fails is tried again; that no data come is for the rules to judge.</remarks>
/// <param name="client">The server.</param>
/// <param name="rolloutId">The rollout, and its analysis.</param>
/// <param name="source">The source.</param>
/// <param name="policy">The policy that the data are for.</param>
internal sealed class SamplePump(AnalysesClient client, string rolloutId, SourceSettings source, Policy policy)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private readonly string _name = $"analyses/{rolloutId}";

    /// <summary>What the source or the server refused; null: nothing.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Pumps.</summary>
    /// <param name="from">Interval data are read from here on; what the analysis has already counts once.</param>
    /// <param name="fence">The opening of the journal: each has a producer of its own.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task RunAsync(DateTimeOffset from, long fence, CancellationToken cancellation)
    {
        try
        {
            var start = Nanoseconds(from.ToTimestamp());
            var newest = await NewestAsync(cancellation).ConfigureAwait(false);
            using var open = source.Open(new(policy, start) { SamplesAfter = Math.Max(start - 1, newest) });
            var sender = client.Sender(_name, $"rollout-{fence}", acknowledged: 0);
            while (Refusal is null)
            {
                if (!await StepAsync(open, sender, cancellation).ConfigureAwait(false))
                {
                    await Task.Delay(Pause, TimeProvider.System, cancellation).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The rollout has ended.
        }
        catch (IOException e)
        {
            Refusal = e.Message;
        }
    }

    /// <summary>Reads and pushes once.</summary>
    /// <returns>Whether more can be read at once.</returns>
    private async Task<bool> StepAsync(ISampleSource open, BatchSender sender, CancellationToken cancellation)
    {
        switch (await open.ReadAsync(cancellation).ConfigureAwait(false))
        {
            case SourceReading.Rows rows:
                await SendAsync(sender, rows, cancellation).ConfigureAwait(false);
                return rows.More;
            case SourceReading.NoData nothing:
                return nothing.More;
            case SourceReading.Refused refused:
                Refusal = refused.Reason;
                return false;
            default:
                return false;
        }
    }

    private async Task SendAsync(BatchSender sender, SourceReading.Rows rows, CancellationToken cancellation)
    {
        try
        {
            await sender.InsistAsync(ToRequest.Series(new(rows.Series)), Pause, Pause, TimeProvider.System, _ => { }, cancellation).ConfigureAwait(false);
        }
        catch (JudgeRequestException e)
        {
            Refusal = e.Message;
        }
    }

    /// <summary>The newest time that the analysis has; waits until there is an analysis.</summary>
    private async Task<long> NewestAsync(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                var analysis = await client.GetAsync(_name, cancellation).ConfigureAwait(false);
                return analysis.Newest is { } newest ? Nanoseconds(newest) : long.MinValue;
            }
            catch (Exception e) when (e is RpcException or JudgeRequestException)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellation).ConfigureAwait(false);
            }
        }
    }

    private static long Nanoseconds(Timestamp time) => (time.Seconds * 1_000_000_000) + time.Nanos;
}

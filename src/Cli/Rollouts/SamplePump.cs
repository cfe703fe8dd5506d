using CanaryJudge.AnalysisClient;
using CanaryJudge.AnalysisClient.Rollouts;
using CanaryJudge.AnalysisServer.Mapping;
using CanaryJudge.Sources;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Policy = CanaryJudge.Judging.Config.Policy;

namespace CanaryJudge.Cli.Rollouts;

/// <summary>Reads a rollout's source and pushes what it says to the analysis, until the rollout has ended.</summary>
/// <remarks>What fails is tried again and said once; that no data come is for the rules to judge.</remarks>
/// <param name="client">The server.</param>
/// <param name="rolloutId">The rollout, and its analysis.</param>
/// <param name="open">Opens the source.</param>
/// <param name="policy">The policy that the data are for.</param>
/// <param name="source">Hears whether the source answers.</param>
/// <param name="judge">Hears whether the judge takes the data.</param>
internal sealed class SamplePump(AnalysesClient client, string rolloutId, Func<SourceStart, ISampleSource> open, Policy policy, SideNotes source, SideNotes judge)
{
    /// <summary>Between two readings of a source that has nothing new; it asks nobody before an interval is over.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);

    /// <summary>The pause after a reading that failed; the source has tried several times by itself.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(5);

    private readonly string _name = $"analyses/{rolloutId}";

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
            using var reader = open(new(policy, start) { SamplesAfter = Math.Max(start - 1, newest) });
            var sender = client.Sender(_name, $"rollout-{fence}", acknowledged: 0);
            while (await StepAsync(reader, sender, cancellation).ConfigureAwait(false) is { } pause)
            {
                await Task.Delay(pause, TimeProvider.System, cancellation).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The rollout has ended.
        }
        catch (IOException e)
        {
            source.Refuses(e.Message);
        }
    }

    /// <summary>Reads and pushes once.</summary>
    /// <returns>When to read again; null: never, asking the same again would not help.</returns>
    private async Task<TimeSpan?> StepAsync(ISampleSource reader, BatchSender sender, CancellationToken cancellation)
    {
        switch (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            case SourceReading.Rows rows:
                source.IsThere();
                return !await SendAsync(sender, rows, cancellation).ConfigureAwait(false) ? null : rows.More ? TimeSpan.Zero : Idle;
            case SourceReading.NoData nothing:
                source.IsThere();
                return nothing.More ? TimeSpan.Zero : Idle;
            case SourceReading.Refused refused:
                source.Refuses(refused.Reason);
                return null;
            case SourceReading.Unavailable unavailable:
                source.IsGone(unavailable.Reason);
                return Pause;
            case var other:
                throw new InvalidOperationException($"A reading of the unknown kind {other.GetType().Name}.");
        }
    }

    private async Task<bool> SendAsync(BatchSender sender, SourceReading.Rows rows, CancellationToken cancellation)
    {
        try
        {
            await sender.InsistAsync(ToRequest.Series(new(rows.Series)), Idle, Pause, TimeProvider.System, e => judge.IsGone(AnalysisFeed.Reason(e)), cancellation).ConfigureAwait(false);
            judge.IsThere();
            return true;
        }
        catch (JudgeRequestException e)
        {
            // An analysis ends at FAIL, or with its rollout; that it ended otherwise is told by who listens to it.
            if (!e.Problems.Any(p => p.Path == "ANALYSIS_ENDED"))
            {
                judge.Refuses(e.Message);
            }

            return false;
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
                await Task.Delay(Idle, TimeProvider.System, cancellation).ConfigureAwait(false);
            }
        }
    }

    private static long Nanoseconds(Timestamp time) => (time.Seconds * 1_000_000_000) + time.Nanos;
}

using CanaryJudge.AnalysisClient;
using CanaryJudge.AnalysisServer.Mapping;
using CanaryJudge.Sources;
using Grpc.Core;

namespace CanaryJudge.Cli.Rollouts;

/// <summary>Reads a source and pushes what it gives to an analysis, like any client; credentials and files stay here.</summary>
/// <remarks>
/// For ever, one batch after the other, so memory holds one. What fails is tried again: a reading where it ended, a batch under its number. That the
/// source or the server is silent is for the rollout's rules to judge, not for this class.
/// </remarks>
/// <param name="open">Opens the source.</param>
/// <param name="client">The server.</param>
/// <param name="analysis">analyses/{id}.</param>
/// <param name="say">Is told each new reason why nothing comes, and null when data come again.</param>
/// <param name="clock">The clock.</param>
internal sealed class SourcePump(Func<SourceStart, ISampleSource> open, AnalysesClient client, string analysis, Action<string?> say, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private string? _said;

    /// <summary>Runs until cancelled.</summary>
    /// <param name="start">Where to begin; the newest time that the analysis has is added to it.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task RunAsync(SourceStart start, CancellationToken cancellation)
    {
        var known = await InsistAsync(() => client.GetAsync(analysis, cancellation), cancellation).ConfigureAwait(false);
        var newest = known.Newest is { } time ? (time.Seconds * 1_000_000_000) + time.Nanos : long.MinValue;
        using var source = open(start with { SamplesAfter = Math.Max(newest, start.SamplesAfter), Clock = clock });
        var sender = client.Sender(analysis);
        for (var pause = Pause; ;)
        {
            var reading = await source.ReadAsync(cancellation).ConfigureAwait(false);
            switch (reading)
            {
                case SourceReading.Rows rows:
                    Say(null);
                    await SendAsync(sender, rows, cancellation).ConfigureAwait(false);
                    pause = rows.More ? TimeSpan.Zero : Pause;
                    break;
                case SourceReading.NoData none:
                    pause = none.More ? TimeSpan.Zero : Pause;
                    break;
                case SourceReading.Unavailable unavailable:
                    Say($"the source is unavailable: {unavailable.Reason}");
                    pause = Longer(pause);
                    break;
                case SourceReading.Refused refused:
                    Say($"the source refuses: {refused.Reason}");
                    pause = Longer(pause);
                    break;
            }

            await Task.Delay(pause, clock, cancellation).ConfigureAwait(false);
        }
    }

    private static TimeSpan Longer(TimeSpan pause) => pause < Pause ? Pause : pause * 2 < LongestPause ? pause * 2 : LongestPause;

    private async Task SendAsync(BatchSender sender, SourceReading.Rows rows, CancellationToken cancellation)
    {
        var wire = ToRequest.Series(new(rows.Series)).ToList();
        var isAgain = false;
        await InsistAsync(
            () =>
            {
                var sending = isAgain ? sender.SendAgainAsync(cancellation) : sender.SendAsync(wire, cancellation);
                isAgain = true;
                return sending;
            },
            cancellation).ConfigureAwait(false);
    }

    /// <summary>Makes a call until it holds.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled, or the server refused: then nothing more can be sent.</exception>
    private async Task<T> InsistAsync<T>(Func<Task<T>> call, CancellationToken cancellation)
    {
        for (var pause = Pause; ; pause = Longer(pause))
        {
            try
            {
                return await call().ConfigureAwait(false);
            }
            catch (RpcException e)
            {
                Say($"the judge is unavailable: {e.Status.Detail}");
            }
            catch (JudgeRequestException e) when (e.Code == StatusCode.NotFound)
            {
                // It is being created.
            }
            catch (JudgeRequestException e)
            {
                Say($"the judge refuses the data: {e.Message}");
                throw new OperationCanceledException(e.Message, e);
            }

            await Task.Delay(pause, clock, cancellation).ConfigureAwait(false);
        }
    }

    private void Say(string? reason)
    {
        if (reason != _said)
        {
            _said = reason;
            say(reason);
        }
    }
}

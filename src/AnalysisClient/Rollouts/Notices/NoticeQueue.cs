using System.Threading.Channels;

namespace CanaryJudge.AnalysisClient.Rollouts.Notices;

/// <summary>Tells notices one after the other, beside the rollout and never in its way.</summary>
/// <remarks>Each is told at least once: again after 1, 2, 4 ... 60 s for ten minutes, then given up for that target, so that the next ones get through.</remarks>
internal sealed class NoticeQueue
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromMinutes(10);

    private readonly Channel<(long Seq, RolloutNotice Notice)> _queue = Channel.CreateUnbounded<(long, RolloutNotice)>(new() { SingleReader = true });
    private readonly IReadOnlyList<INoticeTarget> _targets;
    private readonly Func<long, ValueTask> _told;
    private readonly TimeProvider _time;

    /// <summary>A queue.</summary>
    /// <param name="targets">Who is told.</param>
    /// <param name="told">Takes the number of the line that everybody was told of.</param>
    /// <param name="time">The clock.</param>
    public NoticeQueue(IReadOnlyList<INoticeTarget> targets, Func<long, ValueTask> told, TimeProvider time) => (_targets, _told, _time) = (targets, told, time);

    public void Add(long seq, RolloutNotice notice)
    {
        if (_targets.Count > 0)
        {
            _queue.Writer.TryWrite((seq, notice));
        }
    }

    /// <summary>Nothing more comes.</summary>
    public void Close() => _queue.Writer.TryComplete();

    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            await foreach (var (seq, notice) in _queue.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                await Task.WhenAll(_targets.Select(t => InsistAsync(t, notice, cancellation))).ConfigureAwait(false);
                await _told(seq).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // What was not told is told by the next runner.
        }
    }

    private async Task InsistAsync(INoticeTarget target, RolloutNotice notice, CancellationToken cancellation)
    {
        var started = _time.GetTimestamp();
        for (var pause = TimeSpan.FromSeconds(1); _time.GetElapsedTime(started) < GiveUpAfter; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            using var timeout = new CancellationTokenSource(CallTimeout, _time);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
            try
            {
                if (await target.TellAsync(notice, limit.Token).ConfigureAwait(false))
                {
                    return;
                }
            }
#pragma warning disable CA1031 // Whatever goes wrong at one who is told, the others are told, and the rollout goes on.
            catch (Exception) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
            {
                // It took too long, or failed: again.
            }

            await Task.Delay(pause, _time, cancellation).ConfigureAwait(false);
        }
    }
}

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
    private readonly Action<int, RolloutNotice, NoticeFate> _heard;
    private readonly TimeProvider _time;

    /// <summary>A queue.</summary>
    /// <param name="targets">Who is told.</param>
    /// <param name="told">Takes the number of the line that everybody was told of.</param>
    /// <param name="heard">Hears what became of a call: the number of the target, from 0, and the notice. What it throws is dropped.</param>
    /// <param name="time">The clock.</param>
    public NoticeQueue(IReadOnlyList<INoticeTarget> targets, Func<long, ValueTask> told, Action<int, RolloutNotice, NoticeFate> heard, TimeProvider time) =>
        (_targets, _told, _heard, _time) = (targets, told, heard, time);

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
                await Task.WhenAll(_targets.Select((_, i) => InsistAsync(i, notice, cancellation))).ConfigureAwait(false);
                await _told(seq).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // What was not told is told by the next runner.
        }
    }

    private async Task InsistAsync(int target, RolloutNotice notice, CancellationToken cancellation)
    {
        var started = _time.GetTimestamp();
        for (var pause = TimeSpan.FromSeconds(1); _time.GetElapsedTime(started) < GiveUpAfter; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            if (await TryAsync(_targets[target], notice, cancellation).ConfigureAwait(false))
            {
                Heard(target, notice, NoticeFate.Taken);
                return;
            }

            Heard(target, notice, NoticeFate.Missed);
            await Task.Delay(pause, _time, cancellation).ConfigureAwait(false);
        }

        Heard(target, notice, NoticeFate.GivenUp);
    }

    private async Task<bool> TryAsync(INoticeTarget target, RolloutNotice notice, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(CallTimeout, _time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        try
        {
            return await target.TellAsync(notice, limit.Token).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever goes wrong at one who is told, the others are told, and the rollout goes on.
        catch (Exception) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            // It took too long, or failed: again.
            return false;
        }
    }

    private void Heard(int target, RolloutNotice notice, NoticeFate fate)
    {
        try
        {
            _heard(target, notice, fate);
        }
#pragma warning disable CA1031 // Who listens must not end the telling.
        catch (Exception)
#pragma warning restore CA1031
        {
            // Its own affair.
        }
    }
}

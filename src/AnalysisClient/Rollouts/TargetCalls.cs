using CanaryJudge.AnalysisClient.Traffic;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Rollouts;

/// <summary>Makes the engine's calls to the target: one at a time, each answered once, at the latest when its time is over.</summary>
internal sealed class TargetCalls : IDisposable
{
    /// <summary>How long a call that was given up may take to end before the next one starts beside it: a rollback waits for nobody.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(250);

    private readonly ITrafficController _controller;
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly Func<RolloutInput.Answer, ValueTask> _answer;
    private CancellationTokenSource? _cancel;
    private long _call;
    private Task _running = Task.CompletedTask;

    public TargetCalls(ITrafficController controller, TimeSpan timeout, TimeProvider time, Func<RolloutInput.Answer, ValueTask> answer) =>
        (_controller, _timeout, _time, _answer) = (controller, timeout, time, answer);

    /// <summary>What the last answer said in words, for people; null: nothing.</summary>
    public string? Note { get; private set; }

    public void Set(long call, WeightOrder order) => Start(call, c => SetAsync(call, order, c));

    /// <summary>Reads.</summary>
    /// <param name="call">The call.</param>
    /// <param name="renew">Prolongs the order of a target that would fall back to zero by itself, if it still stands; null: nothing to prolong.</param>
    public void Read(long call, WeightOrder? renew) => Start(call, c => ReadAsync(call, renew, c));

    public void Cancel(long call)
    {
        if (call == _call)
        {
            _cancel?.Cancel();
        }
    }

    public void Dispose()
    {
        _cancel?.Cancel();
        _cancel?.Dispose();
    }

    /// <summary>Waits until no call runs, but not for long.</summary>
    public Task EndAsync()
    {
        _cancel?.Cancel();
        return Task.WhenAny(_running, Task.Delay(Grace, _time));
    }

    private void Start(long call, Func<CancellationToken, Task<RolloutInput.Answer>> make)
    {
        var before = _running;
        _cancel?.Cancel();
        _cancel?.Dispose();
        _cancel = new();
        _call = call;
        _running = Task.Run(() => RunAsync(before, call, make, _cancel.Token), CancellationToken.None);
    }

    private async Task RunAsync(Task before, long call, Func<CancellationToken, Task<RolloutInput.Answer>> make, CancellationToken cancelled)
    {
        await Task.WhenAny(before, Task.Delay(Grace, _time, CancellationToken.None)).ConfigureAwait(false);
        using var timeout = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancelled);
        RolloutInput.Answer answer;
        try
        {
            // A controller that does not listen to its token is left behind.
            answer = await make(either.Token).WaitAsync(either.Token).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever goes wrong in a controller, anything may be true at the target.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Note = e is OperationCanceledException ? $"no answer in {_timeout.TotalSeconds:0.#} s" : e.Message.ReplaceLineEndings(" ");
            answer = new(call, AnswerKind.Unknown);
        }

        if (!cancelled.IsCancellationRequested)
        {
            await _answer(answer).ConfigureAwait(false);
        }
    }

    private async Task<RolloutInput.Answer> SetAsync(long call, WeightOrder order, CancellationToken cancellation)
    {
        var change = await _controller.SetAsync(order, cancellation).ConfigureAwait(false);
        Note = change switch
        {
            WeightChange.Pending p => $"accepted as {p.Id}",
            WeightChange.Rejected r => r.Reason,
            WeightChange.Conflict c => $"found {c.Found}",
            WeightChange.Unknown u => u.Reason,
            _ => null,
        };
        return change switch
        {
            WeightChange.Applied a => new(call, AnswerKind.Applied, a.Effective),
            WeightChange.Pending => new(call, AnswerKind.Pending),
            WeightChange.Rejected => new(call, AnswerKind.Rejected),
            WeightChange.Conflict c => new(call, AnswerKind.Conflict, c.Found),
            _ => new(call, AnswerKind.Unknown),
        };
    }

    private async Task<RolloutInput.Answer> ReadAsync(long call, WeightOrder? renew, CancellationToken cancellation)
    {
        var found = await _controller.ReadAsync(cancellation).ConfigureAwait(false);
        if (found is { } weight && weight > Weight.Zero && renew is not null && weight <= renew.Weight)
        {
            await _controller.SetAsync(renew, cancellation).ConfigureAwait(false);
        }

        Note = found is null ? _controller.Trouble ?? "the weight cannot be read now" : null;
        return found is null ? new(call, AnswerKind.Unknown) : new(call, AnswerKind.Weight, found);
    }
}

using System.Diagnostics.CodeAnalysis;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Traffic.Conformance;

/// <summary>One run of the suite: the controller at hand, the orders given so far, and what went wrong on the way.</summary>
internal sealed class ConformanceTrial : IDisposable
{
    /// <summary>The runner's limit of a call.</summary>
    private static readonly TimeSpan s_callLimit = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(50);

    private readonly Func<ITrafficController> _open;
    private readonly TimeProvider _time;
    private readonly CancellationToken _cancellation;
    private readonly string _series;
    private ITrafficController _controller;
    private int _rollouts;
    private long _epoch;
    private TargetFacts? _facts;

    public ConformanceTrial(Func<ITrafficController> open, TimeProvider time, CancellationToken cancellation)
    {
        (_open, _time, _cancellation) = (open, time, cancellation);
        _series = $"conformance-{time.GetUtcNow().ToUnixTimeSeconds()}";
        _controller = open();
        Rollout = NextRollout();
    }

    /// <summary>Why no further rule can be tried; null: they can.</summary>
    public string? Obstacle { get; set; }

    public string Rollout { get; private set; }

    public long Fence { get; private set; } = 1;

    /// <summary>Calls that threw something else than their cancellation.</summary>
    public List<string> Thrown { get; } = [];

    /// <summary>Calls that took longer than a runner waits.</summary>
    public List<string> Slow { get; } = [];

    /// <summary>Changes that were accepted and did not come in time.</summary>
    public List<string> NotLanded { get; } = [];

    /// <summary>Orders that ended in doubt or in conflict, although nobody else is at the target.</summary>
    public List<string> Doubts { get; } = [];

    /// <summary>How many changes were accepted only.</summary>
    public int Pending { get; private set; }

    /// <summary>Orders that were refused or in conflict, with the weight read before and after.</summary>
    public List<(string Order, Weight? Before, Weight? After)> Refused { get; } = [];

    /// <summary>Weights that were asked, and what came into force; null: refused.</summary>
    public List<(Weight Asked, Weight? Had)> Moves { get; } = [];

    public TimeProvider Time => _time;

    /// <summary>The facts, described at the first use.</summary>
    public async Task<TargetFacts> FactsAsync() => _facts ??= await DescribeAsync().ConfigureAwait(false)
        ?? throw ConformanceBreak.NotJudged($"The target does not describe itself{Why()}.");

    public Task<TargetFacts?> DescribeAsync() => CallAsync("describe", c => _controller.DescribeAsync(c), _cancellation);

    /// <summary>Demands that the weight can be read, by the facts.</summary>
    public async Task NeedReadBackAsync()
    {
        if (!(await FactsAsync().ConfigureAwait(false)).ReadBack)
        {
            throw ConformanceBreak.NotJudged("The target says that it cannot be read.");
        }
    }

    public Task<Weight?> ReadAsync() => CallAsync("read", c => _controller.ReadAsync(c), _cancellation);

    /// <summary>The next order: a newer epoch.</summary>
    public WeightOrder Next(Weight weight, bool final = false) => new(Rollout, ++_epoch, Fence, weight, final);

    public WeightOrder Next(double percent) => Next(new Weight((int)Math.Round(percent * 100)));

    /// <summary>Gives an order and remembers what a refusal did to the weight.</summary>
    public async Task<WeightChange> SetAsync(WeightOrder order)
    {
        var readBack = (await FactsAsync().ConfigureAwait(false)).ReadBack;
        var before = readBack ? await ReadAsync().ConfigureAwait(false) : null;
        var change = await CallAsync($"set {order.Weight}", c => _controller.SetAsync(order, c), _cancellation).ConfigureAwait(false);
        if (readBack && change is WeightChange.Rejected or WeightChange.Conflict)
        {
            Refused.Add(($"{order.Weight} with fence {order.Fence}, epoch {order.Epoch}", before, await ReadAsync().ConfigureAwait(false)));
        }

        return change;
    }

    /// <summary>Gives an order and waits until it is in force.</summary>
    /// <returns>The weight in force; null: the order was refused.</returns>
    public async Task<Weight?> MoveAsync(WeightOrder order)
    {
        switch (await SetAsync(order).ConfigureAwait(false))
        {
            case WeightChange.Applied applied:
                return applied.Effective;
            case WeightChange.Rejected:
                return null;
            case WeightChange.Pending pending:
                return await LandAsync(order, pending).ConfigureAwait(false);
            case WeightChange.Conflict conflict:
                Doubts.Add($"{order.Weight} was asked, and a conflict with {conflict.Found} answered; does another hand move the target?");
                throw ConformanceBreak.NotJudged("An order ended in conflict.");
            case WeightChange.Unknown unknown:
                Doubts.Add($"{order.Weight} was asked, and doubt answered: {unknown.Reason}");
                throw ConformanceBreak.NotJudged("An order ended in doubt.");
            default:
                throw new InvalidOperationException("The set of answers is closed.");
        }
    }

    /// <summary>Moves to a weight that must be had.</summary>
    public async Task<Weight> MustMoveAsync(WeightOrder order) =>
        await MoveAsync(order).ConfigureAwait(false) ?? throw ConformanceBreak.NotJudged($"An order for {order.Weight} was refused.");

    /// <summary>A weight between nothing and everything that the target can have; half, unless it only knows the two.</summary>
    public async Task<Weight> MiddleAsync() => (await FactsAsync().ConfigureAwait(false)).Grain < 5_000 ? new(5_000) : Weight.Full;

    /// <summary>Another weight than that.</summary>
    public async Task<Weight> OtherAsync() => (await FactsAsync().ConfigureAwait(false)).Grain < 2_000 ? new(2_000) : Weight.Zero;

    /// <summary>Goes on as a runner that opened the journal again: a higher fence, epochs from 1.</summary>
    public void NextFence() => (Fence, _epoch) = (Fence + 1, 0);

    /// <summary>Goes on as another rollout: fences and epochs from 1.</summary>
    public void StartRollout() => (Rollout, Fence, _epoch) = (NextRollout(), 1, 0);

    /// <summary>Does something with another controller of the same target, as another process would.</summary>
    public async Task<T> WithOtherAsync<T>(Func<Task<T>> act)
    {
        var first = _controller;
        using var other = _open();
        _controller = other;
        try
        {
            return await act().ConfigureAwait(false);
        }
        finally
        {
            _controller = first;
        }
    }

    public Task DelayAsync(TimeSpan time) => Task.Delay(time, _time, _cancellation);

    /// <summary>Makes a call that is cancelled after a while.</summary>
    /// <returns>Whether it ended within two seconds of that.</returns>
    public async Task<bool> CancelAsync(TimeSpan after, Func<ITrafficController, CancellationToken, Task> call)
    {
        using var cancel = new CancellationTokenSource(after, _time);
        if (after == TimeSpan.Zero)
        {
            await cancel.CancelAsync().ConfigureAwait(false);
        }

        try
        {
            await Task.Run(() => call(_controller, cancel.Token), CancellationToken.None).WaitAsync(after + TimeSpan.FromSeconds(2), _time, _cancellation).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!_cancellation.IsCancellationRequested)
        {
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
#pragma warning disable CA1031 // Whatever it is, it is reported.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Thrown.Add($"A cancelled call threw {e.GetType().Name}: {e.Message}");
            return true;
        }
    }

    /// <summary>Leaves the target at zero, even when the trial was ended early.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "It was reported where it mattered.")]
    public async Task LeaveAsync()
    {
        // Where the suite could not start nothing was moved.
        if (Obstacle is not null)
        {
            return;
        }

        using var limit = new CancellationTokenSource(s_callLimit, _time);
        try
        {
            await _controller.SetAsync(Next(Weight.Zero, final: true), limit.Token).WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The findings say what is wrong with it.
        }
    }

    public void Dispose() => _controller.Dispose();

    /// <summary>Why the target could not be known, if the controller says so.</summary>
    public string Why() => _controller.Trouble is { } trouble ? $": {trouble.TrimEnd('.')}" : "";

    private string NextRollout() => $"{_series}.{++_rollouts}";

    private async Task<Weight?> LandAsync(WeightOrder order, WeightChange.Pending pending)
    {
        Pending++;
        var facts = await FactsAsync().ConfigureAwait(false);
        await NeedReadBackAsync().ConfigureAwait(false);
        var since = _time.GetTimestamp();
        while (_time.GetElapsedTime(since) <= facts.LateBound)
        {
            if (await ReadAsync().ConfigureAwait(false) is { } found && found <= order.Weight && order.Weight.BasisPoints - found.BasisPoints < facts.Grain)
            {
                return found;
            }

            await DelayAsync(s_poll).ConfigureAwait(false);
        }

        NotLanded.Add($"{order.Weight} was accepted as {pending.Id}, but was not in force {facts.LateBound.TotalSeconds:0.#} s later");
        throw ConformanceBreak.NotJudged("An accepted order did not land.");
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "That calls do not throw is a rule of its own.")]
    private async Task<T> CallAsync<T>(string name, Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(s_callLimit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            return await call(either.Token).WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            Slow.Add($"'{name}' took longer than {s_callLimit.TotalSeconds:0} s");
            throw ConformanceBreak.NotJudged("A call did not end.");
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            Thrown.Add($"'{name}' threw {e.GetType().Name}: {e.Message}");
            throw ConformanceBreak.NotJudged("A call threw.");
        }
    }
}

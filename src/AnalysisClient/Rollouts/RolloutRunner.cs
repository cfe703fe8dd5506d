using System.Reflection;
using System.Threading.Channels;
using CanaryJudge.AnalysisClient.Rollouts.Notices;
using CanaryJudge.AnalysisClient.Traffic;
using CanaryJudge.Contracts.V1;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Rollouts;

/// <summary>Runs a rollout to its end: feeds the rules one input at a time, writes their records before it starts their actions.</summary>
/// <remarks>
/// <para>Killed at any point and started again it goes on from the journal. What it may not do: send a weight that is not on record (but zero, when the
/// journal cannot be written), or anything at all once another runner has opened the journal.</para>
/// <para>One instance runs one rollout once. Commands may come from any thread.</para>
/// </remarks>
public sealed class RolloutRunner : IDisposable
{
    private const long ProbeEvery = 10;
    private const long SeenEvery = 60;
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(10);

    private readonly RolloutSetup _setup;
    private readonly RolloutJournal _journal;
    private readonly RolloutClock _clock;
    private readonly TargetCalls _calls;
    private readonly NoticeQueue _notices;
    private readonly Channel<RunnerMessage> _inbox = Channel.CreateUnbounded<RunnerMessage>(new() { SingleReader = true });
    private RolloutInput.Open? _openUnwritten;
    private RolloutMemory _memory = RolloutMemory.Fresh;
    private RolloutEnd? _end;
    private TargetFacts? _facts;
    private RolloutState _state;
    private JournalHeader? _header;
    private Weight? _found;
    private long _foundAt;
    private RolloutInput.Judged? _newest;
    private Judgement? _judgement;
    private long? _wake;
    private long? _probeAt;
    private long _renewAt;
    private long? _downSince;

    /// <summary>A runner on an opened journal.</summary>
    /// <param name="setup">What it needs.</param>
    /// <param name="journal">The journal; the runner does not own it.</param>
    public RolloutRunner(RolloutSetup setup, RolloutJournal journal)
    {
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentNullException.ThrowIfNull(journal);
        (_setup, _journal) = (setup, journal);
        _clock = RolloutClock.Start(setup.Time, journal.Lines.Count > 0 ? journal.Lines[^1] : null);
        _calls = new(setup.Controller, setup.CallTimeout, setup.Time, a => Post(new RunnerMessage.Feed(a)));
        _notices = new(setup.Notices, upTo => Post(new RunnerMessage.Told(upTo)), setup.OnNotice, setup.Time);
        (_header, _state) = (journal.Header, Fold(journal));
        _renewAt = _clock.Now + RolloutLock.RenewEvery;
    }

    /// <summary>Where the rollout stands; null: it has no journal yet.</summary>
    public RolloutStatus? Status { get; private set; }

    /// <summary>Gives a command.</summary>
    /// <param name="command">Approve, promote, abort, freeze or thaw.</param>
    /// <param name="cancellation">Ends the wait, not the command.</param>
    /// <returns>Why it does not hold; null: it does.</returns>
    public async Task<string?> TellAsync(RolloutInput command, CancellationToken cancellation)
    {
        var reply = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        return _inbox.Writer.TryWrite(new RunnerMessage.Feed(command, Reply: reply))
            ? await reply.Task.WaitAsync(cancellation).ConfigureAwait(false)
            : "the runner has ended";
    }

    /// <summary>A signal: rolls back, or leaves, as the setup says. Safe to call more than once.</summary>
    public void Stop() => _inbox.Writer.TryWrite(new RunnerMessage.Stop());

    /// <summary>Runs to the end.</summary>
    /// <param name="cancellation">Leaves at once; the weight stays where it is.</param>
    public async Task<RolloutEnd> RunAsync(CancellationToken cancellation)
    {
        if (_journal.Header is { } header && (header.PlanHash != _setup.PlanHash || header.RolloutId != _setup.RolloutId))
        {
            return new(2, $"{_setup.RolloutId} was started with another file. Give the changed one another name, or abort the old one first.");
        }

        _facts = await DescribeAsync(cancellation).ConfigureAwait(false);
        if (_header is null && Create() is { } failed)
        {
            return failed;
        }

        using var running = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var feed = _state.Phase == RolloutPhase.Done ? Task.CompletedTask : _setup.Feed.RunAsync(HearAsync, running.Token);
        var telling = _notices.RunAsync(running.Token);
        TellWhatWasNotTold();
        var isFirst = _journal.Lines.All(l => l.Records.Count == 0);
        Take(new RolloutInput.Open(_journal.Fence, _clock.Gap, _clock.IsKnown, isFirst));
        try
        {
            await LoopAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            _end ??= Left();
        }

        await CloseAsync(telling, cancellation).ConfigureAwait(false);
        await running.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(feed, telling).ConfigureAwait(false);
        return _end!;
    }

    /// <inheritdoc />
    public void Dispose() => _calls.Dispose();

    private static RolloutState Fold(RolloutJournal journal) => new JournalContents(journal.Lines, 0).State;

    private async Task LoopAsync(CancellationToken cancellation)
    {
        while (_end is null)
        {
            if (_inbox.Reader.TryRead(out var message))
            {
                Handle(message);
                continue;
            }

            if (!await ComesBeforeAsync(_clock.Until(NextTime()), cancellation).ConfigureAwait(false))
            {
                OnTime();
            }
        }
    }

    private async Task<bool> ComesBeforeAsync(TimeSpan wait, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(wait, _setup.Time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        try
        {
            return await _inbox.Reader.WaitToReadAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private long NextTime() => new[] { _wake, _probeAt, GiveUpAt, _renewAt }.Min()!.Value;

    private long? GiveUpAt => _downSince is { } since && _setup.GiveUpAfter is { } after ? since + (long)after.TotalSeconds : null;

    private void OnTime()
    {
        var now = _clock.Now;
        if (now >= GiveUpAt)
        {
            _end = new(RolloutExit.Target, _memory.Unwritable && _found == Weight.Zero
                ? $"{_setup.RolloutId} is at zero, but the journal cannot be written. Free some disk space, then start it again to go on: canaryjudge rollout run"
                : $"{_setup.RolloutId} is not at zero: {_calls.Note ?? "the target does not come to it"}. Start it again to go on: canaryjudge rollout run");
        }
        else if (now >= _probeAt)
        {
            _probeAt = now + ProbeEvery;
            if (_journal.Probe())
            {
                JournalIsBack();
            }
        }
        else if (now >= _renewAt)
        {
            _renewAt = now + RolloutLock.RenewEvery;
            if (_journal.Confirm() == AppendResult.Fenced)
            {
                Fenced();
            }
        }
        else
        {
            Take(new RolloutInput.Tick());
        }
    }

    private void Handle(RunnerMessage message)
    {
        switch (message)
        {
            case RunnerMessage.Feed feed:
                Hear(feed);
                var refusal = Take(feed.Input);
                feed.Reply?.TrySetResult(refusal);
                break;
            case RunnerMessage.Told told when !_memory.Unwritable && _journal.Append(_clock.Now, [new RolloutRecord.Told(told.UpTo)]) == AppendResult.Fenced:
                Fenced();
                break;
            case RunnerMessage.Stop when _setup.LeaveOnStop:
                _end = Left();
                break;
            case RunnerMessage.Stop:
                Take(new RolloutInput.Abort("a signal"));
                break;
        }
    }

    private void Hear(RunnerMessage.Feed feed)
    {
        if (feed.Input is RolloutInput.Judged judged)
        {
            (_newest, _judgement) = (judged, feed.Judgement);
        }
        else if (feed.Input is RolloutInput.Answer { Is: AnswerKind.Weight, Found: { } found })
        {
            (_found, _foundAt) = (found, _clock.Now);
        }
    }

    private ValueTask HearAsync(RolloutInput.Judged judged, Judgement? judgement) => Post(new RunnerMessage.Feed(judged, judgement));

    /// <summary>Puts a message before the loop; one that comes after the end, such as the last look of a finished analysis, is nobody's.</summary>
    private ValueTask Post(RunnerMessage message)
    {
        _inbox.Writer.TryWrite(message);
        return ValueTask.CompletedTask;
    }

    /// <summary>One input: rules, records, actions.</summary>
    /// <returns>Why a command does not hold; null: it does.</returns>
    private string? Take(RolloutInput input)
    {
        var turn = RolloutRules.Step(_header!.Plan, _state, _memory, input, _clock.Now);
        switch (Write(turn))
        {
            case AppendResult.Fenced:
                Fenced();
                return "another runner has taken over";
            case AppendResult.Failed:
                return JournalHasFailed(input);
            default:
                return Apply(input, turn);
        }
    }

    private AppendResult Write(RolloutTurn turn)
    {
        if (turn.Records.Count > 0)
        {
            return _journal.Append(_clock.Now, turn.Records);
        }

        if (!turn.Actions.Any(a => a is RolloutAction.SetWeight))
        {
            return AppendResult.Written;
        }

        // Zero needs no journal that can be written, but it must not be another runner's.
        var isRepair = turn.Memory.Unwritable && turn.Actions.OfType<RolloutAction.SetWeight>().Any(s => s.Weight == Weight.Zero);
        return _journal.Confirm() is var confirmed && isRepair && confirmed == AppendResult.Failed ? AppendResult.Written : confirmed;
    }

    /// <summary>That turn did not happen: nothing can rise any more, zero needs no record.</summary>
    private string? JournalHasFailed(RolloutInput input)
    {
        if (input is RolloutInput.Open open)
        {
            _openUnwritten = open;
        }

        _probeAt = _clock.Now + ProbeEvery;
        Apply(new RolloutInput.JournalFailed(), RolloutRules.Step(_header!.Plan, _state, _memory, new RolloutInput.JournalFailed(), _clock.Now));
        if (_end is not null)
        {
            _end = _end with { Message = "the journal cannot be written; nothing was touched. Free some disk space and start again." };
            return "the journal cannot be written";
        }

        return input is RolloutInput.Open ? null : Apply(input, RolloutRules.Step(_header.Plan, _state, _memory, input, _clock.Now));
    }

    private void JournalIsBack()
    {
        if (_openUnwritten is { } open)
        {
            if (_journal.Append(_clock.Now, [new RolloutRecord.Opened(open.Fence, open.Gap, open.Known)]) != AppendResult.Written)
            {
                return;
            }

            _openUnwritten = null;
        }

        _probeAt = null;
        Take(new RolloutInput.JournalBack());
    }

    private string? Apply(RolloutInput input, RolloutTurn turn)
    {
        (_state, _memory, _wake) = (turn.State, turn.Memory, turn.Wake);
        _downSince = _state.Latched || _memory.Unwritable ? _downSince ?? _clock.Now : null;
        var refusal = turn.Actions.Select(Start).Where(r => r is not null).FirstOrDefault();
        if (turn.Records.Count > 0 && RolloutNotice.Of(_setup.RolloutId, _journal.Lines[^1], _state) is { } notice)
        {
            _notices.Add(_journal.Lines[^1].Seq, notice);
        }

        Show(input, turn);
        Heartbeat(input);
        return refusal;
    }

    private string? Start(RolloutAction action)
    {
        switch (action)
        {
            case RolloutAction.SetWeight set:
                _setup.Feed.EndEpoch(_setup.Time.GetUtcNow());
                _calls.Set(set.Call, Order(set.Epoch, set.Weight, set.Final));
                break;
            case RolloutAction.ReadWeight read:
                var renews = _facts is { Expires: true } && !_memory.Unwritable && _state is { Latched: false, Verified: true, Final: false } && _journal.Confirm() == AppendResult.Written;
                _calls.Read(read.Call, renews ? Order(_state.Epoch, _state.Weight, isFinal: false) : null);
                break;
            case RolloutAction.Cancel cancel:
                _calls.Cancel(cancel.Call);
                break;
            case RolloutAction.Watch watch:
                _setup.Feed.Watch(new(watch.Epoch, _state.Step, watch.Weight, _clock.ToWall(watch.Since)));
                break;
            case RolloutAction.Refuse refuse:
                return refuse.Why;
            case RolloutAction.Finish finish:
                _end = new(finish.Exit);
                break;
        }

        return null;
    }

    private WeightOrder Order(long epoch, Weight weight, bool isFinal) => new(_setup.RolloutId, epoch, _journal.Fence, weight, isFinal)
    {
        ValidUntil = _facts is { Expires: true } && !isFinal ? _setup.Time.GetUtcNow() + TimeSpan.FromSeconds(_header!.Plan.ResumeWithin) : null,
    };

    private void Show(RolloutInput input, RolloutTurn turn)
    {
        Status = new()
        {
            Header = _header!,
            State = _state,
            Memory = _memory,
            Now = _clock.Now,
            Time = _setup.Time.GetUtcNow(),
            Found = _found,
            FoundAt = _foundAt,
            Note = _memory.Sure ? null : _calls.Note,
            Newest = _newest,
            Judgement = _judgement,
        };
        foreach (var observer in _setup.Observers)
        {
            try
            {
                observer.Turned(Status, input, turn.Records, turn.Actions);
            }
#pragma warning disable CA1031 // Who looks on, into a log on a full disk for instance, must not end what keeps the canary safe.
            catch (Exception)
#pragma warning restore CA1031
            {
                // The next turn is shown again; the journal holds all of them.
            }
        }
    }

    /// <summary>A sign of life now and then, so that a restart knows how long nobody ran.</summary>
    private void Heartbeat(RolloutInput input)
    {
        var isDue = _memory is { Sure: true, Unwritable: false } && input is RolloutInput.Answer { Is: AnswerKind.Weight } && _clock.Now - _journal.Lines[^1].T >= SeenEvery;
        if (isDue && _end is null && _journal.Append(_clock.Now, [new RolloutRecord.Seen(_found ?? _state.Weight)]) == AppendResult.Fenced)
        {
            Fenced();
        }
    }

    private void Fenced() => _end = Replaced();

    private RolloutEnd Replaced() => new(7, $"another runner has taken over {_setup.RolloutId}; this one does nothing more.");

    private RolloutEnd Left() => new(
        RolloutExit.Aborted,
        _state.Weight == Weight.Zero || _state.Phase == RolloutPhase.Done
            ? null
            : $"left at {_state.Weight}: nobody watches the canary now. Within {_header!.Plan.ResumeWithin} s it goes on with: canaryjudge rollout run");

    private async Task<TargetFacts?> DescribeAsync(CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(_setup.CallTimeout, _setup.Time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        try
        {
            return await _setup.Controller.DescribeAsync(limit.Token).WaitAsync(limit.Token).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever goes wrong in a controller, it did not say what it is.
        catch (Exception) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    private RolloutEnd? Create()
    {
        if (_facts is null)
        {
            return new(RolloutExit.Target, $"the target does not answer{(_setup.Controller.Trouble is { } trouble ? $": {trouble.TrimEnd('.')}" : "")}; nothing was touched. Start it, then start the rollout again.");
        }

        var bound = (long)Math.Ceiling((_setup.CallTimeout + _facts.LateBound).TotalSeconds);
        var plan = _setup.Plan with { Grain = _facts.Grain, ReadBack = _facts.ReadBack, Late = Math.Max(_setup.Plan.Late, bound) };
        var engine = typeof(RolloutRunner).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        _header = new(_setup.RolloutId, plan, _setup.PlanHash, _facts.Target, engine);
        return _journal.Create(_header) switch
        {
            AppendResult.Written => null,
            AppendResult.Fenced => Replaced(),
            _ => new(RolloutExit.Target, "the journal cannot be written; nothing was touched. Free some disk space and start again."),
        };
    }

    /// <summary>What an earlier runner had no time to tell.</summary>
    private void TellWhatWasNotTold()
    {
        var told = _journal.Lines.SelectMany(l => l.Records).OfType<RolloutRecord.Told>().Select(t => t.UpTo).DefaultIfEmpty(0).Max();
        var state = RolloutState.Initial;
        foreach (var line in _journal.Lines)
        {
            state = line.Records.Aggregate(state, (s, r) => s.With(_header!.Plan, r, line.T));
            if (line.Seq > told && RolloutNotice.Of(_setup.RolloutId, line, state) is { } notice)
            {
                _notices.Add(line.Seq, notice);
            }
        }
    }

    /// <summary>The last words: the analysis is finished, people are told, but nobody waits long.</summary>
    private async Task CloseAsync(Task telling, CancellationToken cancellation)
    {
        _notices.Close();
        using var patience = new CancellationTokenSource(LastWords, _setup.Time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        if (_state.Phase == RolloutPhase.Done)
        {
            await _setup.Feed.FinishAsync(limit.Token).ConfigureAwait(false);
        }

        try
        {
            await telling.WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The next start tells it.
        }

        _inbox.Writer.TryComplete();
        while (_inbox.Reader.TryRead(out var message))
        {
            (message as RunnerMessage.Feed)?.Reply?.TrySetResult("the rollout has ended");
            if (message is RunnerMessage.Told told && !_memory.Unwritable && _end!.Exit != 7)
            {
                _journal.Append(_clock.Now, [new RolloutRecord.Told(told.UpTo)]);
            }
        }

        await _calls.EndAsync().ConfigureAwait(false);
    }
}

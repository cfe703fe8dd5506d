using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Analyses;

/// <summary>The events of an analysis that a watcher may still be told: the newest look, and the newest of the others.</summary>
internal sealed class EventLog
{
    /// <summary>So many events beside looks are kept.</summary>
    private const int Kept = 256;

    private readonly List<AnalysisEvent> _others = [];

    /// <summary>The number of the newest event.</summary>
    public ulong Revision { get; private set; }

    /// <summary>The newest look; null before the first.</summary>
    public AnalysisEvent? Look { get; private set; }

    /// <summary>Notes what happened.</summary>
    public AnalysisEvent Note(long time, AnalysisChange change)
    {
        var noted = new AnalysisEvent(++Revision, time, change);
        if (change is AnalysisChange.Looked)
        {
            Look = noted;
            return noted;
        }

        if (_others.Count == Kept)
        {
            _others.RemoveAt(0);
        }

        _others.Add(noted);
        return noted;
    }

    /// <summary>What is kept of everything after a revision, in order.</summary>
    public IReadOnlyList<AnalysisEvent> After(ulong revision)
    {
        var after = _others.Where(e => e.Revision > revision);
        return [.. (Look?.Revision > revision ? after.Append(Look) : after).OrderBy(e => e.Revision)];
    }

    /// <summary>Writes the state, all but the look's judgement.</summary>
    public void Write(StateWriter to)
    {
        to.Whole((long)Revision);
        to.Flag(Look is not null);
        if (Look is { Change: AnalysisChange.Looked looked })
        {
            to.Whole((long)Look.Revision);
            to.Whole(Look.Time);
            to.Whole(looked.Moment.Number);
            to.Whole(looked.Moment.Until);
            to.Length(looked.Moment.Epoch);
            to.Whole(looked.Moment.Elapsed);
            to.Length(looked.Moment.Planned);
            to.Flag(looked.Moment.IsLast);
        }

        to.Length(_others.Count);
        foreach (var other in _others)
        {
            to.Whole((long)other.Revision);
            to.Whole(other.Time);
            WriteChange(to, other.Change);
        }
    }

    /// <summary>Reads the state.</summary>
    /// <param name="from">What was written.</param>
    /// <param name="lookAgain">Makes the judgement of the newest look again.</param>
    public static EventLog Read(ref StateReader from, Func<LookMoment, AnalysisChange.Looked> lookAgain)
    {
        var log = new EventLog { Revision = (ulong)from.Whole() };
        if (from.Flag())
        {
            var (revision, time) = ((ulong)from.Whole(), from.Whole());
            log.Look = new(revision, time, lookAgain(new(from.Whole(), from.Whole(), from.Length(), from.Whole(), from.Length(), from.Flag())));
        }

        for (var left = from.Length(); left > 0; left--)
        {
            var (revision, time) = ((ulong)from.Whole(), from.Whole());
            log._others.Add(new(revision, time, ReadChange(ref from)));
        }

        return log;
    }

    private static void WriteChange(StateWriter to, AnalysisChange change)
    {
        switch (change)
        {
            case AnalysisChange.Ended ended:
                to.Small(1);
                to.Small((byte)ended.State);
                break;
            case AnalysisChange.Stepped { Step: { } step }:
                to.Small(2);
                StepLine.Write(to, step);
                break;
            case AnalysisChange.Stepped:
                to.Small(3);
                break;
            case AnalysisChange.Warned warned:
                to.Small(4);
                to.Length((int)warned.Warning.Code);
                to.Text(warned.Warning.Message);
                break;
        }
    }

    private static AnalysisChange ReadChange(ref StateReader from) => from.Small() switch
    {
        1 => new AnalysisChange.Ended((AnalysisState)from.Small()),
        2 => new AnalysisChange.Stepped(StepLine.ReadStep(ref from)),
        3 => new AnalysisChange.Stepped(null),
        4 => new AnalysisChange.Warned(new((WarningCode)from.Length(), from.Text())),
        var other => throw new DamagedStateException($"No change has the number {other}."),
    };
}

namespace CanaryJudge.Judging.Analyses;

/// <summary>The steps of an analysis in order, and which time belongs to which.</summary>
internal sealed class StepLine
{
    private readonly List<(AnalysisStep Step, long? Ended)> _steps = [];

    /// <summary>When epoch 0 ended, what was before the first step; null while it goes on.</summary>
    private long? _beforeEnded;

    /// <summary>How many there are.</summary>
    public int Count => _steps.Count;

    /// <summary>The step that holds now; null before the first and after one that only ended.</summary>
    public AnalysisStep? Current => _steps.Count > 0 && _steps[^1].Ended is null ? _steps[^1].Step : null;

    /// <summary>Whether a move may be noted.</summary>
    public Admission Admit(AnalysisEntry.StepSet set)
    {
        if (_steps.Count == 0)
        {
            return set.Step is null ? new Admission.WrongTimes("ended", "There is no step to end.")
                : set.Step.Since < set.Ended ? new Admission.WrongTimes("step.since", "It lies before the end of epoch 0.")
                : Admission.Fresh.Instance;
        }

        var (last, ended) = _steps[^1];
        if (set.Step is { } step && step.Epoch <= last.Epoch)
        {
            return step.Epoch < last.Epoch ? new Admission.OlderEpoch(step.Epoch, last.Epoch)
                : step == last ? Admission.Repeated.Instance
                : new Admission.OtherStep(last);
        }

        if (set.Step is null && ended is { } before)
        {
            return before == set.Ended ? Admission.Repeated.Instance : new Admission.WrongTimes("ended", "The step has already ended at another time.");
        }

        var end = ended ?? set.Ended ?? set.Step!.Since;
        return end < last.Since ? new Admission.WrongTimes(set.Ended is null ? "step.since" : "ended", $"It lies before the beginning of epoch {last.Epoch}.")
            : set.Step?.Since < end ? new Admission.WrongTimes("step.since", $"It lies before the end of epoch {last.Epoch}.")
            : Admission.Fresh.Instance;
    }

    /// <summary>Notes a move.</summary>
    public void Note(AnalysisEntry.StepSet set)
    {
        if (_steps.Count > 0)
        {
            var (last, ended) = _steps[^1];
            _steps[^1] = (last, ended ?? set.Ended ?? set.Step!.Since);
        }
        else
        {
            _beforeEnded = Math.Min(set.Ended ?? long.MaxValue, set.Step!.Since);
        }

        if (set.Step is { } step)
        {
            _steps.Add((step, null));
        }
    }

    /// <summary>The stretches of steps inside [start, end), in order; what belongs to no step is left out.</summary>
    public IEnumerable<(long Start, long End, int Epoch)> Within(long start, long end)
    {
        if (!(start >= _beforeEnded))
        {
            yield return (start, Math.Min(end, _beforeEnded ?? long.MaxValue), 0);
        }

        // From the end: there the open buckets are. All earlier steps lie before them.
        var first = _steps.Count - 1;
        while (first > 0 && _steps[first].Step.Since > start)
        {
            first--;
        }

        for (var i = Math.Max(first, 0); i < _steps.Count; i++)
        {
            var (from, to) = (Math.Max(start, _steps[i].Step.Since), Math.Min(end, _steps[i].Ended ?? long.MaxValue));
            if (from < to)
            {
                yield return (from, to, _steps[i].Step.Epoch);
            }
        }
    }

    /// <summary>The weight of an epoch, 0 to 1; null before the first step.</summary>
    public double? WeightOf(int epoch) => _steps.FindLast(s => s.Step.Epoch == epoch).Step?.WeightBasisPoints / 10_000.0;

    /// <summary>The newest step that began before a time, whether it has ended or not; null: none.</summary>
    public AnalysisStep? NewestBefore(long time) => _steps.FindLast(s => s.Step.Since < time).Step;

    /// <summary>The epoch in force just before a time: the newest that began before it; 0 before the first.</summary>
    public int EpochBefore(long time) => NewestBefore(time)?.Epoch ?? 0;

    /// <summary>The line as it was when it had so many steps; of the last one's end nothing is known then.</summary>
    public StepLine First(int count)
    {
        var line = new StepLine { _beforeEnded = _beforeEnded };
        line._steps.AddRange(_steps[..Math.Min(count, _steps.Count)]);
        return line;
    }

    /// <summary>Writes the state.</summary>
    public void Write(StateWriter to)
    {
        to.Maybe(_beforeEnded);
        to.Length(_steps.Count);
        foreach (var (step, ended) in _steps)
        {
            Write(to, step);
            to.Maybe(ended);
        }
    }

    /// <summary>Reads the state.</summary>
    public static StepLine Read(ref StateReader from)
    {
        var line = new StepLine { _beforeEnded = from.Maybe() };
        for (var left = from.Length(); left > 0; left--)
        {
            var step = ReadStep(ref from);
            line._steps.Add((step, from.Maybe()));
        }

        return line;
    }

    /// <summary>Writes one step.</summary>
    public static void Write(StateWriter to, AnalysisStep step)
    {
        to.Length(step.Epoch);
        to.Length(step.Index);
        to.Length(step.WeightBasisPoints);
        to.Whole(step.Since);
    }

    /// <summary>Reads one step.</summary>
    public static AnalysisStep ReadStep(ref StateReader from) => new(from.Length(), from.Length(), from.Length(), from.Whole());
}

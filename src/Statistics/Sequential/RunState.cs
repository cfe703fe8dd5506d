namespace CanaryJudge.Statistics.Sequential;

/// <summary>What every run carries: how many looks, the step, and what was decided.</summary>
internal sealed class RunState : IStateful
{
    private long _looks;
    private int _epoch;
    private bool _harmful;
    private double _guard = double.NaN;
    private bool _acceptable;

    internal long Looks => _looks;

    internal bool IsHarmful => _harmful;

    internal double? HarmfulGuard => double.IsNaN(_guard) ? null : _guard;

    internal bool IsAcceptable => _acceptable;

    internal static T Require<T>(ArmsBucket bucket)
        where T : ArmsBucket
    {
        ArgumentNullException.ThrowIfNull(bucket);
        return bucket as T ?? throw new ArgumentException($"This test judges {typeof(T).Name}, but the bucket holds {bucket.GetType().Name}.", nameof(bucket));
    }

    /// <summary>The strata of one bucket in order of their names.</summary>
    internal static T[] Require<T>(ReadOnlySpan<ArmsBucket> strata)
        where T : ArmsBucket
    {
        if (strata.IsEmpty)
        {
            throw new ArgumentException("A look needs the data of at least one stratum; there are none.", nameof(strata));
        }

        var ordered = new T[strata.Length];
        for (var i = 0; i < ordered.Length; i++)
        {
            ordered[i] = Require<T>(strata[i]);
        }

        Array.Sort(ordered, (a, b) => string.CompareOrdinal(a.Stratum, b.Stratum));
        for (var i = 1; i < ordered.Length; i++)
        {
            if (ordered[i].Epoch != ordered[0].Epoch || ordered[i].Stratum == ordered[i - 1].Stratum)
            {
                throw new ArgumentException($"The strata of a bucket are of one step, and each comes once; '{ordered[i].Stratum}' is not.", nameof(strata));
            }
        }

        return ordered;
    }

    /// <summary>Counts the look; whether it begins another step, where acceptance has to be shown anew.</summary>
    internal bool Enter(int epoch)
    {
        var next = _looks > 0 && epoch != _epoch;
        (_epoch, _acceptable) = (epoch, _acceptable && !next);
        _looks++;
        return next;
    }

    internal void Decide(ReadOnlySpan<SideEvidence> sides, IEnumerable<GuardEvidence>? guards = null)
    {
        var accepted = true;
        foreach (var side in sides)
        {
            _harmful |= side.Harm.IsEnough;
            accepted &= side.Acceptance.IsEnough;
        }

        foreach (var guard in guards ?? [])
        {
            if (!_harmful && guard.Evidence.IsEnough)
            {
                (_harmful, _guard) = (true, guard.Quantile);
            }
        }

        _acceptable |= accepted;
    }

    public void Exchange(StateExchange state)
    {
        state.Number(ref _looks);
        state.Number(ref _epoch);
        state.Flag(ref _harmful);
        state.Number(ref _guard);
        state.Flag(ref _acceptable);
    }
}

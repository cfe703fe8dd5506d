namespace CanaryJudge.Statistics.Sequential;

/// <summary>What is kept for each stratum, in order of their names, so that sums do not depend on the order in which they came.</summary>
/// <typeparam name="T">What is kept.</typeparam>
internal sealed class ByStratum<T> : IStateful
    where T : IStateful, new()
{
    private readonly SortedDictionary<string, T> _kept = new(StringComparer.Ordinal);

    /// <summary>All of it, in order of names.</summary>
    internal IReadOnlyCollection<T> All => _kept.Values;

    /// <summary>That of a stratum; new where the stratum is.</summary>
    internal T this[string stratum]
    {
        get
        {
            if (!_kept.TryGetValue(stratum, out var kept))
            {
                _kept.Add(stratum, kept = new());
            }

            return kept;
        }
    }

    public void Exchange(StateExchange state)
    {
        string[] names = [.. _kept.Keys];
        var count = state.Length(names.Length);
        if (state.IsReading)
        {
            _kept.Clear();
        }

        for (var i = 0; i < count; i++)
        {
            var name = state.IsReading ? "" : names[i];
            state.Text(ref name);
            this[name].Exchange(state);
        }
    }
}

namespace CanaryJudge.KayentaVectors;

/// <summary>What holds and what does not, by kind.</summary>
internal sealed class Tally
{
    private readonly SortedDictionary<string, (int Held, int Total)> _kinds = new(StringComparer.Ordinal);
    private readonly List<string> _broken = [];

    public int Held => _kinds.Values.Sum(k => k.Held);

    public int Total => _kinds.Values.Sum(k => k.Total);

    /// <summary>Counts one case.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="id">Its id.</param>
    /// <param name="differences">What is not as recorded; empty when it holds.</param>
    public void Count(string kind, string id, IReadOnlyList<string> differences)
    {
        var (held, total) = _kinds.GetValueOrDefault(kind);
        _kinds[kind] = (held + (differences.Count == 0 ? 1 : 0), total + 1);
        if (differences.Count > 0)
        {
            _broken.Add($"{id} ({kind}): {string.Join("; ", differences)}");
        }
    }

    public IEnumerable<string> Lines() => _broken.Concat(_kinds.Select(k => $"{k.Key}: {k.Value.Held} of {k.Value.Total}"));
}

using CanaryJudge.Judging.Model;

namespace CanaryJudge.Sources.Csv;

/// <summary>All series of a case, found by the text that names them without making a string of it.</summary>
internal sealed class SeriesTable
{
    private readonly Dictionary<string, SeriesRows> _series = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SeriesRows>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    /// <summary>An empty table.</summary>
    public SeriesTable() => _lookup = _series.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>All series, in order of their keys.</summary>
    public IEnumerable<SeriesRows> All => _series.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => s.Value);

    /// <summary>The series of a key; null: none yet.</summary>
    public SeriesRows? Find(ReadOnlySpan<char> key) => _lookup.TryGetValue(key, out var rows) ? rows : null;

    /// <summary>Adds a series.</summary>
    public SeriesRows Add(ReadOnlySpan<char> key, SeriesRows rows)
    {
        _series.Add(key.ToString(), rows);
        return rows;
    }

    /// <summary>The arm that a word names; null: none. Other tools' words are taken too.</summary>
    public static Arm? ArmOf(ReadOnlySpan<char> word) =>
        Is(word, "baseline") || Is(word, "control") || Is(word, "stable") ? Arm.Baseline
        : Is(word, "canary") || Is(word, "experiment") ? Arm.Canary
        : null;

    private static bool Is(ReadOnlySpan<char> word, string name) => word.Equals(name, StringComparison.OrdinalIgnoreCase);
}

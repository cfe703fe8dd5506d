using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Sources.Csv;

/// <summary>One metric while it is read: its series, and what its rows have shown of its kind.</summary>
/// <param name="name">The name.</param>
/// <param name="policy">What the user wrote about it; null: nothing.</param>
internal sealed class MetricBuffer(string name, MetricPolicy? policy)
{
    private readonly SeriesBuffer?[] _plain = new SeriesBuffer?[2];
    private readonly Dictionary<string, SeriesBuffer>[] _labelled = [new(StringComparer.Ordinal), new(StringComparer.Ordinal)];

    /// <summary>The name.</summary>
    public string Name => name;

    /// <summary>What the user wrote about it; null: nothing.</summary>
    public MetricPolicy? Policy => policy;

    /// <summary>The kind: the policy's, else what the rows have shown; null: values alone, so spacing and name decide.</summary>
    public string? Kind { get; set; } = policy?.Kind;

    /// <summary>Whether a row with a value has been read, so that the columns it needs are settled.</summary>
    public bool IsSettled { get; set; } = policy?.Kind is not null;

    /// <summary>Of a count: whether rows have an exposure; null before the first.</summary>
    public bool? HasExposure { get; set; }

    /// <summary>Whether a problem of the metric as a whole was noted, so that it is not noted again for each row.</summary>
    public bool IsRefused { get; set; }

    /// <summary>Whether it came as a column of a wide file, where an empty cell may just mean that nothing was observed then.</summary>
    public bool IsWide { get; set; }

    /// <summary>All series.</summary>
    public IEnumerable<SeriesBuffer> Series => _plain.OfType<SeriesBuffer>().Concat(_labelled.SelectMany(l => l.Values));

    /// <summary>The series without labels; null: no row yet.</summary>
    public ref SeriesBuffer? Plain(Arm arm) => ref _plain[(int)arm];

    /// <summary>The series with labels, by their values.</summary>
    public Dictionary<string, SeriesBuffer> Labelled(Arm arm) => _labelled[(int)arm];
}

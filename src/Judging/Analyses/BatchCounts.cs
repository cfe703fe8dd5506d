namespace CanaryJudge.Judging.Analyses;

/// <summary>How many rows became what.</summary>
public sealed class BatchCounts
{
    private readonly long[] _rejected = new long[Enum.GetValues<Rejection>().Length];

    /// <summary>Taken.</summary>
    public long Accepted { get; private set; }

    /// <summary>Of an interval already taken, with the same value.</summary>
    public long Duplicate { get; private set; }

    /// <summary>Of a bucket already closed; not taken.</summary>
    public long Late { get; private set; }

    /// <summary>Not taken, by reason; reasons without rows are left out.</summary>
    public IEnumerable<KeyValuePair<Rejection, long>> Rejected =>
        _rejected.Select((rows, reason) => KeyValuePair.Create((Rejection)reason, rows)).Where(r => r.Value > 0);

    internal void Accept(long rows) => Accepted += rows;

    internal void Repeat() => Duplicate++;

    internal void Miss(long rows) => Late += rows;

    internal void Reject(Rejection reason, long rows) => _rejected[(int)reason] += rows;

    /// <summary>Adds what became of other rows.</summary>
    /// <param name="other">Theirs.</param>
    public void Add(BatchCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        (Accepted, Duplicate, Late) = (Accepted + other.Accepted, Duplicate + other.Duplicate, Late + other.Late);
        for (var i = 0; i < _rejected.Length; i++)
        {
            _rejected[i] += other._rejected[i];
        }
    }

    internal void Write(StateWriter to)
    {
        to.Whole(Accepted);
        to.Whole(Duplicate);
        to.Whole(Late);
        to.Wholes(_rejected);
    }

    internal static BatchCounts Read(ref StateReader from)
    {
        var counts = new BatchCounts { Accepted = from.Whole(), Duplicate = from.Whole(), Late = from.Whole() };
        from.Wholes().AsSpan(0, counts._rejected.Length).CopyTo(counts._rejected);
        return counts;
    }
}

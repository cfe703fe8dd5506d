namespace CanaryJudge.Judging.Analyses;

/// <summary>Who sent what: repeats, gaps and changed batches are told from new ones.</summary>
internal sealed class Producers
{
    /// <summary>So many batches of a producer are remembered by their content; older repeats are taken as equal.</summary>
    private const int Remembered = 64;

    private readonly SortedDictionary<string, Sender> _senders = new(StringComparer.Ordinal);

    /// <summary>Per producer the newest sequence.</summary>
    public IReadOnlyDictionary<string, ulong> Newest => _senders.ToDictionary(s => s.Key, s => s.Value.Last, StringComparer.Ordinal);

    /// <summary>How many producers have sent something.</summary>
    public int Count => _senders.Count;

    /// <summary>Whether a producer has sent something before.</summary>
    public bool Knows(string producer) => _senders.ContainsKey(producer);

    /// <summary>What a batch is to its producer's sequence.</summary>
    public Admission Admit(AnalysisEntry.Batch batch)
    {
        var sender = _senders.GetValueOrDefault(batch.Producer);
        var expected = (sender?.Last ?? 0) + 1;
        return batch.Sequence == expected ? Admission.Fresh.Instance
            : batch.Sequence > expected || batch.Sequence == 0 ? new Admission.Gap(batch.Sequence, expected)
            : expected - batch.Sequence <= Remembered && sender!.Contents[batch.Sequence % Remembered] != batch.Content ? new Admission.OtherContent(batch.Sequence, expected)
            : Admission.Repeated.Instance;
    }

    /// <summary>Notes a new batch.</summary>
    public void Note(AnalysisEntry.Batch batch)
    {
        if (!_senders.TryGetValue(batch.Producer, out var sender))
        {
            _senders.Add(batch.Producer, sender = new());
        }

        sender.Last = batch.Sequence;
        sender.Contents[batch.Sequence % Remembered] = batch.Content;
    }

    /// <summary>Writes the state.</summary>
    public void Write(StateWriter to)
    {
        to.Length(_senders.Count);
        foreach (var (name, sender) in _senders)
        {
            to.Text(name);
            to.Whole((long)sender.Last);
            foreach (var sequence in Known(sender.Last))
            {
                var content = sender.Contents[sequence % Remembered];
                to.Whole((long)(ulong)(content >> 64));
                to.Whole((long)(ulong)content);
            }
        }
    }

    /// <summary>Reads the state.</summary>
    public static Producers Read(ref StateReader from)
    {
        var producers = new Producers();
        for (var left = from.Length(); left > 0; left--)
        {
            var name = from.Text();
            var sender = new Sender { Last = (ulong)from.Whole() };
            foreach (var sequence in Known(sender.Last))
            {
                var upper = (ulong)from.Whole();
                sender.Contents[sequence % Remembered] = new(upper, (ulong)from.Whole());
            }

            producers._senders[name] = sender;
        }

        return producers;
    }

    /// <summary>The batches whose content is known, in order, counted down from the newest: the largest number has none after it.</summary>
    private static IEnumerable<ulong> Known(ulong last)
    {
        for (var before = (int)Math.Min(last, Remembered); before > 0; before--)
        {
            yield return last - (ulong)before + 1;
        }
    }

    private sealed class Sender
    {
        public ulong Last { get; set; }

        public UInt128[] Contents { get; } = new UInt128[Remembered];
    }
}

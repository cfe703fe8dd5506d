using System.IO.Hashing;
using System.Security.Cryptography;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Analyses;

/// <summary>The entries of a log as bytes, as storage keeps them.</summary>
public static class EntryBytes
{
    /// <summary>The version of what is written; every older one is read. 2: the start holds the expected split. 3: a checksum follows, of SHA-256. 4: of XXH128. 5: times by the changes of their distances.</summary>
    private const byte Version = 5;

    private const byte SincePackedTimes = 5;

    /// <summary>
    /// The first bytes of a hash of what is before them: a flipped bit is damage, never other data. XXH128 since damage is no attack, and a batch of 10,000
    /// samples takes 10 µs instead of 90 each of the three times that it is hashed.
    /// </summary>
    private const int ChecksumBytes = 8;

    /// <summary>Writes the start of an analysis.</summary>
    /// <param name="start">What it begins with.</param>
    public static byte[] Write(AnalysisStart start)
    {
        using var bytes = new PooledBytes(256);
        var to = new StateWriter(bytes);
        to.Small(Version);
        to.Text(start.Id);
        to.Text(start.RequestId);
        to.Whole(start.Created);
        to.Text(start.PolicyText);
        var options = start.Options;
        to.Whole(options.Bucket);
        to.Whole(options.Lateness);
        to.Whole(options.Minimum);
        to.Maybe(options.Maximum);
        to.Wholes([.. options.PlannedLooks]);
        to.Small((byte)options.StopRule);
        to.Maybe(options.UnwatchedAfter);
        to.Whole(options.ClockSkew);
        to.Flag(options.CanaryShare is not null);
        to.Number(options.CanaryShare ?? 0);
        to.Length(start.Labels.Count);
        foreach (var (name, value) in start.Labels.OrderBy(l => l.Key, StringComparer.Ordinal))
        {
            to.Text(name);
            to.Text(value);
        }

        return Sealed(bytes.Written);
    }

    /// <summary>Reads the start of an analysis.</summary>
    /// <param name="bytes">What was written.</param>
    /// <exception cref="DamagedStateException">The bytes are damaged, or of a newer version.</exception>
    public static AnalysisStart ReadStart(ReadOnlySpan<byte> bytes)
    {
        var from = new StateReader(Opened(bytes));
        var version = ReadVersion(ref from);
        var start = new AnalysisStart
        {
            Id = from.Text(),
            RequestId = from.Text(),
            Created = from.Whole(),
            PolicyText = from.Text(),
            Options = new()
            {
                Bucket = from.Whole(),
                Lateness = from.Whole(),
                Minimum = from.Whole(),
                Maximum = from.Maybe(),
                PlannedLooks = from.Wholes(),
                StopRule = ReadStopRule(ref from),
                UnwatchedAfter = from.Maybe(),
                ClockSkew = from.Whole(),
                CanaryShare = version >= 2 ? ReadShare(ref from) : null,
            },
            Labels = SeriesBytes.ReadLabels(ref from),
        };
        from.End();
        return start;
    }

    private static StopRule ReadStopRule(ref StateReader from) => (StopRule)from.Small() is var rule && Enum.IsDefined(rule)
        ? rule
        : throw new DamagedStateException($"No rule to stop has the number {(int)rule}.");

    /// <summary>Writes an entry.</summary>
    /// <param name="entry">The entry.</param>
    public static byte[] Write(AnalysisEntry entry)
    {
        // Room for the times and values of samples from the beginning: a writer that grows copies them again and again.
        var rows = (entry as AnalysisEntry.Batch)?.Series.Sum(s => s.Data.Count) ?? 0;
        using var bytes = new PooledBytes(256 + (24 * rows));
        var to = new StateWriter(bytes);
        to.Small(Version);
        to.Whole(entry.At);
        switch (entry)
        {
            case AnalysisEntry.Batch batch:
                to.Small(0);
                to.Text(batch.Producer);
                to.Whole((long)batch.Sequence);
                SeriesBytes.Write(to, batch.Series);
                break;
            case AnalysisEntry.StepSet set:
                to.Small(1);
                to.Maybe(set.Ended);
                to.Flag(set.Step is not null);
                if (set.Step is { } step)
                {
                    StepLine.Write(to, step);
                }

                break;
            case AnalysisEntry.Finished:
                to.Small(2);
                break;
            case AnalysisEntry.TimedOut:
                to.Small(3);
                break;
            case AnalysisEntry.Cancelled:
                to.Small(4);
                break;
            case AnalysisEntry.Unwatched:
                to.Small(5);
                break;
            default:
                throw new ArgumentException($"An entry of type {entry.GetType().Name} has no bytes.", nameof(entry));
        }

        return Sealed(bytes.Written);
    }

    /// <summary>Reads an entry.</summary>
    /// <param name="bytes">What was written.</param>
    /// <exception cref="DamagedStateException">The bytes are damaged, or of a newer version.</exception>
    public static AnalysisEntry Read(ReadOnlySpan<byte> bytes)
    {
        var from = new StateReader(Opened(bytes));
        var version = ReadVersion(ref from);
        var at = from.Whole();
        AnalysisEntry entry = from.Small() switch
        {
            0 => ReadBatch(version, at, ref from),
            1 => new AnalysisEntry.StepSet(at, Ended: from.Maybe(), Step: from.Flag() ? StepLine.ReadStep(ref from) : null),
            2 => new AnalysisEntry.Finished(at),
            3 => new AnalysisEntry.TimedOut(at),
            4 => new AnalysisEntry.Cancelled(at),
            5 => new AnalysisEntry.Unwatched(at),
            var other => throw new DamagedStateException($"No entry has the number {other}."),
        };
        from.End();
        return entry;
    }

    /// <summary>A digest of series: the first half of the SHA-256 of their bytes.</summary>
    internal static UInt128 Content(IReadOnlyList<Series> series)
    {
        using var bytes = new PooledBytes(1024);
        SeriesBytes.Write(new(bytes), series);
        return Digest(bytes.Written);
    }

    private static AnalysisEntry.Batch ReadBatch(byte version, long at, ref StateReader from)
    {
        var producer = from.Text();
        var sequence = (ulong)from.Whole();
        if (version < SincePackedTimes)
        {
            return new(at, producer, sequence, SeriesBytes.Read(ref from, plainTimes: true));
        }

        var content = Digest(from.Rest);
        return new(at, producer, sequence, SeriesBytes.Read(ref from, plainTimes: false)) { Content = content };
    }

    private static byte[] Sealed(ReadOnlySpan<byte> bytes)
    {
        var whole = GC.AllocateUninitializedArray<byte>(bytes.Length + ChecksumBytes);
        bytes.CopyTo(whole);
        Checksum(Version, bytes, whole.AsSpan(bytes.Length));
        return whole;
    }

    private static ReadOnlySpan<byte> Opened(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 0 || bytes[0] is < 3 or > Version)
        {
            return bytes;
        }

        Span<byte> checksum = stackalloc byte[ChecksumBytes];
        var content = bytes[..Math.Max(0, bytes.Length - ChecksumBytes)];
        Checksum(bytes[0], content, checksum);
        return bytes[content.Length..].SequenceEqual(checksum) ? content : throw new DamagedStateException("The checksum of the entry does not fit.");
    }

    private static void Checksum(byte version, ReadOnlySpan<byte> bytes, Span<byte> checksum)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (version == 3)
        {
            SHA256.HashData(bytes, hash);
        }
        else
        {
            XxHash128.Hash(bytes, hash);
        }

        hash[..ChecksumBytes].CopyTo(checksum);
    }

    private static UInt128 Digest(ReadOnlySpan<byte> bytes) => XxHash128.HashToUInt128(bytes);

    private static double? ReadShare(ref StateReader from)
    {
        var known = from.Flag();
        var share = from.Number();
        return known ? share : null;
    }

    private static byte ReadVersion(ref StateReader from)
    {
        var version = from.Small();
        return version is >= 1 and <= Version ? version : throw new DamagedStateException($"The entry is of version {version}; this server reads up to {Version}.");
    }
}

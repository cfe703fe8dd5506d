using System.Security.Cryptography;
using CanaryJudge.Judging.Analyses;
using CanaryJudge.Judging.Model;
using CsCheck;
using static CanaryJudge.Judging.Tests.Analyses.Live;

namespace CanaryJudge.Judging.Tests.Analyses;

public sealed class EntryBytesTests
{
    private static readonly AnalysisEntry s_batch = new AnalysisEntry.Batch(Noon, "p", 1, [Latency(Arm.Canary, (Noon, 12.5))]);

    [Fact]
    public void Any_flipped_bit_of_an_entry_is_noticed()
    {
        var bytes = EntryBytes.Write(s_batch);

        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var flipped = bytes.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<DamagedStateException>(() => EntryBytes.Read(flipped));
        }
    }

    [Fact]
    public void An_entry_that_was_cut_short_is_noticed()
    {
        var bytes = EntryBytes.Write(s_batch);

        Assert.All(Enumerable.Range(0, bytes.Length), length => Assert.Throws<DamagedStateException>(() => EntryBytes.Read(bytes.AsSpan(0, length))));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void An_entry_of_an_older_version_is_still_read_and_what_was_sent_once_is_known_again(byte version)
    {
        var read = Assert.IsType<AnalysisEntry.Batch>(EntryBytes.Read(Older(version)));

        Assert.Equal([12.5, 13], ((SeriesData.Samples)read.Series[0].Data).Values);
        Assert.Equal([Noon, Noon + 7], ((SeriesData.Samples)read.Series[0].Data).At);
        Assert.Equal(Assert.IsType<AnalysisEntry.Batch>(EntryBytes.Read(EntryBytes.Write(read))).Content, read.Content);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void A_damaged_entry_of_an_older_version_with_a_checksum_is_noticed(byte version)
    {
        var bytes = Older(version);
        bytes[^20] ^= 1;

        Assert.Throws<DamagedStateException>(() => EntryBytes.Read(bytes));
    }

    [Fact]
    public void Any_times_in_any_order_come_back() => Gen.OneOf(
        Gen.Long.Array[0, 700],
        Gen.Select(Gen.Int[0, 700], Gen.Long, Gen.Long).Select((n, first, distance) => Enumerable.Range(0, n).Select(i => first + (i * distance)).ToArray()),
        Gen.SByte.Array[0, 700].Select(Times),
        Gen.Short.Array[0, 700].Select(Times),
        Gen.Int.Array[0, 700].Select(Times)).ForAll(times =>
    {
        var batch = new AnalysisEntry.Batch(Noon, "p", 1, [new("m", Arm.Canary, Series.NoLabels, new SeriesData.Samples(times, new double[times.Length], []))]);

        Assert.Equal(times, ((SeriesData.Samples)Assert.IsType<AnalysisEntry.Batch>(EntryBytes.Read(EntryBytes.Write(batch))).Series[0].Data).At);
    });

    [Theory]
    [InlineData(0, 8)]
    [InlineData(100, 9)]
    [InlineData(30_000, 10)]
    [InlineData(2_000_000_000, 12)]
    [InlineData(2_000_000_000_000, 16)]
    public void A_sample_takes_its_value_and_what_its_distance_differs_by(long jitter, int expected)
    {
        long[] times = [.. Enumerable.Range(0, 10_000).Select(i => Noon + (i * 60_000_000_000) + (i % 3 == 1 ? jitter / 3 : 0))];
        var batch = new AnalysisEntry.Batch(Noon, "p", 1, [new("m", Arm.Canary, Series.NoLabels, new SeriesData.Samples(times, new double[times.Length], []))]);

        Assert.Equal(expected, EntryBytes.Write(batch).Length / 10_000.0, 0.01);
    }

    [Theory]
    [InlineData(1_000_000_000, 0, "There are 1,000,000,000 times for the rows in 0 bytes.")]
    [InlineData(3, 3, "No change of a distance takes 3 bytes.")]
    [InlineData(3, 4, "The bytes end early")]
    public void Times_that_cannot_be_are_damage_and_take_no_memory(int count, byte width, string problem)
    {
        var bytes = Sealed(5, to =>
        {
            to.Length(count);
            to.Whole(Noon);
            to.Whole(1);
            to.Small(width);
        });

        Assert.StartsWith(problem, Assert.Throws<DamagedStateException>(() => EntryBytes.Read(bytes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Counts_that_cannot_be_are_damage_and_take_no_memory()
    {
        const int many = int.MaxValue;
        Writing header = to =>
        {
            to.Length(0);
            to.Numbers([1, 2]);
        };
        (byte Kind, Writing Data)[] forged =
        [
            (4, header + (to => to.Length(many))),
            (5, to =>
            {
                to.Length(0);
                to.Length(many);
            }),
        ];
        byte[][] entries =
        [
            .. forged.Select(f => Sealed(5, f.Data, f.Kind)),
            Sealed(5, _ => { }, series: many),
        ];

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.All(entries, bytes => Assert.StartsWith("2,147,483,647 are said to follow", Assert.Throws<DamagedStateException>(() => EntryBytes.Read(bytes)).Message, StringComparison.Ordinal));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Theory]
    [InlineData(2, 1, 1, null, "A series has arm 1 and 2 times for 1 rows.")]
    [InlineData(1, 1, 9, null, "A series has arm 9 and 1 times for 1 rows.")]
    [InlineData(1, 1, 1, long.MinValue, "No interval has -9,223,372,036,854,775,808 ticks.")]
    public void Series_that_cannot_be_are_damage(int times, int values, byte arm, long? interval, string problem)
    {
        var bytes = Sealed(4, to =>
        {
            to.Maybe(interval);
            to.Wholes(new long[times]);
            to.Numbers(new double[values]);
        }, kind: 1, arm: arm);

        Assert.Equal(problem, Assert.Throws<DamagedStateException>(() => EntryBytes.Read(bytes)).Message);
    }

    [Theory]
    [InlineData(-11, 0)]
    [InlineData(21, 0)]
    [InlineData(0, 1L << 40)]
    public void Scales_and_offsets_that_cannot_be_are_damage(int scale, long offset)
    {
        var bytes = Sealed(5, to =>
        {
            to.Length(1);
            to.Whole(Noon);
            to.Length(1);
            to.Whole(scale);
            to.Whole(offset);
            to.Numbers([1]);
            to.Whole(0);
            to.Numbers([]);
            to.Number(0);
            to.Number(0);
        }, kind: 5);

        Assert.StartsWith("A scale or an offset is ", Assert.Throws<DamagedStateException>(() => EntryBytes.Read(bytes)).Message, StringComparison.Ordinal);
    }

    private static long[] Times<T>(T[] changes)
        where T : System.Numerics.IBinaryInteger<T>
    {
        long time = Noon, distance = 60_000_000_000;
        return [.. changes.Select(c => time = unchecked(time + (distance += long.CreateChecked(c))))];
    }

    /// <summary>The layout before times were written by their changes.</summary>
    private static byte[] Older(byte version) => Sealed(version, to =>
    {
        to.Wholes([Noon, Noon + 7]);
        to.Numbers([12.5, 13]);
        to.Keys([]);
    });

    /// <summary>A batch of one series, with the checksum of its version.</summary>
    private static byte[] Sealed(byte version, Writing data, byte kind = 0, byte arm = (byte)Arm.Canary, int series = 1)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        var to = new StateWriter(bytes);
        to.Small(version);
        to.Whole(Noon);
        to.Small(0);
        to.Text("p");
        to.Whole(1);
        to.Length(series);
        to.Text("latency_ms");
        to.Small(arm);
        to.Length(0);
        to.Small(kind);
        data(to);
        var content = bytes.WrittenSpan.ToArray();
        return version switch
        {
            2 => content,
            3 => [.. content, .. SHA256.HashData(content)[..8]],
            _ => [.. content, .. System.IO.Hashing.XxHash128.Hash(content)[..8]],
        };
    }

    private delegate void Writing(StateWriter to);
}

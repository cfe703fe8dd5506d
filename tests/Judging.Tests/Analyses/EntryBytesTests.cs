using System.Security.Cryptography;
using CanaryJudge.Judging.Analyses;
using CanaryJudge.Judging.Model;
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

    [Fact]
    public void An_entry_of_the_version_without_a_checksum_is_still_read()
    {
        var bytes = EntryBytes.Write(s_batch)[..^8];
        bytes[0] = 2;

        var read = Assert.IsType<AnalysisEntry.Batch>(EntryBytes.Read(bytes));

        Assert.Equal(12.5, ((SeriesData.Samples)read.Series[0].Data).Values[0]);
    }

    [Fact]
    public void An_entry_of_the_version_with_an_older_checksum_is_still_read_and_its_damage_noticed()
    {
        var bytes = EntryBytes.Write(s_batch);
        bytes[0] = 3;
        SHA256.HashData(bytes.AsSpan(0, bytes.Length - 8))[..8].CopyTo(bytes.AsSpan(bytes.Length - 8));

        Assert.Equal(12.5, ((SeriesData.Samples)Assert.IsType<AnalysisEntry.Batch>(EntryBytes.Read(bytes)).Series[0].Data).Values[0]);
        bytes[^20] ^= 1;
        Assert.Throws<DamagedStateException>(() => EntryBytes.Read(bytes));
    }
}

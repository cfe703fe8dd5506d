using System.Buffers;
using CanaryJudge.Statistics.Dependence;
using CanaryJudge.Statistics.Sequential;
using CsCheck;

namespace CanaryJudge.Statistics.Tests;

public sealed class StateExchangeTests
{
    [Fact]
    public void Every_bit_of_a_double_survives() => Gen.Double.ForAll(value =>
    {
        var writer = new ArrayBufferWriter<byte>();
        StateExchange.To(writer).Number(ref value);
        double read = 0;
        StateExchange.From(writer.WrittenMemory).Number(ref read);

        Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(read));
    });

    [Fact]
    public void A_state_that_was_cut_anywhere_is_refused()
    {
        var bytes = States.Bytes(new CountMixture(1));

        for (var length = 0; length < bytes.Length; length += 7)
        {
            Assert.Throws<FormatException>(() => States.Restored(bytes[..length], new CountMixture(1)));
        }
    }

    [Fact]
    public void A_state_with_bytes_too_many_or_of_another_object_is_refused()
    {
        var bytes = States.Bytes(new BurstGuard());

        Assert.Throws<FormatException>(() => States.Restored([.. bytes, 0], new BurstGuard()));
        Assert.Throws<FormatException>(() => States.Restored(bytes, new RunningMoments()));
    }

    [Fact]
    public void Lengths_that_the_bytes_cannot_hold_are_refused_before_any_memory_is_taken()
    {
        var writer = new ArrayBufferWriter<byte>();
        StateExchange.To(writer).Length(int.MaxValue);
        double[] values = [];

        Assert.Throws<FormatException>(() => StateExchange.From(writer.WrittenMemory).Numbers(ref values));
    }

    [Fact]
    public void A_flag_is_yes_or_no_and_a_small_number_small()
    {
        var writer = new ArrayBufferWriter<byte>();
        var large = 1L << 40;
        StateExchange.To(writer).Number(ref large);
        var flag = false;
        var small = 0;

        Assert.Throws<FormatException>(() => StateExchange.From(writer.WrittenMemory).Flag(ref flag));
        Assert.Throws<FormatException>(() => StateExchange.From(writer.WrittenMemory).Number(ref small));
    }
}

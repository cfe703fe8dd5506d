using System.Buffers;
using CanaryJudge.Statistics.Sequential;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.Sequential;

/// <summary>Counting knows no order: however values come, together or merged, the counts are the same to the bit.</summary>
public sealed class ArmsHistogramTests
{
    /// <summary>Values of both signs over some octaves, and rarely over so many that bins are joined.</summary>
    private static readonly Gen<double[]> Values = Gen.Select(Gen.Int[0, 300], Gen.Int[0, 99_999], Gen.Frequency((9, Gen.Const(3.0)), (1, Gen.Const(250.0)))).Select((n, seed, reach) =>
    {
        var random = new Random(seed);
        var count = reach > 100 ? 20 * n : n;
        return Enumerable.Range(0, count).Select(_ => (random.Next(10) == 0 ? -1 : 1) * Math.Exp(reach * (random.NextDouble() - 0.5))).ToArray();
    });

    [Fact]
    public void Merged_is_counted_one_by_one() => Gen.Select(Values.Array[1, 5], Gen.Bool).ForAll(
        (parts, withCanary) =>
        {
            ArmsHistogram one = new(), merged = new();
            foreach (var part in parts)
            {
                var own = new ArmsHistogram();
                own.AddBaseline(part);
                own.AddCanary(part.AsSpan(part.Length / 3));
                merged.Merge(own, withCanary);
                Array.ForEach(part, one.AddBaseline);
                Array.ForEach(withCanary ? part[(part.Length / 3)..] : [], one.AddCanary);
            }

            Assert.Equal(State(one), State(merged));
        },
        iter: 400);

    private static byte[] State(ArmsHistogram histogram)
    {
        var bytes = new ArrayBufferWriter<byte>();
        histogram.Exchange(StateExchange.To(bytes));
        return bytes.WrittenSpan.ToArray();
    }
}

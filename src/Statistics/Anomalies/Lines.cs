using System.Numerics;

namespace CanaryJudge.Statistics.Anomalies;

/// <summary>Arithmetic on lines of a matrix, as many numbers at a time as the processor takes; the same to the bit on every one.</summary>
internal static class Lines
{
    /// <summary>Adds a multiple of a line to another.</summary>
    public static void Add(double factor, ReadOnlySpan<double> line, Span<double> sum)
    {
        var first = 0;
        for (; first <= line.Length - Vector<double>.Count; first += Vector<double>.Count)
        {
            var part = sum[first..];
            (new Vector<double>(part) + (new Vector<double>(line[first..]) * factor)).CopyTo(part);
        }

        for (; first < line.Length; first++)
        {
            sum[first] += line[first] * factor;
        }
    }
}

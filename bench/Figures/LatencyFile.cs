using System.Buffers.Text;
using System.Text;

namespace CanaryJudge.Figures;

/// <summary>Writes a CSV file of latencies: nine in ten rows are the baseline's, the canary is alike.</summary>
internal static class LatencyFile
{
    private const int LongestRow = 96;
    private static readonly DateTime Start = new(2026, 1, 31, 6, 0, 0, DateTimeKind.Utc);
    private static readonly TimeSpan Window = TimeSpan.FromHours(8);

    public static void Write(string file, long rows)
    {
        var random = new Random(1);
        using var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, 1);
        var buffer = new byte[1 << 20];
        var used = Encoding.UTF8.GetBytes("timestamp,arm,metric,value\n", buffer);
        for (long row = 0; row < rows; row++)
        {
            if (used + LongestRow > buffer.Length)
            {
                stream.Write(buffer, 0, used);
                used = 0;
            }

            used += Row(buffer.AsSpan(used), Start + ((double)row / rows * Window), random);
        }

        stream.Write(buffer, 0, used);
    }

    private static int Row(Span<byte> to, DateTime time, Random random)
    {
        time.TryFormat(to, out var used, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
        var rest = random.Next(10) == 0 ? ",canary,latency_ms,"u8 : ",baseline,latency_ms,"u8;
        rest.CopyTo(to[used..]);
        used += rest.Length;

        // The sum of three uniform draws is near enough to a normal one.
        var value = 150 * Math.Exp(random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5);
        Utf8Formatter.TryFormat(value, to[used..], out var digits, new('F', 3));
        used += digits;
        to[used++] = (byte)'\n';
        return used;
    }
}

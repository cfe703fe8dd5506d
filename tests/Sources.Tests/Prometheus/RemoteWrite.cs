using System.Buffers.Binary;
using System.Text;

namespace CanaryJudge.Sources.Tests.Prometheus;

/// <summary>Writes series to a real server by Prometheus' remote write protocol 1.0: a protobuf message in Snappy's block format.</summary>
/// <remarks>Encoded here by hand: two wire types and no compression, so that the tests need no further library.</remarks>
internal sealed class RemoteWrite
{
    /// <summary>What a server writes where a series ends.</summary>
    public static readonly double Stale = BitConverter.UInt64BitsToDouble(0x7ff0000000000002);

    private readonly List<byte[]> _series = [];

    /// <summary>Adds a series of numbers.</summary>
    public RemoteWrite Add(string labels, params (long Seconds, double Value)[] samples)
    {
        var series = Labels(labels);
        foreach (var (seconds, value) in samples)
        {
            series.Message(2, new Fields().Double(1, value).Varint(2, (ulong)(seconds * 1000)));
        }

        _series.Add(series.ToArray());
        return this;
    }

    /// <summary>Adds a native histogram: counts in neighbouring buckets, from the one with index <paramref name="offset"/>.</summary>
    public RemoteWrite AddHistogram(string labels, int schema, int offset, params (long Seconds, long[] Counts)[] samples)
    {
        var series = Labels(labels);
        foreach (var (seconds, counts) in samples)
        {
            var deltas = new Fields();
            for (var i = 0; i < counts.Length; i++)
            {
                deltas.Raw(ZigZag(i == 0 ? counts[0] : counts[i] - counts[i - 1]));
            }

            series.Message(4, new Fields()
                .Varint(1, (ulong)counts.Sum()).Double(3, 1).Varint(4, ZigZag(schema)).Double(5, 1e-9).Varint(6, 0)
                .Message(11, new Fields().Varint(1, ZigZag(offset)).Varint(2, (ulong)counts.Length)).Message(12, deltas).Varint(15, (ulong)(seconds * 1000)));
        }

        _series.Add(series.ToArray());
        return this;
    }

    /// <summary>Sends everything.</summary>
    public async Task SendAsync(Uri server)
    {
        var request = new Fields();
        _series.ForEach(s => request.Bytes(1, s));
        using var http = new HttpClient();
        using var content = new ByteArrayContent(Snappy(request.ToArray()));
        content.Headers.ContentType = new("application/x-protobuf");
        content.Headers.ContentEncoding.Add("snappy");
        content.Headers.Add("X-Prometheus-Remote-Write-Version", "0.1.0");
        using var response = await http.PostAsync(new Uri(server, "api/v1/write"), content, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    // {__name__=x,a=b}: sorted by name, as the protocol wants.
    private static Fields Labels(string labels)
    {
        var series = new Fields();
        foreach (var label in labels.Split(',').Select(l => l.Split('=')).OrderBy(l => l[0], StringComparer.Ordinal))
        {
            series.Message(1, new Fields().Bytes(1, Encoding.UTF8.GetBytes(label[0])).Bytes(2, Encoding.UTF8.GetBytes(label[1])));
        }

        return series;
    }

    private static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    /// <summary>Literals only.</summary>
    private static byte[] Snappy(byte[] data)
    {
        var block = new Fields().Raw((ulong)data.Length).ToArray().ToList();
        foreach (var part in data.Chunk(1 << 16))
        {
            block.AddRange([61 << 2, (byte)((part.Length - 1) & 0xff), (byte)((part.Length - 1) >> 8)]);
            block.AddRange(part);
        }

        return [.. block];
    }

    private sealed class Fields
    {
        private readonly List<byte> _bytes = [];

        public byte[] ToArray() => [.. _bytes];

        public Fields Raw(ulong value)
        {
            for (; value >= 0x80; value >>= 7)
            {
                _bytes.Add((byte)(value | 0x80));
            }

            _bytes.Add((byte)value);
            return this;
        }

        public Fields Varint(int field, ulong value) => Raw((ulong)field << 3).Raw(value);

        public Fields Double(int field, double value)
        {
            Raw(((ulong)field << 3) | 1);
            var bytes = new byte[8];
            BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
            _bytes.AddRange(bytes);
            return this;
        }

        public Fields Bytes(int field, byte[] value)
        {
            Raw(((ulong)field << 3) | 2).Raw((ulong)value.Length);
            _bytes.AddRange(value);
            return this;
        }

        public Fields Message(int field, Fields message) => Bytes(field, message.ToArray());
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Sources.Csv;
using CsCheck;

namespace CanaryJudge.Sources.Tests.Csv;

public sealed class FuzzTests
{
    private static readonly string[] Good =
    [
        "timestamp,arm,metric,value\n2026-01-31T14:05:00Z,baseline,a,1.5\n2026-01-31T14:06:00Z,canary,a,2\n2026-01-31T14:07:00.5+01:00,stable,a,NaN\n",
        "timestamp,arm,metric,value,total,region\r\n1769868300,baseline,errors,1,10,eu\r\n1769868360000,canary,errors,0,12,\"u,s\"\r\n",
        "time,arm,cpu,p99\n1,baseline,1,2\n2,canary,,3\n3,baseline,inf,\n",
        "timestamp,arm,metric,le,value,user\n1,baseline,h,1,3,x\n1,baseline,h,+Inf,5,\"y\"\"z\"\n1,canary,h,1,0,\n",
    ];

    private static readonly byte[] Special = Encoding.UTF8.GetBytes("\",\r\n\0;\t#-+.eE0123456789 aTZ:=é\uFEFF");

    private static readonly Policy[] Policies =
    [
        Policy.Inferred,
        CsvText.Policy(new MetricPolicy { Name = "a", Kind = "points" }, new MetricPolicy { Name = "errors", Kind = "count" }, new MetricPolicy { Name = "h", Kind = "histogram", Cluster = "user" }, new MetricPolicy { Name = "cpu", Kind = "samples" }),
    ];

    private static readonly JsonSerializerOptions Everything = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Good files with a few bytes changed.</summary>
    private static readonly Gen<(byte[] Bytes, bool Skip)> Changed =
        Gen.Select(Gen.Int[0, Good.Length - 1], Gen.Select(Gen.Int[0, 4000], Gen.OneOf(Gen.OneOf([.. Special.Select(b => Gen.Const(b))]), Gen.Byte), Gen.Int[0, 2]).Array[0, 6], Gen.Int[1, 60], Gen.Bool).Select(
            (good, changes, repeat, skip) =>
            {
                var lines = Good[good].Split('\n', 2);
                List<byte> bytes = [.. Encoding.UTF8.GetBytes(lines[0] + "\n" + string.Concat(Enumerable.Repeat(lines[1], repeat)))];
                foreach (var (at, value, how) in changes)
                {
                    var place = at % bytes.Count;
                    Action change = how switch
                    {
                        0 => () => bytes[place] = value,
                        1 => () => bytes.Insert(place, value),
                        _ => () => bytes.RemoveAt(place),
                    };
                    change();
                }

                return (bytes.ToArray(), skip);
            });

    [Fact]
    public void Random_bytes_never_throw_and_end_soon() =>
        Gen.Select(Gen.Byte.Array[0, 3000], Gen.Bool, Gen.Bool).ForAll((bytes, header, skip) => Holds(header ? [.. Encoding.UTF8.GetBytes("timestamp,arm,metric,value\n"), .. bytes] : bytes, skip), iter: 5_000);

    [Fact]
    public void Random_pieces_of_csv_never_throw_and_end_soon() =>
        Gen.Select(Gen.OneOf([.. Special.Select(b => Gen.Const(b))]).Array[0, 400], Gen.Int[0, Good.Length - 1], Gen.Bool).ForAll((bytes, good, skip) => Holds([.. Encoding.UTF8.GetBytes(Good[good].Split('\n')[0] + "\n"), .. bytes], skip), iter: 10_000);

    [Fact]
    public void Good_files_with_a_few_bytes_changed_never_throw_and_end_soon() => Changed.ForAll((bytes, skip) => Holds(bytes, skip), iter: 20_000);

    [Fact]
    public void Blocks_read_side_by_side_give_what_rows_one_by_one_give_however_the_bytes_arrive() =>
        Gen.Select(Changed, Gen.Int[1, 200], Gen.Int[1, 100], Gen.OneOf(Gen.Const(4L), Gen.Const(4_000_000L)), Gen.Int[0, Policies.Length - 1]).ForAll(
            (changed, block, piece, most, policy) =>
            {
                var (bytes, skip) = changed;
                Assert.Equal(
                    Said(new MemoryStream(bytes), new() { SkipBadRows = skip, BlockBytes = int.MaxValue, MostExactValues = most }, Policies[policy]),
                    Said(new TricklingStream(bytes, piece), new() { SkipBadRows = skip, BlockBytes = block, MostExactValues = most }, Policies[policy]));
            }, iter: 2_000);

    /// <summary>Everything that a reading says.</summary>
    private static string Said(Stream stream, CsvOptions options, Policy policy)
    {
        var reading = CsvData.Read("-", policy, options with { StandardInput = stream }, TestContext.Current.CancellationToken);
        return JsonSerializer.Serialize(
            new { reading.Problems, reading.MoreProblems, reading.Rows, reading.SkippedRows, reading.Snapshot?.Warnings, Series = reading.Snapshot?.Series.Select(s => new { s.Metric, s.Arm, s.Labels, Data = (object)s.Data }) },
            Everything);
    }

    [Fact]
    public void What_is_written_is_read_back() =>
        Gen.Select(
            Gen.Select(Gen.String[Gen.Char[" -~éß€"], 1, 12].Where(n => n.Trim() == n && n.Length > 0), Gen.Bool, Gen.OneOf(Gen.Const(""), Gen.Const("eu"), Gen.Const("u,\"s"), Gen.Const("a\nb"))),
            Gen.Select(Gen.Long[-2_000_000_000_000_000_000, 2_000_000_000_000_000_000], Gen.OneOf(Gen.Double, Gen.Double[-1000, 1000], Gen.Const(double.NaN), Gen.Const(double.NegativeInfinity), Gen.Int.Select(i => (double)i))).Array[1, 30])
            .Array[1, 8].ForAll(
            drawn =>
            {
                ((string Metric, bool IsCanary, string Region) Key, (long Time, double Value)[] Rows)[] series = [.. drawn.DistinctBy(s => s.Item1)];
                var text = new StringBuilder("timestamp,region,value,arm,metric\r\n");
                for (var i = 0; i < 30; i++)
                {
                    foreach (var (key, rows) in series.Where(s => i < s.Rows.Length))
                    {
                        text.Append(CultureInfo.InvariantCulture, $"{Time(rows[i].Time)},{Quoted(key.Region)},{rows[i].Value:R},{(key.IsCanary ? "canary" : "control")},{Quoted(key.Metric)}\r\n");
                    }
                }

                var policy = CsvText.Policy([.. series.Select(s => s.Key.Metric).Distinct().Select(m => new MetricPolicy { Name = m, Kind = "points" })]);
                var read = CsvText.Read(text.ToString(), policy).Series();

                Assert.Equal(series.Length, read.Count);
                foreach (var (key, rows) in series)
                {
                    var data = (SeriesData.Points)Assert.Single(read, s => s.Metric == key.Metric && s.Arm == (key.IsCanary ? Arm.Canary : Arm.Baseline) && s.Labels.GetValueOrDefault("region", "") == key.Region).Data;
                    Assert.Equal(rows.Select(r => r.Time), data.At);
                    Assert.Equal(rows.Select(r => r.Value), data.Values);
                }
            }, iter: 300);

    private static string Time(long nanoseconds)
    {
        var seconds = Math.DivRem(nanoseconds, 1_000_000_000, out var rest);
        (seconds, rest) = rest < 0 ? (seconds - 1, rest + 1_000_000_000) : (seconds, rest);
        return string.Create(CultureInfo.InvariantCulture, $"{DateTime.UnixEpoch.AddSeconds(seconds):yyyy-MM-ddTHH:mm:ss}.{rest:D9}Z");
    }

    private static string Quoted(string text) => text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    private static void Holds(byte[] bytes, bool skip)
    {
        var clock = Stopwatch.StartNew();
        foreach (var policy in Policies)
        {
            var reading = CsvText.Read(bytes, policy, skip);

            Assert.True(reading.Snapshot is not null || reading.Problems.Count > 0);
            Assert.True(skip || reading.Snapshot is null || reading.SkippedRows == 0);
            Assert.All(reading.Problems, p => Assert.InRange(p.Line, 0, bytes.Count(b => b == '\n') + 1));
            Assert.All(reading.Snapshot?.Series ?? [], s => Assert.InRange(s.Data.Count, 1, Math.Max(1, reading.Rows)));
        }

        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 5);
    }
}

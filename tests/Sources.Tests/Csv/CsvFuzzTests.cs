using System.Text;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Sources.Csv;
using CsCheck;

namespace CanaryJudge.Sources.Tests.Csv;

public sealed class CsvFuzzTests
{
    private static readonly string[] s_good =
    [
        "timestamp,arm,metric,value\n2026-03-02T10:00:00Z,baseline,latency_ms,12.5\n2026-03-02T10:01:00Z,canary,latency_ms,13\n",
        "timestamp,arm,metric,value,total,le,region\n1,baseline,e,1,10,,eu\n2,canary,e,2,20,,us\n1,canary,h,1,,0.5,eu\n1,canary,h,4,,+Inf,eu\n",
        "timestamp,metric,value\n1,\"a \"\"b\"\"\",1\r\n,x,NaN\r\n",
        "time,cpu,errors_total\n1,0.5,3\n2,,4\n3,1e3,5\n",
    ];

    private static readonly string[] s_marks = [",", "\"", "\n", "\r", "\0", "NaN", "-", "1e999", "\uFEFF", "\ud800", "é", " ", "timestamp", "arm", "total", "le", "canary", ";", "\t", "9999999999999", "", ",,,,"];

    [Fact]
    public void Random_bytes_never_throw() => Gen.Byte.Array[0, 400].Sample(Check, iter: 4_000);

    [Fact]
    public void Random_bytes_after_a_good_header_never_throw() =>
        Gen.Byte.Array[0, 400].Sample(bytes => Check([.. Encoding.UTF8.GetBytes(Texts.Header), .. bytes]), iter: 4_000);

    [Fact]
    public void Good_files_with_a_few_changes_never_throw() =>
        Gen.Select(Pick(s_good), Gen.Select(Gen.Double[0, 1], Pick(s_marks), Gen.Int[0, 4]).Array[1, 6]).Sample(
            (good, changes) =>
            {
                var text = new StringBuilder(good);
                foreach (var (at, mark, cut) in changes)
                {
                    var place = (int)(at * text.Length);
                    text.Remove(place, Math.Min(cut, text.Length - place)).Insert(place, mark);
                }

                Check(Encoding.UTF8.GetBytes(text.ToString()));
            },
            iter: 4_000);

    [Fact]
    public void Values_that_are_written_are_read_back() =>
        Gen.Select(Gen.Double, Gen.Long[-9_000_000_000_000_000_000, 9_000_000_000_000_000_000], Gen.String[Gen.Char["ab,\"\n é"], 1, 8].Where(s => s.Trim(' ').Length == s.Length)).Array[1, 20].Sample(rows =>
        {
            var text = "timestamp,arm,metric,value\n" + string.Concat(rows.Select(r => $"{Rfc(r.Item2)},canary,\"{r.Item3.Replace("\"", "\"\"", StringComparison.Ordinal)}\",{r.Item1:R}\n"));

            var reading = Texts.Read(text);

            Assert.Empty(reading.Problems);
            foreach (var series in reading.Snapshot!.Series)
            {
                var own = rows.Where(r => r.Item3 == series.Metric).ToArray();
                Assert.Equal(own.Select(r => r.Item2 / 100 * 100), series.Data.Times.ToArray());
                Assert.Equal(own.Select(r => r.Item1), Values(series.Data));
            }
        });

    private static double[] Values(SeriesData data) => data switch
    {
        SeriesData.Samples samples => samples.Values,
        SeriesData.Points points => points.Values,
        _ => ((SeriesData.Counts)data).Events,
    };

    private static string Rfc(long nanoseconds) =>
        (DateTime.UnixEpoch + TimeSpan.FromTicks(nanoseconds / 100)).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static Gen<string> Pick(string[] words) => Gen.Int[0, words.Length - 1].Select(i => words[i]);

    private static void Check(byte[] bytes)
    {
        foreach (var arm in new Arm?[] { null, Arm.Canary })
        {
            foreach (var skip in new[] { false, true })
            {
                var reading = CsvData.Read([new CsvSource("f", () => new MemoryStream(bytes), arm)], Policy.Inferred, new CsvOptions { SkipBadRows = skip }, default);

                Assert.True(reading.Snapshot is not null || reading.Problems.Count > 0);
                Assert.All(reading.Problems, p => Assert.True(p is { Line: >= 0, Column: >= 0 } && !p.Message.Any(char.IsControl) && p.Message.Length < 600, p.Message));
            }
        }
    }
}

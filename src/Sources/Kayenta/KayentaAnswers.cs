using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CanaryJudge.Judging.Kayenta;

namespace CanaryJudge.Sources.Kayenta;

/// <summary>Writes judgements as Kayenta's CanaryJudgeResult, on one line.</summary>
/// <remarks>NaN and infinities are strings, null fields are left out. <c>warnings</c>, which Kayenta does not know and ignores, names the flaws that were reproduced.</remarks>
public static class KayentaAnswers
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one judgement.</summary>
    public static string Write(KayentaJudgement judgement)
    {
        ArgumentNullException.ThrowIfNull(judgement);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("judgeName", KayentaJudge.Name);
            WriteList(json, "results", judgement.Metrics, WriteMetric);
            WriteList(json, "groupScores", judgement.Score.Groups, (j, g) => WriteScore(j, g.Name, g.Score, "", ""));
            json.WritePropertyName("score");
            WriteScore(json, null, judgement.Score.Value, judgement.Class.ToString(), judgement.Score.Reason);
            var warnings = judgement.Metrics.SelectMany(m => m.Finding.Warnings, (m, w) => (m.Pair, w)).ToList();
            if (warnings.Count > 0)
            {
                WriteList(json, "warnings", warnings, WriteWarning);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteMetric(Utf8JsonWriter json, KayentaMetricJudgement metric)
    {
        json.WriteStartObject();
        json.WriteString("name", metric.Pair.Name);
        WriteText(json, "id", metric.Pair.Id);
        WriteTags(json, metric.Pair.Tags);
        json.WriteString("classification", metric.Finding.Class.ToString());
        WriteText(json, "classificationReason", metric.Finding.Reason);
        if (metric.Metric.Groups is { } groups)
        {
            WriteList(json, "groups", groups, (j, g) => j.WriteStringValue(g));
        }

        WriteArm(json, "experimentMetadata", metric.Canary);
        WriteArm(json, "controlMetadata", metric.Baseline);
        if (metric.Finding.Ratio is { } ratio)
        {
            json.WriteStartObject("resultMetadata");
            WriteNumber(json, "ratio", ratio);
            json.WriteEndObject();
        }

        json.WriteBoolean("critical", metric.Finding.Critical);
        json.WriteBoolean("muted", metric.Metric.Muted);
        json.WriteEndObject();
    }

    private static void WriteTags(Utf8JsonWriter json, IReadOnlyDictionary<string, string?>? tags)
    {
        if (tags is null)
        {
            return;
        }

        json.WriteStartObject("tags");
        foreach (var (key, value) in tags)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    private static void WriteArm(Utf8JsonWriter json, string name, KayentaSummary arm)
    {
        json.WriteStartObject(name);
        json.WriteStartObject("stats");
        json.WriteNumber("count", arm.Count);
        WriteNumber(json, "mean", arm.Mean);
        WriteNumber(json, "min", arm.Min);
        WriteNumber(json, "max", arm.Max);
        WriteNumber(json, "std", arm.StandardDeviation);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteScore(Utf8JsonWriter json, string? name, double score, string classification, string reason)
    {
        json.WriteStartObject();
        WriteText(json, "name", name);
        WriteNumber(json, "score", score);
        json.WriteString("classification", classification);
        json.WriteString("classificationReason", reason);
        json.WriteEndObject();
    }

    private static void WriteWarning(Utf8JsonWriter json, (KayentaPair Pair, KayentaWarning Warning) about)
    {
        json.WriteStartObject();
        json.WriteString("name", about.Pair.Name);
        WriteText(json, "id", about.Pair.Id);
        json.WriteString("code", JsonNamingPolicy.SnakeCaseUpper.ConvertName(about.Warning.Code.ToString()));
        json.WriteString("message", about.Warning.Message);
        json.WriteEndObject();
    }

    private static void WriteList<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            write(json, item);
        }

        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double number)
    {
        if (double.IsFinite(number))
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteString(name, double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
        }
    }
}

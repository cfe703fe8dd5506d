using System.Text;
using System.Text.Json;
using CanaryJudge.Judging.Kayenta;
using CanaryJudge.Sources.Kayenta;

namespace CanaryJudge.KayentaVectors;

/// <summary>A whole RemoteJudge request; the answer is held to Kayenta's, field by field.</summary>
internal static class JudgementCase
{
    public static void Hold(JsonElement item, Tally tally)
    {
        var expected = item.GetProperty("expected");
        var expect = new Expect();
        var reading = KayentaRequests.Read(Encoding.UTF8.GetBytes(item.GetProperty("request").GetRawText()));
        var isRefused = expected.TryGetProperty("throws", out _);
        if (isRefused)
        {
            expect.Same("refused", true, reading.Request is null);
            if (expected.TryGetProperty("message", out var message))
            {
                expect.Same("message", true, reading.Problems[0].Message.Contains(message.GetString()!, StringComparison.Ordinal));
            }
        }
        else if (reading.Request is { } request)
        {
            using var answer = JsonDocument.Parse(KayentaAnswers.Write(KayentaJudge.Decide(request)));
            string[] unstable = item.TryGetProperty("unstableResultIds", out var ids) ? [.. ids.EnumerateArray().Select(i => i.GetString()!)] : [];
            Compare(expected.GetProperty("result"), answer.RootElement, "", unstable, expect);
        }
        else
        {
            expect.Differences.Add($"refused: {reading.Problems[0].Path}: {reading.Problems[0].Message}");
        }

        tally.Count(isRefused ? "judgement, refused" : "judgement", item.GetProperty("id").GetString()!, expect.Differences);
    }

    /// <summary>Both ways: what is expected is there, and nothing else but the warnings.</summary>
    private static void Compare(JsonElement expected, JsonElement actual, string path, string[] unstable, Expect expect)
    {
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object when actual.ValueKind == JsonValueKind.Object:
                var isUnstable = expected.TryGetProperty("id", out var id) && unstable.Contains(id.GetString());
                var keys = expected.EnumerateObject().Select(p => p.Name).Union(actual.EnumerateObject().Select(p => p.Name), StringComparer.Ordinal);
                foreach (var key in keys.Where(k => (path.Length > 0 || k != "warnings") && !(isUnstable && k == "resultMetadata")))
                {
                    Compare(expected.TryGetProperty(key, out var e) ? e : default, actual.TryGetProperty(key, out var a) ? a : default, $"{path}.{key}", unstable, expect);
                }

                break;
            case JsonValueKind.Array when actual.ValueKind == JsonValueKind.Array && expected.GetArrayLength() == actual.GetArrayLength():
                foreach (var ((e, a), i) in InOrder(expected, path).Zip(InOrder(actual, path)).Select((p, i) => (p, i)))
                {
                    Compare(e, a, $"{path}[{i}]", unstable, expect);
                }

                break;
            case JsonValueKind.Number when actual.ValueKind == JsonValueKind.Number:
                expect.Close(path, expected.GetDouble(), actual.GetDouble());
                break;
            default:
                expect.Same(path, expected.ToString(), actual.ToString());
                break;
        }
    }

    /// <summary>Kayenta's groups have no order.</summary>
    private static IEnumerable<JsonElement> InOrder(JsonElement list, string path) => path == ".groupScores"
        ? list.EnumerateArray().OrderBy(g => g.GetProperty("name").GetString(), StringComparer.Ordinal)
        : list.EnumerateArray();
}

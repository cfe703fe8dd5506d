using System.Text;
using System.Text.Json.Nodes;
using CanaryJudge.Judging.Kayenta;
using CanaryJudge.Sources.Kayenta;

namespace CanaryJudge.Sources.Tests.Kayenta;

/// <summary>Whole judgements as recorded from Kayenta; see vectors/README.md.</summary>
public sealed class JudgementVectorTests
{
    private static readonly JsonNode[] All = [.. JsonNode.Parse(File.ReadAllText(Path()))!.AsArray().Select(c => c!)];

    [Fact]
    public void Every_recorded_judgement_is_reproduced_field_by_field()
    {
        var answered = All.Where(c => c["expected"]!["throws"] is null).ToList();

        Assert.NotEmpty(answered);
        Assert.Empty(answered.Where(c => !IsSame(c)).Select(c => (string?)c["id"]));
    }

    [Fact]
    public void What_Kayenta_cannot_judge_is_refused()
    {
        var refused = All.Where(c => c["expected"]!["throws"] is not null).ToList();

        Assert.NotEmpty(refused);
        Assert.All(refused, c =>
        {
            var problems = Read(c).Problems;
            Assert.Contains((string?)c["expected"]!["message"] ?? "", Assert.Single(problems).Message, StringComparison.Ordinal);
        });
    }

    private static bool IsSame(JsonNode recorded)
    {
        var answer = JsonNode.Parse(KayentaAnswers.Write(KayentaJudge.Decide(Read(recorded).Request!)))!.AsObject();
        var expected = recorded["expected"]!["result"]!.AsObject();
        answer.Remove("warnings");
        string?[] unstable = [.. recorded["unstableResultIds"]!.AsArray().Select(i => (string?)i)];
        return JsonNode.DeepEquals(Comparable(expected, unstable), Comparable(answer, unstable));
    }

    /// <summary>Without random ratios, groups in order, all numbers as doubles.</summary>
    private static JsonObject Comparable(JsonObject result, string?[] unstable)
    {
        foreach (var metric in result["results"]!.AsArray().Where(m => unstable.Contains((string?)m!["id"])))
        {
            metric!.AsObject().Remove("resultMetadata");
        }

        result["groupScores"] = new JsonArray([.. result["groupScores"]!.AsArray().OrderBy(g => (string?)g!["name"], StringComparer.Ordinal).Select(g => g!.DeepClone())]);
        return result;
    }

    private static KayentaReading Read(JsonNode recorded) => KayentaRequests.Read(Encoding.UTF8.GetBytes(recorded["request"]!.ToJsonString()));

    private static string Path()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "CanaryJudge.sln")))
            {
                return System.IO.Path.Combine(folder.FullName, "tests", "Sources.Tests", "Kayenta", "vectors", "judgements.json");
            }
        }

        throw new InvalidOperationException("No CanaryJudge.sln above the tests.");
    }
}

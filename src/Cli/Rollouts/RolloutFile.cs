using System.Security.Cryptography;
using System.Text;
using CanaryJudge.AnalysisClient.Traffic;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Reports;
using CanaryJudge.Rollouts;
using CanaryJudge.Sources;

namespace CanaryJudge.Cli.Rollouts;

/// <summary>A rollout file, read and checked.</summary>
internal sealed record RolloutFile
{
    /// <summary>Where it stands, as a full path.</summary>
    public required string Path { get; init; }

    /// <summary>The rollout's id.</summary>
    public required string Name { get; init; }

    /// <summary>The plan in normal form.</summary>
    public required RolloutPlan Plan { get; init; }

    /// <summary>The policy's text; null: nobody judges.</summary>
    public string? PolicyText { get; init; }

    /// <summary>The policy; null: nobody judges.</summary>
    public Policy? Policy { get; init; }

    /// <summary>Who judges; null: nobody.</summary>
    public JudgePart? Judge { get; init; }

    /// <summary>Where data are read; null: others push them.</summary>
    public SourceSettings? Source { get; init; }

    /// <summary>The kind of controller.</summary>
    public required TrafficKind Controller { get; init; }

    /// <summary>Its settings as written.</summary>
    public required IReadOnlyDictionary<string, string> ControllerSettings { get; init; }

    /// <summary>Whether a first signal leaves the weight where it is.</summary>
    public bool LeaveOnStop { get; init; }

    /// <summary>Who is told.</summary>
    public IReadOnlyList<NoticePart> Notices { get; init; } = [];

    /// <summary>A hash of what must not change under the same id: the plan, the policy and the target.</summary>
    public string Hash
    {
        get
        {
            var settings = string.Join('\n', ControllerSettings.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $"{s.Key}={s.Value}"));
            var all = string.Join('\0', PlanJson.Write(Plan).ToJsonString(), PolicyText ?? "", Controller.Name, settings);
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)));
        }
    }
}

/// <summary>What a file says of the judge.</summary>
/// <param name="Server">The server's gRPC door.</param>
/// <param name="Bucket">The bucket of samples; null: the server's default.</param>
/// <param name="Lateness">How late data may come; null: the server's default.</param>
internal sealed record JudgePart(string Server, TimeSpan? Bucket, TimeSpan? Lateness);

/// <summary>What a file says of one who is told.</summary>
/// <param name="Kind">webhook, slack or exec.</param>
/// <param name="Value">The address, or the program.</param>
/// <param name="Arguments">The program's arguments.</param>
internal sealed record NoticePart(string Kind, string Value, IReadOnlyList<string> Arguments);

/// <summary>What came of reading a rollout file.</summary>
/// <param name="File">The file; null with errors.</param>
/// <param name="Problems">Mistakes and warnings, in order.</param>
internal sealed record RolloutReading(RolloutFile? File, IReadOnlyList<ProblemLine> Problems);

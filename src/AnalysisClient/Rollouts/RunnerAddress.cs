using System.Text.Json;

namespace CanaryJudge.AnalysisClient.Rollouts;

/// <summary>Who runs a rollout, and where commands reach it; stands beside the journal while it runs.</summary>
/// <param name="Pid">The process.</param>
/// <param name="Host">Its machine.</param>
/// <param name="Socket">The unix socket that takes commands.</param>
/// <param name="File">The rollout file that it runs, so that a rollback can be started where no runner is left; null: not known.</param>
public sealed record RunnerAddress(int Pid, string Host, string Socket, string? File = null)
{
    private const string FileName = "runner.json";

    /// <summary>Who runs the rollout of a folder, as far as is known; null: nobody said so.</summary>
    public static RunnerAddress? Find(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize<RunnerAddress>(System.IO.File.ReadAllText(Path.Combine(folder, FileName))) is { Host: not null, Socket: not null } address ? address : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>The process in words: <c>process 4711 on build-7</c>.</summary>
    public override string ToString() => $"process {Pid} on {Host}";

    /// <summary>Says so. A full disk must not keep a rollback from running: then nobody is told.</summary>
    internal void Publish(string folder)
    {
        try
        {
            System.IO.File.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Commands cannot find the runner then; signals still do.
        }
    }
}

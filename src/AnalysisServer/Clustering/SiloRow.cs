using System.Text.Json;
using Orleans;
using Orleans.Runtime;

namespace CanaryJudge.AnalysisServer.Clustering;

/// <summary>One server of a cluster as JSON, all but when it last said that it is alive.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Status">Its status.</param>
/// <param name="Host">Its host's name.</param>
/// <param name="Name">Its own name.</param>
/// <param name="Role">Its role.</param>
/// <param name="Started">When it started.</param>
/// <param name="Suspects">Who suspects it, since when.</param>
internal sealed record SiloRow(string Address, SiloStatus Status, string? Host, string? Name, string? Role, DateTime Started, IReadOnlyList<SiloRow.Suspect> Suspects)
{
    /// <summary>Writes an entry.</summary>
    /// <param name="entry">The entry.</param>
    public static string Write(MembershipEntry entry) => JsonSerializer.Serialize(new SiloRow(
        entry.SiloAddress.ToParsableString(), entry.Status, entry.HostName, entry.SiloName, entry.RoleName, entry.StartTime,
        [.. (entry.SuspectTimes ?? []).Select(s => new Suspect(s.Item1.ToParsableString(), s.Item2))]));

    /// <summary>Reads an entry.</summary>
    /// <param name="json">What was written.</param>
    /// <param name="alive">When the server last said that it is alive.</param>
    public static MembershipEntry Read(string json, DateTime alive)
    {
        var row = JsonSerializer.Deserialize<SiloRow>(json)!;
        return new()
        {
            SiloAddress = SiloAddress.FromParsableString(row.Address),
            Status = row.Status,
            HostName = row.Host ?? "",
            SiloName = row.Name ?? "",
            RoleName = row.Role ?? "",
            StartTime = row.Started,
            IAmAliveTime = alive,
            SuspectTimes = [.. row.Suspects.Select(s => Tuple.Create(SiloAddress.FromParsableString(s.By), s.Since))],
        };
    }

    /// <summary>A suspicion.</summary>
    /// <param name="By">Who suspects.</param>
    /// <param name="Since">Since when.</param>
    internal sealed record Suspect(string By, DateTime Since);
}

using System.Globalization;
using CanaryJudge.AnalysisServer.Storage;
using Npgsql;
using Orleans;
using Orleans.Configuration;
using Orleans.Runtime;

namespace CanaryJudge.AnalysisServer.Clustering;

/// <summary>Which servers a cluster has, in the database that keeps the analyses.</summary>
/// <remarks>
/// Every change raises the cluster's version by one and succeeds only from the version that the writer has read, so that servers which see
/// each other die and join cannot overwrite one another. Source: the extended protocol of Orleans' cluster management.
/// </remarks>
/// <param name="store">The database.</param>
/// <param name="cluster">The cluster's name.</param>
internal sealed class PostgresMembership(PostgresStore store, Microsoft.Extensions.Options.IOptions<ClusterOptions> cluster) : IMembershipTable
{
    private readonly string _cluster = cluster.Value.ClusterId;

    /// <inheritdoc />
    public Task InitializeMembershipTable(bool tryInitTableVersion) =>
        ExecuteAsync("INSERT INTO cluster(name, version) VALUES (@cluster, 0) ON CONFLICT DO NOTHING");

    /// <inheritdoc />
    public Task DeleteMembershipTableEntries(string clusterId) => ExecuteAsync("DELETE FROM cluster WHERE name = @id", ("id", clusterId));

    /// <inheritdoc />
    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => ExecuteAsync(
        "DELETE FROM silo WHERE cluster = @cluster AND status = @dead AND alive < @before", ("dead", (int)SiloStatus.Dead), ("before", beforeDate.UtcDateTime));

    /// <inheritdoc />
    public async Task<MembershipTableData> ReadRow(SiloAddress key)
    {
        var all = await ReadAll().ConfigureAwait(false);
        return all.Members.FirstOrDefault(m => m.Item1.SiloAddress.Equals(key)) is { } found ? new(found, all.Version) : new(all.Version);
    }

    /// <inheritdoc />
    public async Task<MembershipTableData> ReadAll()
    {
        var connection = await store.Source.OpenConnectionAsync().ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            // One statement, so that the servers are those of the version.
            var command = Command(
                connection, "SELECT c.version, s.entry, s.alive, s.etag FROM cluster c LEFT JOIN silo s ON s.cluster = c.name WHERE c.name = @cluster", []);
            await using (command.ConfigureAwait(false))
            {
                var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    var members = new List<Tuple<MembershipEntry, string>>();
                    var version = 0;
                    while (await reader.ReadAsync().ConfigureAwait(false))
                    {
                        version = reader.GetInt32(0);
                        if (!await reader.IsDBNullAsync(1).ConfigureAwait(false))
                        {
                            members.Add(new(SiloRow.Read(reader.GetString(1), reader.GetDateTime(2)), Text(reader.GetInt32(3))));
                        }
                    }

                    return new(members, new(version, Text(version)));
                }
            }
        }
    }

    /// <inheritdoc />
    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) => ChangeAsync(
        tableVersion,
        "INSERT INTO silo(cluster, address, status, entry, alive, etag) VALUES (@cluster, @address, @status, @entry, @alive, @version) ON CONFLICT DO NOTHING",
        entry, []);

    /// <inheritdoc />
    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) => ChangeAsync(
        tableVersion,
        "UPDATE silo SET status = @status, entry = @entry, alive = @alive, etag = @version WHERE cluster = @cluster AND address = @address AND etag = @etag",
        entry, [("etag", Number(etag))]);

    /// <inheritdoc />
    public Task UpdateIAmAlive(MembershipEntry entry) => ExecuteAsync(
        "UPDATE silo SET alive = @alive WHERE cluster = @cluster AND address = @address",
        ("alive", DateTime.SpecifyKind(entry.IAmAliveTime, DateTimeKind.Utc)), ("address", entry.SiloAddress.ToParsableString()));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private async Task<bool> ChangeAsync(TableVersion version, string sql, MembershipEntry entry, (string, object)[] more)
    {
        var connection = await store.Source.OpenConnectionAsync().ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var transaction = await connection.BeginTransactionAsync().ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                (string, object)[] values =
                [
                    ("version", version.Version), ("address", entry.SiloAddress.ToParsableString()), ("status", (int)entry.Status), ("entry", SiloRow.Write(entry)),
                    ("alive", DateTime.SpecifyKind(entry.IAmAliveTime, DateTimeKind.Utc)), .. more,
                ];
                var moved = await RunAsync(
                    connection, "UPDATE cluster SET version = @version WHERE name = @cluster AND version = @from", [("version", version.Version), ("from", Number(version.VersionEtag))]).ConfigureAwait(false);
                if (moved == 0 || await RunAsync(connection, sql, values).ConfigureAwait(false) == 0)
                {
                    return false;
                }

                await transaction.CommitAsync().ConfigureAwait(false);
                return true;
            }
        }
    }

    private async Task ExecuteAsync(string sql, params (string, object)[] values)
    {
        var connection = await store.Source.OpenConnectionAsync().ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            await RunAsync(connection, sql, values).ConfigureAwait(false);
        }
    }

    private async Task<int> RunAsync(NpgsqlConnection connection, string sql, (string, object)[] values)
    {
        var command = Command(connection, sql, values);
        await using (command.ConfigureAwait(false))
        {
            return await command.ExecuteNonQueryAsync().ConfigureAwait(false);
        }
    }

    private NpgsqlCommand Command(NpgsqlConnection connection, string sql, (string Name, object Value)[] values)
    {
#pragma warning disable CA2100 // Every text is a constant of ours; what others say travels as a value.
        var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        command.Parameters.AddWithValue("cluster", _cluster);
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}

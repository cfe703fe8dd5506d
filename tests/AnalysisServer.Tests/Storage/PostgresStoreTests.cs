using CanaryJudge.AnalysisServer.Storage;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CanaryJudge.AnalysisServer.Tests.Storage;

public sealed class PostgresStoreTests(Postgres postgres) : StoreContract, IClassFixture<Postgres>
{
    private string? _database;

    private protected override string Newer => "UPDATE canaryjudge.schema_version SET version = 99";

    [Fact]
    public async Task A_database_that_stops_is_told_and_after_its_return_it_goes_on()
    {
        await Store.CreateAsync(Header("a"), [0], Cancellation);

        await postgres.KillAsync();
        var down = await Assert.ThrowsAsync<StorageException>(() => Store.AppendAsync(Append("a", 1, [1]), Cancellation));
        await postgres.StartAsync();
        var after = AppendOutcome.Conflict;
        await Soon.True(async () =>
        {
            try
            {
                after = await Store.AppendAsync(Append("a", 1, [1]), Cancellation);
                return true;
            }
            catch (StorageException)
            {
                return false;
            }
        });

        Assert.Equal(StorageProblem.Unavailable, down.Problem);
        Assert.Equal(AppendOutcome.Appended, after);
        Assert.Equal([[0], [1]], await Store.ReadLogAsync("a", 0, Cancellation));
    }

    private protected override async Task<IAnalysisStore> MakeAsync()
    {
        _database ??= await postgres.DatabaseAsync();
        return new PostgresStore(_database, 1000, Meters, LoggerFactory.Create(b => b.AddProvider(Log)).CreateLogger<PostgresStore>());
    }

    private protected override async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_database) { SearchPath = "canaryjudge" }.ToString());
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private protected override ValueTask CleanAsync() => ValueTask.CompletedTask;
}

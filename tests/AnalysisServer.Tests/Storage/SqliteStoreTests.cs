using CanaryJudge.AnalysisServer.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace CanaryJudge.AnalysisServer.Tests.Storage;

public sealed class SqliteStoreTests : StoreContract
{
    private readonly TempFolder _folder = new();

    private protected override string Newer => "PRAGMA user_version = 99";

    [Fact]
    public async Task A_full_disk_is_told_nothing_is_taken_and_it_goes_on_when_there_is_room()
    {
        // A limit of pages is to SQLite what a full disk is: the same error at the same place.
        await using var small = Open(_folder.File("small.db"));
        small.MaxPages = 40;
        await small.OpenAsync(Cancellation);
        await small.CreateAsync(Header("a"), [0], Cancellation);

        var refused = await Assert.ThrowsAsync<StorageException>(() => small.AppendAsync(Append("a", 1, new byte[500_000]), Cancellation));
        var kept = await small.ReadLogAsync("a", 0, Cancellation);
        small.MaxPages = 100_000;
        var after = await small.AppendAsync(Append("a", 1, new byte[500_000]), Cancellation);

        Assert.Equal(StorageProblem.Full, refused.Problem);
        Assert.Contains("the disk is full", refused.Message, StringComparison.Ordinal);
        Assert.Single(kept);
        Assert.Equal(AppendOutcome.Appended, after);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_told_to_be_damaged()
    {
        var file = _folder.File("damaged.db");
        await File.WriteAllTextAsync(file, new string('x', 5000), Cancellation);
        await using var store = Open(file);

        var refused = await Assert.ThrowsAsync<StorageException>(() => store.OpenAsync(Cancellation));

        Assert.Equal(StorageProblem.Damaged, refused.Problem);
        Assert.Contains("restore the file from a back-up", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_cannot_be_written_is_told()
    {
        // Root writes everywhere, so the database itself says no, as it does where the right to write is missing.
        var file = _folder.File("read-only.db");
        await using (var first = Open(file))
        {
            await first.OpenAsync(Cancellation);
            await first.CreateAsync(Header("a"), [0], Cancellation);
        }

        await using var store = Open(file);
        store.IsQueryOnly = true;
        var refused = await Assert.ThrowsAsync<StorageException>(() => store.OpenAsync(Cancellation));

        Assert.Equal(StorageProblem.ReadOnly, refused.Problem);
        Assert.Contains("cannot be written", refused.Message, StringComparison.Ordinal);
    }

    private protected override Task<IAnalysisStore> MakeAsync() => Task.FromResult<IAnalysisStore>(Open(_folder.File("a.db")));

    private protected override async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={_folder.File("a.db")};Pooling=False");
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private protected override ValueTask CleanAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private SqliteStore Open(string file) => new(file, 1000, Meters, LoggerFactory.Create(b => b.AddProvider(Log)).CreateLogger<SqliteStore>());
}

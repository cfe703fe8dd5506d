using System.Data;
using System.Data.Common;
using System.Globalization;
using CanaryJudge.AnalysisServer.Telemetry;
using Microsoft.Data.Sqlite;
using static CanaryJudge.AnalysisServer.Storage.SqlCommands;

namespace CanaryJudge.AnalysisServer.Storage;

/// <summary>Keeps analyses in one SQLite file.</summary>
/// <param name="file">The file; made when missing.</param>
/// <param name="queuedWrites">How many writes may wait.</param>
/// <param name="meters">Counts.</param>
/// <param name="log">Damaged snapshots are told there.</param>
/// <remarks>Write-ahead log, synced at every commit: what was acknowledged survives the loss of power.</remarks>
internal sealed class SqliteStore(string file, int queuedWrites, ServerMeters meters, ILogger<SqliteStore> log) : SqlStore(queuedWrites, meters, log)
{
    private const int Busy = 5, Locked = 6, ReadOnly = 8, IoError = 10, Corrupt = 11, Full = 13, CannotOpen = 14, NotADatabase = 26;

    private readonly string _connection = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWriteCreate, ForeignKeys = true, DefaultTimeout = 30 }.ToString();

    /// <summary>The pages that the file may have; null: what the disk holds. For tests of a full disk.</summary>
    internal int? MaxPages { get; set; }

    /// <summary>Whether nothing may be written. For tests of a file that may not be written.</summary>
    internal bool IsQueryOnly { get; set; }

    /// <inheritdoc />
    public override string Place => $"SQLite {file}";

    /// <inheritdoc />
    protected override IReadOnlyList<string> Migrations { get; } =
    [
        """
        CREATE TABLE analysis(
            key INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, request TEXT UNIQUE, created INTEGER NOT NULL, updated INTEGER NOT NULL,
            state INTEGER NOT NULL, policy TEXT NOT NULL, labels TEXT NOT NULL, revision INTEGER NOT NULL, looks INTEGER NOT NULL, newest INTEGER,
            length INTEGER NOT NULL, due INTEGER) STRICT;
        CREATE INDEX analysis_state ON analysis(state, updated);
        CREATE INDEX analysis_due ON analysis(due) WHERE due IS NOT NULL;
        CREATE TABLE label(
            analysis INTEGER NOT NULL REFERENCES analysis ON DELETE CASCADE, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (analysis, name)) STRICT, WITHOUT ROWID;
        CREATE INDEX label_value ON label(name, value);
        CREATE TABLE entry(
            analysis INTEGER NOT NULL REFERENCES analysis ON DELETE CASCADE, position INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (analysis, position)) STRICT;
        CREATE TABLE snapshot(
            analysis INTEGER PRIMARY KEY REFERENCES analysis ON DELETE CASCADE, position INTEGER NOT NULL, checksum BLOB NOT NULL, bytes BLOB NOT NULL) STRICT;
        CREATE TABLE probe(beats INTEGER NOT NULL) STRICT;
        INSERT INTO probe VALUES (0);
        """,
    ];

    /// <inheritdoc />
    protected override async Task<DbConnection> ConnectAsync(CancellationToken cancellation)
    {
        var connection = new SqliteConnection(_connection);
        try
        {
            await connection.OpenAsync(cancellation).ConfigureAwait(false);
            await ExecuteAsync(connection, null, $"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA max_page_count = {MaxPages ?? int.MaxValue}; PRAGMA query_only = {IsQueryOnly}").ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc />
    protected override Task<DbTransaction> BeginMigrationAsync(DbConnection connection, CancellationToken cancellation) =>
        Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(IsolationLevel.Serializable, deferred: false));

    /// <inheritdoc />
    protected override async Task<int> ReadVersionAsync(DbConnection connection, DbTransaction transaction) =>
        Convert.ToInt32(await ScalarAsync(connection, transaction, "PRAGMA user_version").ConfigureAwait(false), CultureInfo.InvariantCulture);

    /// <inheritdoc />
    protected override Task WriteVersionAsync(DbConnection connection, DbTransaction transaction, int version) =>
        ExecuteAsync(connection, transaction, $"PRAGMA user_version = {version}");

    // In two transactions: pages that are freed in the one that took them are never written.
    /// <inheritdoc />
    protected override async Task ProveRoomAsync(long bytes, CancellationToken cancellation)
    {
        await WriteAsync(
            bytes,
            (connection, transaction) => ExecuteAsync(connection, transaction, "CREATE TABLE IF NOT EXISTS room(bytes BLOB NOT NULL) STRICT; INSERT INTO room VALUES (zeroblob(@bytes))", ("bytes", bytes)),
            cancellation).ConfigureAwait(false);
        await WriteAsync(64, (connection, transaction) => ExecuteAsync(connection, transaction, "DROP TABLE room"), cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc />
    protected override StorageException? Meaning(Exception exception) => exception is not SqliteException e ? null : e.SqliteErrorCode switch
    {
        Full => new(StorageProblem.Full, $"{Place}: the disk is full. Free some room and send again what was not acknowledged.", e),
        ReadOnly => new(StorageProblem.ReadOnly, $"{Place} cannot be written. Give the server's user the right to write the file and its folder.", e),
        Corrupt or NotADatabase => new(StorageProblem.Damaged, $"{Place} is damaged ({e.Message}) Stop the server and restore the file from a back-up.", e),
        CannotOpen => new(StorageProblem.Unavailable, $"{Place} cannot be opened. Is the folder there, and may the server's user write it?", e),
        IoError => new(StorageProblem.Unavailable, $"{Place} cannot be read or written: {e.Message}", e),
        Busy or Locked => new(StorageProblem.Unavailable, $"{Place} is locked by another program.", e),
        _ => null,
    };

    /// <inheritdoc />
    protected override ValueTask CloseAsync()
    {
        using var pooled = new SqliteConnection(_connection);
        SqliteConnection.ClearPool(pooled);
        return ValueTask.CompletedTask;
    }
}

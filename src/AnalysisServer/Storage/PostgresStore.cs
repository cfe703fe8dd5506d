using System.Data.Common;
using System.Globalization;
using CanaryJudge.AnalysisServer.Telemetry;
using Npgsql;
using static CanaryJudge.AnalysisServer.Storage.SqlCommands;

namespace CanaryJudge.AnalysisServer.Storage;

/// <summary>Keeps analyses in PostgreSQL, in a schema of their own; several servers may share it.</summary>
internal sealed class PostgresStore : SqlStore
{
    /// <summary>The key of the lock under which the schema is changed: "canaryj" in ASCII.</summary>
    private const long MigrationLock = 0x63616E6172796A;

    private readonly NpgsqlDataSource _source;

    /// <summary>Connects to nothing yet.</summary>
    /// <param name="connection">An Npgsql connection string.</param>
    /// <param name="queuedWrites">How many writes may wait.</param>
    /// <param name="meters">Counts.</param>
    /// <param name="log">Damaged snapshots are told there.</param>
    /// <exception cref="ArgumentException">It is none.</exception>
    public PostgresStore(string connection, int queuedWrites, ServerMeters meters, ILogger<PostgresStore> log)
        : base(queuedWrites, meters, log)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection);
        settings.SearchPath ??= "canaryjudge";
        settings.MaxAutoPrepare = Math.Max(settings.MaxAutoPrepare, 20);
        settings.ApplicationName ??= "canaryjudge";
        _source = NpgsqlDataSource.Create(settings);
        Place = $"PostgreSQL {settings.Host}:{settings.Port}, database {settings.Database}";
    }

    /// <inheritdoc />
    public override string Place { get; }

    /// <summary>Makes connections, for whoever else keeps something in the same database.</summary>
    public NpgsqlDataSource Source => _source;

    /// <inheritdoc />
    protected override IReadOnlyList<string> Migrations { get; } =
    [
        """
        CREATE TABLE analysis(
            key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id text NOT NULL UNIQUE, request text UNIQUE, created bigint NOT NULL, updated bigint NOT NULL,
            state integer NOT NULL, policy text NOT NULL, labels text NOT NULL, revision bigint NOT NULL, looks bigint NOT NULL, newest bigint,
            length bigint NOT NULL, due bigint);
        CREATE INDEX analysis_state ON analysis(state, updated);
        CREATE INDEX analysis_due ON analysis(due) WHERE due IS NOT NULL;
        CREATE TABLE label(
            analysis bigint NOT NULL REFERENCES analysis ON DELETE CASCADE, name text NOT NULL, value text NOT NULL, PRIMARY KEY (analysis, name));
        CREATE INDEX label_value ON label(name, value);
        CREATE TABLE entry(
            analysis bigint NOT NULL REFERENCES analysis ON DELETE CASCADE, position bigint NOT NULL, bytes bytea NOT NULL, PRIMARY KEY (analysis, position));
        CREATE TABLE snapshot(
            analysis bigint PRIMARY KEY REFERENCES analysis ON DELETE CASCADE, position bigint NOT NULL, checksum bytea NOT NULL, bytes bytea NOT NULL);
        CREATE TABLE probe(beats bigint NOT NULL);
        INSERT INTO probe VALUES (0);
        CREATE TABLE cluster(name text PRIMARY KEY, version integer NOT NULL);
        CREATE TABLE silo(
            cluster text NOT NULL REFERENCES cluster ON DELETE CASCADE, address text NOT NULL, status integer NOT NULL, entry text NOT NULL,
            alive timestamptz NOT NULL, etag integer NOT NULL, PRIMARY KEY (cluster, address));
        """,
    ];

    /// <inheritdoc />
    protected override async Task<DbConnection> ConnectAsync(CancellationToken cancellation) => await _source.OpenConnectionAsync(cancellation).ConfigureAwait(false);

    /// <inheritdoc />
    protected override async Task<DbTransaction> BeginMigrationAsync(DbConnection connection, CancellationToken cancellation)
    {
        var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await ExecuteAsync(connection, transaction, $"SELECT pg_advisory_xact_lock({MigrationLock})").ConfigureAwait(false);
        await ExecuteAsync(connection, transaction, "CREATE SCHEMA IF NOT EXISTS canaryjudge; CREATE TABLE IF NOT EXISTS schema_version(version integer NOT NULL)").ConfigureAwait(false);
        return transaction;
    }

    /// <inheritdoc />
    protected override async Task<int> ReadVersionAsync(DbConnection connection, DbTransaction transaction) =>
        Convert.ToInt32(await ScalarAsync(connection, transaction, "SELECT coalesce(max(version), 0) FROM schema_version").ConfigureAwait(false), CultureInfo.InvariantCulture);

    /// <inheritdoc />
    protected override Task WriteVersionAsync(DbConnection connection, DbTransaction transaction, int version) =>
        ExecuteAsync(connection, transaction, $"DELETE FROM schema_version; INSERT INTO schema_version VALUES ({version})");

    /// <inheritdoc />
    protected override StorageException? Meaning(Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } e => new(StorageProblem.Full, $"{Place}: its disk is full. Free some room and send again what was not acknowledged.", e),
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.InsufficientPrivilege } e =>
            new(StorageProblem.ReadOnly, $"{Place} cannot be written: {e.MessageText}.", e),
        PostgresException { SqlState: PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted } e =>
            new(StorageProblem.Damaged, $"{Place} is damaged: {e.MessageText}. Restore it from a back-up.", e),
        PostgresException e => new(StorageProblem.Unavailable, $"{Place}: {e.MessageText}.", e),
        NpgsqlException or System.Net.Sockets.SocketException or TimeoutException => new(StorageProblem.Unavailable, $"{Place} does not answer: {exception.Message.ReplaceLineEndings(" ")}", exception),
        _ => null,
    };

    /// <inheritdoc />
    protected override ValueTask CloseAsync() => _source.DisposeAsync();

    // One round trip for all of them.
    /// <inheritdoc />
    protected override Task InsertEntriesAsync(DbConnection connection, DbTransaction transaction, LogAppend append) => ExecuteAsync(
        connection, transaction,
        "INSERT INTO entry(analysis, position, bytes) SELECT a.key, @position + e.at - 1, e.bytes FROM analysis a, unnest(@entries) WITH ORDINALITY AS e(bytes, at) WHERE a.id = @id",
        ("id", append.Header.Id), ("position", append.Position), ("entries", append.Entries.ToArray()));
}

using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using CanaryJudge.AnalysisServer.Telemetry;
using static CanaryJudge.AnalysisServer.Storage.SqlCommands;

namespace CanaryJudge.AnalysisServer.Storage;

/// <summary>What stores in SQL databases share; the statements are standard SQL.</summary>
/// <param name="queuedWrites">How many writes may wait.</param>
/// <param name="meters">Counts.</param>
/// <param name="log">Damaged snapshots are told there.</param>
internal abstract class SqlStore(int queuedWrites, ServerMeters meters, ILogger log) : IAnalysisStore
{
    private const string Columns = "id, request, created, updated, state, policy, labels, revision, looks, newest, length, due";

    /// <summary>A piece of a log ends after so many bytes.</summary>
    private const long PieceBytes = 4 * 1024 * 1024;

    private GroupCommit? _writer;
    private DbConnection? _connection;

    /// <summary>The bytes of the largest write that failed since one as large was made; 0: none.</summary>
    private long _unwritten;

    /// <inheritdoc />
    public abstract string Place { get; }

    /// <summary>The steps that make the schema; a store that has taken k of them has version k.</summary>
    protected abstract IReadOnlyList<string> Migrations { get; }

    /// <inheritdoc />
    public async Task OpenAsync(CancellationToken cancellation)
    {
        await Guarded(async () =>
        {
            var connection = await ConnectAsync(cancellation).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                var transaction = await BeginMigrationAsync(connection, cancellation).ConfigureAwait(false);
                await using (transaction.ConfigureAwait(false))
                {
                    var found = await ReadVersionAsync(connection, transaction).ConfigureAwait(false);
                    if (found > Migrations.Count)
                    {
                        throw new StorageException(
                            StorageProblem.Newer, $"{Place} has schema {found}; this server knows {Migrations.Count}. Run the newer server that wrote it, or use another data folder.", null);
                    }

                    foreach (var step in Migrations.Skip(found))
                    {
                        await ExecuteAsync(connection, transaction, step).ConfigureAwait(false);
                    }

                    await WriteVersionAsync(connection, transaction, Migrations.Count).ConfigureAwait(false);
                    await transaction.CommitAsync(cancellation).ConfigureAwait(false);
                }
            }

            return true;
        }).ConfigureAwait(false);
        _writer = new(CommitAsync, queuedWrites, meters);
        _writer.Start();
    }

    /// <inheritdoc />
    public Task<CreateOutcome> CreateAsync(AnalysisHeader header, byte[] start, CancellationToken cancellation) => WriteAsync(
        start.Length,
        async (connection, transaction) =>
        {
            var made = await ExecuteAsync(
                connection, transaction,
                $"INSERT INTO analysis({Columns}) VALUES (@id, @request, @created, @updated, @state, @policy, @labels, @revision, @looks, @newest, 1, @due) ON CONFLICT DO NOTHING",
                [
                    ("id", header.Id), ("request", header.RequestId.Length == 0 ? null : header.RequestId), ("created", header.Created), ("policy", header.PolicyName),
                    ("labels", JsonSerializer.Serialize(header.Labels)), .. Changing(header),
                ]).ConfigureAwait(false);
            if (made == 0)
            {
                return CreateOutcome.Taken;
            }

            foreach (var (name, value) in header.Labels)
            {
                await ExecuteAsync(
                    connection, transaction, "INSERT INTO label(analysis, name, value) SELECT key, @name, @value FROM analysis WHERE id = @id",
                    ("id", header.Id), ("name", name), ("value", value)).ConfigureAwait(false);
            }

            await ExecuteAsync(
                connection, transaction, "INSERT INTO entry(analysis, position, bytes) SELECT key, 0, @bytes FROM analysis WHERE id = @id", ("id", header.Id), ("bytes", start)).ConfigureAwait(false);
            return CreateOutcome.Created;
        },
        cancellation);

    /// <inheritdoc />
    public Task<AppendOutcome> AppendAsync(LogAppend append, CancellationToken cancellation) => WriteAsync(
        append.Entries.Sum(e => (long)e.Length) + (append.State?.Length ?? 0),
        async (connection, transaction) =>
        {
            // The condition and the unique position keep two writers of one log apart, whatever they believe.
            var header = append.Header;
            var moved = await ExecuteAsync(
                connection, transaction,
                """
                UPDATE analysis SET updated = @updated, state = @state, revision = @revision, looks = @looks, newest = @newest, due = @due, length = @length
                WHERE id = @id AND length = @position
                """,
                [("id", header.Id), ("position", append.Position), ("length", append.Position + append.Entries.Count), .. Changing(header)]).ConfigureAwait(false);
            if (moved == 0)
            {
                return AppendOutcome.Conflict;
            }

            await InsertEntriesAsync(connection, transaction, append).ConfigureAwait(false);
            if (append.State is { } state)
            {
                await ExecuteAsync(
                    connection, transaction,
                    """
                    INSERT INTO snapshot(analysis, position, checksum, bytes) SELECT key, length, @checksum, @bytes FROM analysis WHERE id = @id
                    ON CONFLICT (analysis) DO UPDATE SET position = excluded.position, checksum = excluded.checksum, bytes = excluded.bytes
                    """,
                    ("id", header.Id), ("checksum", SHA256.HashData(state)), ("bytes", state)).ConfigureAwait(false);
            }

            return AppendOutcome.Appended;
        },
        cancellation);

    /// <inheritdoc />
    public Task SetDueAsync(string id, long? due, CancellationToken cancellation) => WriteAsync(
        64, (connection, transaction) => ExecuteAsync(connection, transaction, "UPDATE analysis SET due = @due WHERE id = @id", ("id", id), ("due", due)), cancellation);

    /// <inheritdoc />
    public Task<bool> DeleteAsync(string id, CancellationToken cancellation) => WriteAsync(
        64, async (connection, transaction) => await ExecuteAsync(connection, transaction, "DELETE FROM analysis WHERE id = @id", ("id", id)).ConfigureAwait(false) > 0, cancellation);

    /// <inheritdoc />
    public Task<int> DeleteEndedAsync(long time, CancellationToken cancellation) => WriteAsync(
        64,
        // A few at a time: other writes wait meanwhile.
        (connection, transaction) => ExecuteAsync(
            connection, transaction, "DELETE FROM analysis WHERE key IN (SELECT key FROM analysis WHERE state <> 0 AND updated < @time ORDER BY key LIMIT 20)", ("time", time)),
        cancellation);

    /// <inheritdoc />
    public Task<AnalysisHeader?> FindAsync(string id, CancellationToken cancellation) =>
        FirstAsync($"SELECT {Columns} FROM analysis WHERE id = @value", id, cancellation);

    /// <inheritdoc />
    public Task<AnalysisHeader?> FindByRequestAsync(string requestId, CancellationToken cancellation) =>
        FirstAsync($"SELECT {Columns} FROM analysis WHERE request = @value", requestId, cancellation);

    /// <inheritdoc />
    public async Task<AnalysisPage> ListAsync(AnalysisQuery query, CancellationToken cancellation)
    {
        List<(string, object?)> values = [("size", query.Size + 1)];
        var conditions = new List<string> { "1 = 1" };
        if (query.Before is { } before)
        {
            conditions.Add("key < @before");
            values.Add(("before", before));
        }

        if (query.States.Count > 0)
        {
            conditions.Add($"state IN ({string.Join(", ", query.States.Select(s => s.ToString(CultureInfo.InvariantCulture)))})");
        }

        for (var i = 0; i < query.Labels.Count; i++)
        {
            conditions.Add($"key IN (SELECT analysis FROM label WHERE name = @name{i} AND value = @value{i})");
            values.Add(($"name{i}", query.Labels[i].Key));
            values.Add(($"value{i}", query.Labels[i].Value));
        }

        var found = await QueryAsync(
            $"SELECT {Columns}, key FROM analysis WHERE {string.Join(" AND ", conditions)} ORDER BY key DESC LIMIT @size",
            r => (Header: Header(r), Key: r.GetInt64(12)), cancellation, [.. values]).ConfigureAwait(false);
        return new([.. found.Take(query.Size).Select(f => f.Header)], found.Count > query.Size ? found[query.Size - 1].Key : null);
    }

    /// <inheritdoc />
    public async Task<StoredSnapshot?> ReadSnapshotAsync(string id, CancellationToken cancellation)
    {
        var found = await QueryAsync(
            "SELECT s.position, s.checksum, s.bytes FROM snapshot s JOIN analysis a ON a.key = s.analysis WHERE a.id = @id",
            r => (Position: r.GetInt64(0), Checksum: (byte[])r[1], Bytes: (byte[])r[2]), cancellation, ("id", id)).ConfigureAwait(false);
        if (found.Count == 0)
        {
            return null;
        }

        var (position, checksum, bytes) = found[0];
        if (SHA256.HashData(bytes).AsSpan().SequenceEqual(checksum))
        {
            return new(position, bytes);
        }

        Log.SnapshotIgnored(log, id, position, "its checksum does not fit");
        return null;
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<byte[]>> ReadLogAsync(string id, long from, CancellationToken cancellation)
    {
        long bytes = 0;
        return ReadAsync(
            connection => RowsAsync(
                connection, "SELECT e.bytes FROM entry e JOIN analysis a ON a.key = e.analysis WHERE a.id = @id AND e.position >= @from ORDER BY e.position LIMIT 1000",
                row => (byte[])row[0], entry => (bytes += entry.Length) < PieceBytes, cancellation, ("id", id), ("from", from)),
            cancellation);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<string>> DueAsync(long time, CancellationToken cancellation) =>
        QueryAsync("SELECT id FROM analysis WHERE due <= @time ORDER BY due LIMIT 200", r => r.GetString(0), cancellation, ("time", time));

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<int, long>> CountAsync(CancellationToken cancellation)
    {
        var counts = await QueryAsync("SELECT state, count(*) FROM analysis GROUP BY state", r => (State: r.GetInt32(0), Count: r.GetInt64(1)), cancellation).ConfigureAwait(false);
        return counts.ToDictionary(c => c.State, c => c.Count);
    }

    /// <inheritdoc />
    public async Task ProbeAsync(CancellationToken cancellation)
    {
        await WriteAsync(64, (connection, transaction) => ExecuteAsync(connection, transaction, "UPDATE probe SET beats = beats + 1"), cancellation).ConfigureAwait(false);
        if (Interlocked.Read(ref _unwritten) is > 0 and var bytes)
        {
            await ProveRoomAsync(bytes, cancellation).ConfigureAwait(false);
            Interlocked.CompareExchange(ref _unwritten, 0, bytes);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_writer is { } writer)
        {
            await writer.DisposeAsync().ConfigureAwait(false);
        }

        if (_connection is { } connection)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }

        await CloseAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens a connection.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    protected abstract Task<DbConnection> ConnectAsync(CancellationToken cancellation);

    /// <summary>Begins a transaction in which nobody else migrates.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="cancellation">Ends the wait.</param>
    protected abstract Task<DbTransaction> BeginMigrationAsync(DbConnection connection, CancellationToken cancellation);

    /// <summary>The schema's version; 0 of an empty store.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="transaction">The transaction.</param>
    protected abstract Task<int> ReadVersionAsync(DbConnection connection, DbTransaction transaction);

    /// <summary>Notes the schema's version.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="transaction">The transaction.</param>
    /// <param name="version">The version.</param>
    protected abstract Task WriteVersionAsync(DbConnection connection, DbTransaction transaction, int version);

    /// <summary>What an exception of the database means.</summary>
    /// <param name="exception">As thrown.</param>
    /// <returns>Null: a bug of ours.</returns>
    protected abstract StorageException? Meaning(Exception exception);

    /// <summary>Writes as much as could not be written before, and removes it: a counter that is written in its place says nothing of room.</summary>
    /// <param name="bytes">How much.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">It cannot be written.</exception>
    protected virtual Task ProveRoomAsync(long bytes, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Frees what is left.</summary>
    protected virtual ValueTask CloseAsync() => ValueTask.CompletedTask;

    /// <summary>Adds the entries of an append whose condition holds.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="transaction">The transaction.</param>
    /// <param name="append">The append.</param>
    protected virtual async Task InsertEntriesAsync(DbConnection connection, DbTransaction transaction, LogAppend append)
    {
        for (var i = 0; i < append.Entries.Count; i++)
        {
            await ExecuteAsync(
                connection, transaction, "INSERT INTO entry(analysis, position, bytes) SELECT key, @position, @bytes FROM analysis WHERE id = @id",
                ("id", append.Header.Id), ("position", append.Position + i), ("bytes", append.Entries[i])).ConfigureAwait(false);
        }
    }

    private static (string, object?)[] Changing(AnalysisHeader header) =>
    [
        ("updated", header.Updated), ("state", header.State), ("revision", header.Revision), ("looks", header.Looks), ("newest", header.Newest), ("due", header.Due),
    ];

    private static AnalysisHeader Header(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        RequestId = row.IsDBNull(1) ? "" : row.GetString(1),
        Created = row.GetInt64(2),
        Updated = row.GetInt64(3),
        State = row.GetInt32(4),
        PolicyName = row.GetString(5),
        Labels = JsonSerializer.Deserialize<Dictionary<string, string>>(row.GetString(6))!,
        Revision = row.GetInt64(7),
        Looks = row.GetInt64(8),
        Newest = row.IsDBNull(9) ? null : row.GetInt64(9),
        Length = row.GetInt64(10),
        Due = row.IsDBNull(11) ? null : row.GetInt64(11),
    };

    private async Task<AnalysisHeader?> FirstAsync(string sql, string value, CancellationToken cancellation) =>
        (await QueryAsync(sql, Header, cancellation, ("value", value)).ConfigureAwait(false)) is [var only, ..] ? only : null;

    private Task<IReadOnlyList<T>> QueryAsync<T>(string sql, Func<DbDataReader, T> row, CancellationToken cancellation, params (string, object?)[] values) =>
        ReadAsync(connection => RowsAsync(connection, sql, row, _ => true, cancellation, values), cancellation);

    // On the pool: SQLite reads without a pause, and a caller may be a grain.
    private Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken cancellation) => Task.Run(
        () => Guarded(async () =>
        {
            var connection = await ConnectAsync(cancellation).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                return await read(connection).ConfigureAwait(false);
            }
        }),
        cancellation);

    /// <summary>Queues a write and waits until it is durable.</summary>
    /// <typeparam name="T">Its answer.</typeparam>
    /// <param name="bytes">About how much it writes.</param>
    /// <param name="run">Writes.</param>
    /// <param name="cancellation">Ends the wait, not the write.</param>
    protected Task<T> WriteAsync<T>(long bytes, Func<DbConnection, DbTransaction, Task<T>> run, CancellationToken cancellation) =>
        (_writer ?? throw new InvalidOperationException("The store is not open.")).RunAsync(new StoreWrite<T>(bytes, run), cancellation);

    private Task<bool> CommitAsync(IReadOnlyList<StoreWrite> writes) => Guarded(async () =>
    {
        var bytes = writes.Sum(w => w.Bytes);
        try
        {
            _connection ??= await ConnectAsync(CancellationToken.None).ConfigureAwait(false);
            var transaction = await _connection.BeginTransactionAsync().ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                foreach (var write in writes)
                {
                    await write.RunAsync(_connection, transaction).ConfigureAwait(false);
                }

                await transaction.CommitAsync().ConfigureAwait(false);
            }

            if (bytes >= Interlocked.Read(ref _unwritten))
            {
                Interlocked.Exchange(ref _unwritten, 0);
            }

            return true;
        }
        catch
        {
            Interlocked.Exchange(ref _unwritten, Math.Max(Interlocked.Read(ref _unwritten), bytes));

            // Whatever the connection is in the middle of: the next writes begin with a new one.
            var broken = _connection;
            _connection = null;
            if (broken is not null)
            {
                await broken.DisposeAsync().ConfigureAwait(false);
            }

            throw;
        }
    });

    private async Task<T> Guarded<T>(Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception e) when (e is not StorageException and not OperationCanceledException)
        {
            throw Meaning(e) ?? new StorageException(StorageProblem.Unavailable, $"{Place}: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }
}

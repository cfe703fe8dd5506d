using System.Data.Common;

namespace CanaryJudge.AnalysisServer.Storage;

/// <summary>Runs statements whose values travel beside their text.</summary>
internal static class SqlCommands
{
    /// <summary>Runs a statement.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="transaction">The transaction; null: none.</param>
    /// <param name="sql">The statement.</param>
    /// <param name="values">Its values.</param>
    /// <returns>The rows it changed.</returns>
    public static async Task<int> ExecuteAsync(DbConnection connection, DbTransaction? transaction, string sql, params (string Name, object? Value)[] values)
    {
        var command = Command(connection, transaction, sql, values);
        await using (command.ConfigureAwait(false))
        {
            return await command.ExecuteNonQueryAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Reads one value.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="transaction">The transaction; null: none.</param>
    /// <param name="sql">The statement.</param>
    public static async Task<object?> ScalarAsync(DbConnection connection, DbTransaction? transaction, string sql)
    {
        var command = Command(connection, transaction, sql, []);
        await using (command.ConfigureAwait(false))
        {
            return await command.ExecuteScalarAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Reads rows.</summary>
    /// <typeparam name="T">What a row becomes.</typeparam>
    /// <param name="connection">The connection.</param>
    /// <param name="sql">The query.</param>
    /// <param name="row">Turns the row at hand into what it becomes.</param>
    /// <param name="more">Whether to read on after a row.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <param name="values">Its values.</param>
    public static async Task<IReadOnlyList<T>> RowsAsync<T>(
        DbConnection connection, string sql, Func<DbDataReader, T> row, Func<T, bool> more, CancellationToken cancellation, params (string Name, object? Value)[] values)
    {
        var command = Command(connection, null, sql, values);
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var rows = new List<T>();
                while ((rows.Count == 0 || more(rows[^1])) && await reader.ReadAsync(cancellation).ConfigureAwait(false))
                {
                    rows.Add(row(reader));
                }

                return rows;
            }
        }
    }

    private static DbCommand Command(DbConnection connection, DbTransaction? transaction, string sql, (string Name, object? Value)[] values)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // Every text is a constant of ours; what callers say travels as a value.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            if (value is null)
            {
                parameter.DbType = name == "request" ? System.Data.DbType.String : System.Data.DbType.Int64;
            }

            command.Parameters.Add(parameter);
        }

        return command;
    }
}

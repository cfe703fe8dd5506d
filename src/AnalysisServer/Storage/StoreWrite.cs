using System.Data.Common;

namespace CanaryJudge.AnalysisServer.Storage;

/// <summary>One write that waits for its turn, with the answer that its caller waits for.</summary>
/// <param name="bytes">About how much it writes.</param>
internal abstract class StoreWrite(long bytes)
{
    /// <summary>About how much it writes.</summary>
    public long Bytes => bytes;

    /// <summary>Writes, inside a transaction that others may share.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="transaction">The transaction.</param>
    public abstract Task RunAsync(DbConnection connection, DbTransaction transaction);

    /// <summary>Answers the caller: the transaction is durable.</summary>
    public abstract void Done();

    /// <summary>Answers the caller: it is not.</summary>
    /// <param name="problem">Why.</param>
    public abstract void Failed(StorageException problem);
}

/// <summary>A write with an answer.</summary>
/// <typeparam name="T">The answer.</typeparam>
/// <param name="bytes">About how much it writes.</param>
/// <param name="run">Writes.</param>
internal sealed class StoreWrite<T>(long bytes, Func<DbConnection, DbTransaction, Task<T>> run) : StoreWrite(bytes)
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    /// <summary>The answer, once it is durable.</summary>
    public Task<T> Answer => _answer.Task;

    /// <inheritdoc />
    public override async Task RunAsync(DbConnection connection, DbTransaction transaction) => _result = await run(connection, transaction).ConfigureAwait(false);

    /// <inheritdoc />
    public override void Done() => _answer.TrySetResult(_result!);

    /// <inheritdoc />
    public override void Failed(StorageException problem) => _answer.TrySetException(problem);
}

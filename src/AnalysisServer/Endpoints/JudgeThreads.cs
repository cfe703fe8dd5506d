using System.Collections.Concurrent;

namespace CanaryJudge.AnalysisServer.Endpoints;

/// <summary>Threads of the judge's own: it computes without a pause, and the pool has to answer health checks meanwhile.</summary>
/// <remarks>
/// A task never waits for another: without an idle thread it gets a new one, so there are as many as <see cref="EvaluationSlots"/>
/// lets run. A thread that has nothing to do for a while ends. Starting one takes about as long as judging ten metrics of
/// sixty points, which is why they are kept.
/// </remarks>
internal sealed class JudgeThreads : TaskScheduler, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly BlockingCollection<Task> _waiting = [];
    private int _idle;

    /// <inheritdoc />
    public void Dispose() => _waiting.CompleteAdding();

    /// <inheritdoc />
    protected override void QueueTask(Task task)
    {
        if (TryTakeIdle())
        {
            _waiting.Add(task);
        }
        else
        {
            new Thread(() => Run(task)) { IsBackground = true, Name = "judge" }.Start();
        }
    }

    /// <inheritdoc />
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    /// <inheritdoc />
    protected override IEnumerable<Task> GetScheduledTasks() => [.. _waiting];

    private void Run(Task first)
    {
        for (var task = first; task is not null; task = Next())
        {
            TryExecuteTask(task);
        }
    }

    /// <summary>The next task; null: none for a while.</summary>
    private Task? Next()
    {
        Interlocked.Increment(ref _idle);
        Task? task;
        while (!_waiting.TryTake(out task, Patience) && !TryTakeIdle() && !_waiting.IsCompleted)
        {
            // Somebody counts on this thread: the task is about to be there.
        }

        return task;
    }

    private bool TryTakeIdle()
    {
        for (var idle = Volatile.Read(ref _idle); idle > 0; idle = Volatile.Read(ref _idle))
        {
            if (Interlocked.CompareExchange(ref _idle, idle - 1, idle) == idle)
            {
                return true;
            }
        }

        return false;
    }
}

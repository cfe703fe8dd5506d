namespace CanaryJudge.AnalysisClient.Rollouts;

/// <summary>Who runs a rollout: a lock that the system takes back when its process is gone, and on it signs of life, so that a process that hangs can be replaced.</summary>
/// <remarks>
/// <para>A sign of life is a new time on the lock's file, which needs no room on a full disk. Whoever comes second looks for one for as long as the lease
/// by its own monotonic clock, so a time of day that was set wrong takes no lock away.</para>
/// <para>To take over, a newcomer waits on a lock of its own, <c>lock.next</c>, and renames it over the old one: at any moment there is one lock, and only one
/// process waits for it. Who was replaced learns so by name: the file that it holds is not the one that stands there.</para>
/// </remarks>
internal sealed class RolloutLock : IDisposable
{
    /// <summary>Without a sign of life for so long a runner may be replaced.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <summary>Seconds between signs of life.</summary>
    public const long RenewEvery = 3;

    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(200);
    private readonly FileStream _file;
    private readonly string _path;

    private RolloutLock(FileStream file, string path) => (_file, _path) = (file, path);

    /// <summary>Whether no other lock stands in the place of this one. One that is just gone is nobody else's.</summary>
    public bool IsMine => !File.Exists(_path) || File.GetLastWriteTimeUtc(_path) == File.GetLastWriteTimeUtc(_file.SafeFileHandle);

    /// <summary>Takes the lock of a folder.</summary>
    /// <returns>The lock; null: another process holds it.</returns>
    public static RolloutLock? TryTake(string folder, TimeProvider time) => TryHold(Path.Combine(folder, "lock"), time);

    /// <summary>Takes the lock when its holder has ended, or has given no sign of life for the whole lease.</summary>
    /// <param name="folder">The rollout's folder.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The lock, and whether the other process may still be there; null: it lives, or somebody else waits already.</returns>
    public static async Task<(RolloutLock Lock, bool IsReplaced)?> WaitAsync(string folder, TimeProvider time, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, "lock");
        if (TryHold(path + ".next", time) is not { } next)
        {
            return null;
        }

        try
        {
            var (sign, since) = (File.GetLastWriteTimeUtc(path), time.GetTimestamp());
            while (time.GetElapsedTime(since) < Lease)
            {
                if (TryHold(path, time) is { } freed)
                {
                    next.Dispose();
                    return (freed, false);
                }

                if (File.GetLastWriteTimeUtc(path) != sign)
                {
                    next.Dispose();
                    return null;
                }

                await Task.Delay(s_poll, time, cancellation).ConfigureAwait(false);
            }

            File.Move(next._path, path, overwrite: true);
            return (new(next._file, path), true);
        }
        catch
        {
            next.Dispose();
            throw;
        }
    }

    /// <summary>Gives a sign of life.</summary>
    /// <returns>Whether the lock is still this one.</returns>
    public bool Renew(TimeProvider time)
    {
        var isMine = IsMine;
        if (isMine)
        {
            var (before, now) = (File.GetLastWriteTimeUtc(_file.SafeFileHandle), time.GetUtcNow().UtcDateTime);
            File.SetLastWriteTimeUtc(_file.SafeFileHandle, now == before ? now.AddMilliseconds(1) : now);
        }

        return isMine;
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    private static RolloutLock? TryHold(string path, TimeProvider time)
    {
        FileStream file;
        try
        {
            file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException))
        {
            return null;
        }

        // Between the opening and the lock another may have put a lock of its own here.
        var held = new RolloutLock(file, path);
        if (held.Renew(time))
        {
            return held;
        }

        held.Dispose();
        return null;
    }
}

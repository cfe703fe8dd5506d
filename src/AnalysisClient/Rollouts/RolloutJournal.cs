using CanaryJudge.Rollouts;
using Microsoft.Win32.SafeHandles;

namespace CanaryJudge.AnalysisClient.Rollouts;

/// <summary>The journal of one rollout in a folder: who holds it is the only writer.</summary>
/// <remarks>
/// <para>Files: <c>journal.jsonl</c>, one batch a line, each with its checksum; <c>lock</c>, held while the process lives; <c>reserve</c>, 64 KiB that
/// are given up when the disk is full, so that a rollback can still be recorded.</para>
/// <para>A batch is one write and one fsync. A writer that gave no sign of life for 30 seconds, stopped or hanging, can be replaced: the one that takes over
/// goes on in a new file under the same name, so whatever the old one still writes lands nowhere, and it learns that it is fenced by the lock that is not
/// its own any more, or by a journal that is longer than it left it.</para>
/// </remarks>
public sealed class RolloutJournal : IDisposable
{
    private const int ReserveBytes = 64 * 1024;
    private readonly string _folder;
    private readonly RolloutLock _lock;
    private readonly TimeProvider _time;
    private readonly List<JournalLine> _lines;
    private SafeFileHandle _file;
    private long _length;
    private bool _isDirty;
    private bool _isShared;

    private RolloutJournal(string folder, RolloutLock taken, SafeFileHandle file, JournalContents found, TimeProvider time)
    {
        (_folder, _lock, _file, _time) = (folder, taken, file, time);
        (_lines, _length) = ([.. found.Lines], found.Length);
        Fence = (found.Lines.Count > 0 ? found.Lines[^1].Fence : 0) + 1;
        _isDirty = RandomAccess.GetLength(file) != _length;
    }

    /// <summary>The number of this opening, from 1.</summary>
    public long Fence { get; }

    /// <summary>The lines on disk.</summary>
    public IReadOnlyList<JournalLine> Lines => _lines;

    /// <summary>The header; null: the journal is new.</summary>
    public JournalHeader? Header => _lines.Count > 0 ? _lines[0].Header : null;

    private string JournalPath => Path.Combine(_folder, JournalContents.FileName);

    /// <summary>Takes the journal.</summary>
    /// <param name="folder">The rollout's folder; made if it is not there.</param>
    /// <param name="time">The clock.</param>
    /// <param name="firstLineOnly">Believes the header alone.</param>
    /// <exception cref="JournalBusyException">Another runner holds it; the message names it.</exception>
    /// <exception cref="JournalException">A line before the last is damaged.</exception>
    public static RolloutJournal Open(string folder, TimeProvider time, bool firstLineOnly = false)
    {
        ArgumentNullException.ThrowIfNull(time);
        Directory.CreateDirectory(folder);
        return Open(folder, RolloutLock.TryTake(folder, time) ?? throw Busy(folder), time, firstLineOnly);
    }

    /// <summary>Takes a journal that another runner holds when that one ends, or gives no sign of life for 30 seconds: it was stopped, or hangs.</summary>
    /// <param name="folder">The rollout's folder.</param>
    /// <param name="time">The clock.</param>
    /// <param name="firstLineOnly">Believes the header alone.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="JournalBusyException">It lives, or another newcomer waits already.</exception>
    /// <exception cref="JournalException">A line before the last is damaged.</exception>
    public static async Task<RolloutJournal> TakeOverAsync(string folder, TimeProvider time, bool firstLineOnly, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(time);
        Directory.CreateDirectory(folder);
        var (taken, isReplaced) = await RolloutLock.WaitAsync(folder, time, cancellation).ConfigureAwait(false) ?? throw Busy(folder);
        var journal = Open(folder, taken, time, firstLineOnly);
        journal._isShared = isReplaced;
        return journal;
    }

    /// <summary>Writes the first line.</summary>
    /// <param name="header">What is promised.</param>
    public AppendResult Create(JournalHeader header) => Append(0, [], header);

    /// <summary>Writes a batch, all or nothing.</summary>
    /// <param name="t">Rollout time in seconds.</param>
    /// <param name="records">The records.</param>
    public AppendResult Append(long t, IReadOnlyList<RolloutRecord> records) => Append(t, records, null);

    /// <summary>Whether this is still the only writer; if it is, a sign of life as well.</summary>
    /// <returns>Written: it is. Failed: the file is gone or cannot be looked at.</returns>
    public AppendResult Confirm()
    {
        try
        {
            if (!_lock.Renew(_time))
            {
                return AppendResult.Fenced;
            }

            // By name: a file that was moved away, or another in its place, is not ours either.
            var length = _isDirty ? RandomAccess.GetLength(_file) : new FileInfo(JournalPath) is { Exists: true } file ? file.Length : -1;
            return length == _length || (_isDirty && length > _length) ? AppendResult.Written
                : length > _length ? AppendResult.Fenced
                : AppendResult.Failed;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return AppendResult.Failed;
        }
    }

    /// <summary>Whether batches can be written again: tries to set the reserve aside anew.</summary>
    public bool Probe() => Confirm() == AppendResult.Written && TryReserve();

    /// <inheritdoc />
    public void Dispose()
    {
        _file.Dispose();
        _lock.Dispose();
    }

    private AppendResult Append(long t, IReadOnlyList<RolloutRecord> records, JournalHeader? header)
    {
        if (Confirm() is var confirmed and not AppendResult.Written)
        {
            return confirmed;
        }

        var line = new JournalLine(_lines.Count + 1, Fence, Math.Max(t, _lines.Count > 0 ? _lines[^1].T : 0), _time.GetUtcNow(), records) { Header = header };
        var bytes = line.Write();
        if (!TryWrite(bytes) && !(GiveUpReserve() && TryWrite(bytes)))
        {
            return AppendResult.Failed;
        }

        // Stopped since it looked, it may have written where nobody reads any more.
        if (!_lock.IsMine)
        {
            return AppendResult.Fenced;
        }

        _length += bytes.Length;
        _lines.Add(line);
        return AppendResult.Written;
    }

    private bool TryWrite(byte[] bytes)
    {
        try
        {
            if (_isShared)
            {
                GoOnInOwnFile();
            }

            if (_isDirty)
            {
                RandomAccess.SetLength(_file, _length);
            }

            _isDirty = true;
            RandomAccess.Write(_file, bytes, _length);
            RandomAccess.FlushToDisk(_file);
            _isDirty = false;
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void GoOnInOwnFile()
    {
        var path = JournalPath + ".next";
        var own = OpenFile(path, FileMode.Create);
        try
        {
            var before = new byte[_length];
            RandomAccess.Read(_file, before, 0);
            RandomAccess.Write(own, before, 0);
            RandomAccess.FlushToDisk(own);
            File.Move(path, JournalPath, overwrite: true);
        }
        catch
        {
            own.Dispose();
            throw;
        }

        _file.Dispose();
        (_file, _isShared, _isDirty) = (own, false, false);
    }

    private bool GiveUpReserve()
    {
        var path = Path.Combine(_folder, "reserve");
        try
        {
            var had = File.Exists(path);
            File.Delete(path);
            return had;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private bool TryReserve()
    {
        var path = Path.Combine(_folder, "reserve");
        try
        {
            if (new FileInfo(path) is not { Exists: true, Length: ReserveBytes })
            {
                using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
                RandomAccess.Write(file, new byte[ReserveBytes], 0);
                RandomAccess.FlushToDisk(file);
            }

            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static RolloutJournal Open(string folder, RolloutLock taken, TimeProvider time, bool firstLineOnly)
    {
        try
        {
            var found = JournalContents.Read(folder, firstLineOnly);
            var journal = new RolloutJournal(folder, taken, OpenFile(Path.Combine(folder, JournalContents.FileName), FileMode.OpenOrCreate), found, time);
            journal.TryReserve();
            return journal;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    private static SafeFileHandle OpenFile(string path, FileMode mode) => File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    private static JournalBusyException Busy(string folder)
    {
        var owner = RunnerAddress.Find(folder) is { } address ? address.ToString() : "another runner";
        return new($"{Path.GetFileName(folder)} is run by {owner}. Follow it with: canaryjudge rollout watch {Path.GetFileName(folder)}");
    }
}

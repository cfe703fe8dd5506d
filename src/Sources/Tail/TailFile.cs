using System.Text;

namespace CanaryJudge.Sources.Tail;

/// <summary>A text file that grows, and now and then is replaced by a new one or emptied.</summary>
/// <remarks>
/// Gives whole lines only; the last one may still be in writing. A file that was renamed is read to its end first, through the handle that is still
/// open on it. Whether the name stands for another file now is seen by its first two lines, which no writer changes in place.
/// </remarks>
internal sealed class TailFile(string path) : IDisposable
{
    private const int MostFirstLines = 1 << 14;
    private const int MostPiece = 1 << 22;
    private FileStream? _file;
    private byte[] _firstLines = [];
    private long _offset;

    /// <summary>The first line of the present file; empty until there is one.</summary>
    public string Header { get; private set; } = "";

    /// <summary>Lines of the present file that were taken, the header included.</summary>
    public long Line { get; private set; }

    /// <summary>The next whole lines, at most 4 MiB of them; the same again until they are taken.</summary>
    /// <returns>The lines with their ends, without the header; empty: nothing new.</returns>
    /// <exception cref="IOException">The file cannot be read, or a line is longer than that.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public byte[] Next()
    {
        if (_file is null && !TryOpen())
        {
            return [];
        }

        if (IsRewritten())
        {
            return Reopened();
        }

        var piece = Read();
        if (piece.Length > 0 || !IsRenamed())
        {
            return piece;
        }

        // What came between the reading and the renaming is still there.
        piece = Read();
        return piece.Length > 0 ? piece : Reopened();
    }

    /// <summary>Goes on behind a piece.</summary>
    /// <param name="piece">What <see cref="Next"/> gave.</param>
    public void Took(byte[] piece)
    {
        _offset += piece.Length;
        Line += piece.AsSpan().Count((byte)'\n');
    }

    /// <inheritdoc />
    public void Dispose() => Close();

    private bool TryOpen()
    {
        _file = Open();
        _firstLines = FirstLines(_file);
        var header = _firstLines.AsSpan().IndexOf((byte)'\n') + 1;
        if (header == 0)
        {
            // Its writer has not finished the header yet.
            Close();
            return false;
        }

        (Header, _offset, Line) = (Encoding.UTF8.GetString(_firstLines, 0, header).TrimEnd('\r', '\n'), header, 1);
        return true;
    }

    private FileStream Open() => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);

    private byte[] Read()
    {
        var length = (int)Math.Clamp(_file!.Length - _offset, 0, MostPiece);
        var buffer = new byte[length];
        _file.Position = _offset;
        length = _file.ReadAtLeast(buffer, length, throwOnEndOfStream: false);
        var end = buffer.AsSpan(0, length).LastIndexOf((byte)'\n') + 1;
        return end == 0 && length == MostPiece ? throw new IOException($"line {Line + 1} is longer than 4 MiB.") : buffer[..end];
    }

    /// <summary>Whether the file was emptied and written anew in place.</summary>
    private bool IsRewritten()
    {
        var own = FirstLines(_file!);
        if (_file!.Length < _offset || !own.AsSpan().StartsWith(_firstLines))
        {
            return true;
        }

        _firstLines = own;
        return false;
    }

    /// <summary>Whether the name stands for another file.</summary>
    private bool IsRenamed()
    {
        try
        {
            using var present = Open();
            return !FirstLines(present).AsSpan().SequenceEqual(FirstLines(_file!));
        }
        catch (FileNotFoundException)
        {
            // The new one is not there yet: keep to the old one.
            return false;
        }
    }

    private byte[] Reopened()
    {
        Close();
        return TryOpen() ? Read() : [];
    }

    private void Close()
    {
        _file?.Dispose();
        _file = null;
    }

    private static byte[] FirstLines(FileStream file)
    {
        var buffer = new byte[MostFirstLines];
        file.Position = 0;
        var length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        var text = buffer.AsSpan(0, length);
        var first = text.IndexOf((byte)'\n') + 1;
        if (first == 0 && length == MostFirstLines)
        {
            throw new IOException("the first line is longer than 16 KiB; it must name the columns.");
        }

        return buffer[..(first + text[first..].IndexOf((byte)'\n') + 1)];
    }
}

using System.Text;

namespace CanaryJudge.AnalysisClient.Traffic.Nginx;

/// <summary>A small file that is replaced as a whole: a reader, or a crash, finds the old or the new one, never half of one.</summary>
internal sealed record IncludeFile(string Path)
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The text; null: there is no such file.</summary>
    public string? Read() => File.Exists(Path) ? File.ReadAllText(Path) : null;

    /// <summary>Replaces the file.</summary>
    /// <param name="text">The new text; null: removes it.</param>
    public void Write(string? text)
    {
        if (text is null)
        {
            File.Delete(Path);
            return;
        }

        var fresh = Path + ".new";
        using (var file = new FileStream(fresh, FileMode.Create, FileAccess.Write))
        {
            file.Write(s_utf8.GetBytes(text));
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, Path, overwrite: true);
    }

    /// <summary>Keeps other processes from changing the file until disposed; null: another one is at it.</summary>
    /// <remarks>The lock is a file beside it that stays: removing it could let two in.</remarks>
    public FileStream? TryLock()
    {
        try
        {
            return new FileStream(Path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(Path + ".lock"))
        {
            return null;
        }
    }
}

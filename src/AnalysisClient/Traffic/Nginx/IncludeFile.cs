using System.Text;

namespace CanaryJudge.AnalysisClient.Traffic.Nginx;

/// <summary>A small file that is replaced as a whole: a reader, or a crash, finds the old or the new one, never half of one.</summary>
/// <remarks>A symbolic link stays one: the file that it leads to is replaced, with its lock beside that.</remarks>
/// <param name="Path">The file, or a link to it.</param>
internal sealed record IncludeFile(string Path)
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private string Real => new FileInfo(Path) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : Path;

    /// <summary>The text; null: there is no such file.</summary>
    public string? Read() => Real is var real && File.Exists(real) ? File.ReadAllText(real) : null;

    /// <summary>Replaces the file.</summary>
    /// <param name="text">The new text; null: removes it.</param>
    public void Write(string? text)
    {
        var real = Real;
        if (text is null)
        {
            File.Delete(real);
            return;
        }

        var fresh = real + ".new";
        using (var file = new FileStream(fresh, FileMode.Create, FileAccess.Write))
        {
            file.Write(s_utf8.GetBytes(text));
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, real, overwrite: true);
    }

    /// <summary>Keeps other processes from changing the file until disposed; null: another one is at it.</summary>
    /// <remarks>The lock is a file beside it that stays: removing it could let two in.</remarks>
    public FileStream? TryLock()
    {
        var path = Real + ".lock";
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }
}

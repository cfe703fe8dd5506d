using System.Globalization;
using CanaryJudge.AnalysisServer.Hosting;

namespace CanaryJudge.AnalysisServer.Storage;

/// <summary>The folder that holds what a server keeps; one server at a time.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held) => (Path, _lock) = (path, held);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Where the folder is when nobody says: <c>$XDG_STATE_HOME/canaryjudge</c>, on Windows <c>%LOCALAPPDATA%\CanaryJudge</c>.</summary>
    public static string Usual
    {
        get
        {
            if (OperatingSystem.IsWindows())
            {
                return System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "CanaryJudge");
            }

            var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
            return System.IO.Path.Combine(string.IsNullOrEmpty(state) ? System.IO.Path.Combine(home, ".local", "state") : state, "canaryjudge");
        }
    }

    /// <summary>Takes a folder for this server; makes it when missing.</summary>
    /// <param name="path">The folder; empty: the usual one.</param>
    /// <exception cref="SettingsException">It cannot be made or written, or another server has it; the message says who.</exception>
    public static DataFolder Take(string path)
    {
        var folder = System.IO.Path.GetFullPath(path.Length > 0 ? path : Usual);
        var setting = ServerSetting.Of(nameof(ServerOptions.Data));
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"{setting} is {folder}, which cannot be made: {e.Message.ReplaceLineEndings(" ")}", e);
        }

        var owner = System.IO.Path.Combine(folder, "server.pid");
        FileStream? held = null;
        try
        {
            // The operating system frees the lock with the process, however it ends.
            held = new FileStream(System.IO.Path.Combine(folder, "server.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(owner, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new(folder, held);
        }
        catch (IOException e) when (held is null && IsLock(e))
        {
            var who = File.Exists(owner) ? $"the server with process id {File.ReadAllText(owner)}" : "another server";
            throw new SettingsException($"{setting} is {folder}, which {who} uses. Stop it, or give this server a folder of its own.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            held?.Dispose();
            throw new SettingsException($"{setting} is {folder}, which cannot be written: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _lock.Dispose();

    // A full or read-only disk is an IOException, too; a file that another process holds is a sharing violation (Windows) or EWOULDBLOCK.
    private static bool IsLock(IOException e) => (e.HResult & 0xFFFF) is 32 or 11 or 35;
}

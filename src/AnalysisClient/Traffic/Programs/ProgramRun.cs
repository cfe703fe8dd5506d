using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace CanaryJudge.AnalysisClient.Traffic.Programs;

/// <summary>Runs a program to its end. When the call is cancelled, it and its children are killed.</summary>
internal static class ProgramRun
{
    /// <summary>The most that is read of each of stdout and stderr, in characters.</summary>
    public const int MaxOutput = 64 * 1024;

    /// <summary>Runs a program.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="input">Its stdin.</param>
    /// <param name="cancellation">Kills it.</param>
    /// <returns>What it left.</returns>
    /// <exception cref="Win32Exception">It cannot be started.</exception>
    /// <exception cref="OperationCanceledException">It was killed because the call was cancelled.</exception>
    public static async Task<ProgramAnswer> RunAsync(IReadOnlyList<string> command, string input, CancellationToken cancellation)
    {
        using var process = Start(command);
        try
        {
            var output = ReadAsync(process.StandardOutput);
            var error = ReadAsync(process.StandardError);
            await WriteAsync(process.StandardInput, input).ConfigureAwait(false);
            // Reading from a pipe hears no token: the wait is given up, and the program killed.
            await Task.WhenAll(output, error).WaitAsync(cancellation).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
            var (said, complained) = (await output.ConfigureAwait(false), await error.ConfigureAwait(false));
            return new(process.ExitCode, said.Text, complained.Text, said.IsCut || complained.IsCut);
        }
        finally
        {
            Kill(process);
        }
    }

    private static Process Start(IReadOnlyList<string> command) => Process.Start(new ProcessStartInfo(command[0], command.Skip(1))
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        StandardOutputEncoding = Encoding.UTF8,
        StandardErrorEncoding = Encoding.UTF8,
    })!;

    private static async Task WriteAsync(StreamWriter stdin, string input)
    {
        try
        {
            await stdin.WriteAsync(input).ConfigureAwait(false);
            stdin.Close();
        }
        catch (IOException)
        {
            // A program need not read its input.
        }
    }

    /// <summary>Reads to the end, whatever is too much included, so that the program never waits for a reader.</summary>
    private static async Task<(string Text, bool IsCut)> ReadAsync(StreamReader from)
    {
        var kept = new char[MaxOutput];
        var length = await from.ReadBlockAsync(kept).ConfigureAwait(false);
        var rest = new char[4096];
        var isCut = false;
        while (await from.ReadBlockAsync(rest).ConfigureAwait(false) > 0)
        {
            isCut = true;
        }

        return (new(kept, 0, length), isCut);
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It has ended already.
        }
    }
}

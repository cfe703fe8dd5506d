using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace CanaryJudge.AnalysisClient.Traffic.Programs;

/// <summary>Runs a program to its end. When the call is cancelled, it and its children are killed.</summary>
/// <remarks>A child that it leaves behind when it ends is its own affair: nobody waits for it, and what it prints later is not read.</remarks>
internal static class ProgramRun
{
    /// <summary>The most that is read of each of stdout and stderr, in characters.</summary>
    public const int MaxOutput = 64 * 1024;

    /// <summary>How long output is read after the program's end, where a child holds the pipe open.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

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
            var (output, error) = (new ProgramOutput(process.StandardOutput, MaxOutput), new ProgramOutput(process.StandardError, MaxOutput));
            await WriteAsync(process.StandardInput, input).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
            await Task.WhenAny(Task.WhenAll(output.Ended, error.Ended), Task.Delay(LastWords, TimeProvider.System, cancellation)).ConfigureAwait(false);
            var (said, complained) = (output.Heard(), error.Heard());
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

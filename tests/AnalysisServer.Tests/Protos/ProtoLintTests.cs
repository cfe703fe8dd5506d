using System.Diagnostics;

namespace CanaryJudge.AnalysisServer.Tests.Protos;

public sealed class ProtoLintTests
{
    private static readonly string Workspace = Path.Combine(AppContext.BaseDirectory, "buf");

    [Fact]
    public async Task Buf_has_nothing_to_say()
    {
        var (code, output) = await LintAsync(Workspace);

        Assert.True(code == 0, output);
    }

    [Fact]
    public async Task Buf_would_speak_of_a_field_without_a_comment_and_a_wrong_name()
    {
        var copy = Directory.CreateTempSubdirectory("canaryjudge-buf-").FullName;
        var folder = Directory.CreateDirectory(Path.Combine(copy, "proto", "canaryjudge", "v1")).FullName;
        File.Copy(Path.Combine(Workspace, "buf.yaml"), Path.Combine(copy, "buf.yaml"));
        await File.WriteAllTextAsync(
            Path.Combine(folder, "bad.proto"),
            "syntax = \"proto3\";\npackage canaryjudge.v1;\n// A message.\nmessage Bad { string camelCase = 1; }\n",
            TestContext.Current.CancellationToken);

        var (code, output) = await LintAsync(copy);
        Directory.Delete(copy, recursive: true);

        Assert.NotEqual(0, code);
        Assert.Contains("lower_snake_case", output, StringComparison.Ordinal);
        Assert.Contains("comment", output, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output)> LintAsync(string folder)
    {
        using var buf = Process.Start(new ProcessStartInfo(Buf(), ["lint"])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = await buf.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken) + await buf.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await buf.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (buf.ExitCode, output);
    }

    private static string Buf()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var places = folders.Prepend(Path.Combine(Descriptors.Root, "eng", "buf", "node_modules", ".bin")).Select(f => Path.Combine(f, "buf"));
        var found = places.FirstOrDefault(File.Exists);
        Assert.True(found is not null, "buf is missing: run 'npm ci' in eng/buf, or put buf on the PATH.");
        return found;
    }
}

namespace CanaryJudge.Cli.Tests;

/// <summary>What makes the tool start quickly.</summary>
public sealed class ColdStartTests
{
    [Fact]
    public async Task A_command_that_needs_no_server_loads_none_of_the_server_s_libraries()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux shows what a process has loaded.");
        using var process = new Call("judge", "-").Start();
        var loaded = "";
        await Soon.UntilAsync(() =>
        {
            // It waits for its input by then.
            loaded = File.ReadAllText($"/proc/{process.Id}/maps");
            return loaded.Contains("CanaryJudge.Sources.dll", StringComparison.Ordinal);
        });
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.All(["Orleans", "Npgsql", "Sqlite", "Microsoft.ML"], library => Assert.DoesNotContain(library, loaded, StringComparison.OrdinalIgnoreCase));
    }
}

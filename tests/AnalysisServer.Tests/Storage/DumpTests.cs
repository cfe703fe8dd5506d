using System.Diagnostics;
using CanaryJudge.Contracts.V1;
using Npgsql;
using static CanaryJudge.AnalysisServer.Tests.Analyses.Inputs;

namespace CanaryJudge.AnalysisServer.Tests.Storage;

/// <summary>A back-up by PostgreSQL's own tools, as the page says.</summary>
/// <param name="postgres">A real one.</param>
public sealed class DumpTests(Postgres postgres) : IClassFixture<Postgres>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_dump_of_a_running_server_brings_back_what_was_there()
    {
        var database = await postgres.DatabaseAsync();
        using var folder = new TempFolder();
        var dump = Path.Combine(folder.Path, "canaryjudge.dump");
        Analysis before;
        await using (var server = await RunningServer.StartAsync("--postgres", database))
        {
            await CreateAsync(server.Analyses, "a");
            await SendAsync(server.Analyses, "a", 1, Minutes(3));
            before = await GetAsync(server.Analyses, "a");
            await RunAsync(database, "pg_dump", "--schema=canaryjudge", "--format=custom", $"--file={dump}");

            await SendAsync(server.Analyses, "a", 2, Minutes(3, first: 3));
            await CreateAsync(server.Analyses, "b");
        }

        await RunAsync(database, "pg_restore", "--clean", "--if-exists", dump);

        await using var again = await RunningServer.StartAsync("--postgres", database);
        Assert.Equal(before, await GetAsync(again.Analyses, "a"));
        Assert.Single((await again.Analyses.ListAnalysesAsync(new(), cancellationToken: Cancellation)).Analyses);
        Assert.Equal(2UL, (await SendAsync(again.Analyses, "a", 2, Minutes(3, first: 3))).Sequence);
    }

    private static async Task RunAsync(string database, string program, params string[] arguments)
    {
        var at = new NpgsqlConnectionStringBuilder(database);
        var file = Directory.GetDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin", program)).First(File.Exists);
        var start = new ProcessStartInfo(file, [$"--host={at.Host}", $"--port={at.Port}", $"--username={at.Username}", $"--dbname={at.Database}", .. arguments]) { RedirectStandardError = true, UseShellExecute = false };
        start.Environment["PGPASSWORD"] = at.Password;
        using var process = Process.Start(start)!;
        var said = await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        Assert.True(process.ExitCode == 0, said);
    }
}

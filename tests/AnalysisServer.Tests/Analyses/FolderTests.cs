using CanaryJudge.Judging.Analyses;
using Grpc.Core;
using Microsoft.Data.Sqlite;

namespace CanaryJudge.AnalysisServer.Tests.Analyses;

public sealed class FolderTests
{
    [Fact]
    public async Task A_second_server_on_a_data_folder_is_refused_and_told_who_has_it()
    {
        using var data = new TempFolder();
        await using var first = await ServerProcess.StartAsync("--data", data.Path);

        var (code, error) = await ServerProcess.RefusedAsync("--data", data.Path);

        Assert.Equal(2, code);
        Assert.Equal(
            $"canaryjudge serve: Server:Data (--data, CANARYJUDGE_DATA) is {data.Path}, which the server with process id {first.Id} uses. Stop it, or give this server a folder of its own.",
            error.TrimEnd());
    }

    [Fact]
    public async Task A_killed_server_leaves_no_lock()
    {
        using var data = new TempFolder();
        await using (var first = await ServerProcess.StartAsync("--data", data.Path))
        {
            await first.KillAsync();
        }

        await using var second = await ServerProcess.StartAsync("--data", data.Path);

        Assert.NotEqual(0, second.Id);
    }

    [Fact]
    public async Task A_damaged_database_stops_the_start_in_one_line()
    {
        using var data = new TempFolder();
        await File.WriteAllTextAsync(data.File("canaryjudge.db"), new string('x', 5000), TestContext.Current.CancellationToken);

        var (code, error) = await ServerProcess.RefusedAsync("--data", data.Path);

        Assert.Equal(2, code);
        Assert.StartsWith($"canaryjudge serve: SQLite {data.File("canaryjudge.db")} is damaged", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_not_said_to_be_in_use()
    {
        using var data = new TempFolder();
        // A link to itself fails for every user, root too, as a full disk does.
        File.CreateSymbolicLink(data.File("server.lock"), data.File("server.lock"));

        var (code, error) = await ServerProcess.RefusedAsync("--data", data.Path);

        Assert.Equal(2, code);
        Assert.StartsWith($"canaryjudge serve: Server:Data (--data, CANARYJUDGE_DATA) is {data.Path}, which cannot be written: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_analysis_with_a_damaged_entry_is_refused_with_the_reason_and_can_be_deleted()
    {
        using var data = new TempFolder();
        await using (var server = await ServerProcess.StartAsync("--data", data.Path))
        {
            await Inputs.CreateAsync(server.Analyses, "a");
            await Inputs.CreateAsync(server.Analyses, "b");
            await Inputs.SendAsync(server.Analyses, "a", 1, Inputs.Minutes(3));
        }

        await SpoilAsync(data.File("canaryjudge.db"), "UPDATE entry SET bytes = zeroblob(length(bytes)) WHERE position = 1");
        await using var after = await ServerProcess.StartAsync("--data", data.Path);

        var refused = await Assert.ThrowsAsync<RpcException>(() => Inputs.GetAsync(after.Analyses, "a"));
        var again = await Assert.ThrowsAsync<RpcException>(() => Inputs.SendAsync(after.Analyses, "a", 2, Inputs.Minutes(1, first: 3)));
        var sound = await Inputs.GetAsync(after.Analyses, "b");
        await after.Analyses.DeleteAnalysisAsync(new() { Name = "analyses/a" }, cancellationToken: TestContext.Current.CancellationToken);
        var gone = await Assert.ThrowsAsync<RpcException>(() => Inputs.GetAsync(after.Analyses, "a"));

        Assert.Equal(
            $"SQLite {data.File("canaryjudge.db")}: entry 1 of analysis a is damaged. Restore it from a back-up, or delete the analysis.", refused.Status.Detail);
        Assert.Equal(refused.Status.Detail, again.Status.Detail);
        Assert.Equal(Contracts.V1.Analysis.Types.State.Running, sound.State);
        Assert.Equal(StatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task An_analysis_that_cannot_begin_any_more_is_told_to_be_damaged_and_being_due_it_holds_up_nothing()
    {
        using var data = new TempFolder();
        await using (var server = await ServerProcess.StartAsync("--data", data.Path))
        {
            await Inputs.CreateAsync(server.Analyses, "a", new() { MaximumDuration = new() { Seconds = 3600 } });
            await server.StopAsync();
        }

        await WithoutMetricsAsync(data.File("canaryjudge.db"));
        await SpoilAsync(data.File("canaryjudge.db"), "UPDATE analysis SET due = 1");
        await using var after = await ServerProcess.StartAsync("--data", data.Path);
        await Inputs.CreateAsync(after.Analyses, "b", new() { MaximumDuration = new() { Seconds = 1 }, Lateness = new(), Bucket = new() { Seconds = 1 } });
        await Soon.True(async () => (await Inputs.GetAsync(after.Analyses, "b")).State != Contracts.V1.Analysis.Types.State.Running, seconds: 30);
        var refused = await Assert.ThrowsAsync<RpcException>(() => Inputs.GetAsync(after.Analyses, "a"));
        await after.Analyses.DeleteAnalysisAsync(new() { Name = "analyses/a" }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Contains("entry 0 of analysis a is damaged", refused.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_back_up_taken_while_the_server_runs_restores_what_was_acknowledged_by_then()
    {
        using TempFolder data = new(), restored = new();
        await using (var server = await ServerProcess.StartAsync("--data", data.Path))
        {
            await Inputs.CreateAsync(server.Analyses, "a");
            await Inputs.SendAsync(server.Analyses, "a", 1, Inputs.Minutes(3));
            await using SqliteConnection from = new($"Data Source={data.File("canaryjudge.db")};Pooling=False"), to = new($"Data Source={restored.File("canaryjudge.db")};Pooling=False");
            await from.OpenAsync(TestContext.Current.CancellationToken);
            await to.OpenAsync(TestContext.Current.CancellationToken);
            // What sqlite3's .backup calls.
            from.BackupDatabase(to);
            await Inputs.SendAsync(server.Analyses, "a", 2, Inputs.Minutes(1, first: 3));
        }

        await using var after = await ServerProcess.StartAsync("--data", restored.Path);
        var analysis = await Inputs.GetAsync(after.Analyses, "a");
        var again = await Inputs.SendAsync(after.Analyses, "a", 2, Inputs.Minutes(1, first: 3));

        Assert.Equal((2, 1UL), (analysis.Looks, analysis.Producers["p"]));
        Assert.False(again.Repeated);
    }

    /// <summary>A start of today that no server would have written.</summary>
    private static async Task WithoutMetricsAsync(string database)
    {
        await using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var read = connection.CreateCommand();
        read.CommandText = "SELECT bytes FROM entry WHERE position = 0";
        var start = EntryBytes.ReadStart((byte[])(await read.ExecuteScalarAsync(TestContext.Current.CancellationToken))!);
        await using var write = connection.CreateCommand();
        write.CommandText = "UPDATE entry SET bytes = @bytes WHERE position = 0";
        write.Parameters.AddWithValue("@bytes", EntryBytes.Write(start with { PolicyText = "alpha: 0.05\n" }));
        Assert.Equal(1, await write.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
    }

    private static async Task SpoilAsync(string database, string statement)
    {
        await using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // A constant of the test.
        command.CommandText = statement;
#pragma warning restore CA2100
        await using (command)
        {
            Assert.NotEqual(0, await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        }
    }
}

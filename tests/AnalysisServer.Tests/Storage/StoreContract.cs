using CanaryJudge.AnalysisServer.Storage;
using CanaryJudge.AnalysisServer.Telemetry;

namespace CanaryJudge.AnalysisServer.Tests.Storage;

/// <summary>What every store keeps to; each real one runs all of it.</summary>
public abstract class StoreContract : IAsyncLifetime
{
    private IAnalysisStore? _store;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected IAnalysisStore Store => _store!;

    internal static ServerMeters Meters => new();

    internal CapturedLog Log { get; } = new();

    public async ValueTask InitializeAsync()
    {
        _store = await MakeAsync();
        await _store.OpenAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await CleanAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task What_is_created_is_found_by_its_id_and_by_its_request()
    {
        var header = Header("a", request: "r") with { PolicyName = "checkout", Due = 9, Labels = Labels(("service", "web")) };

        var created = await Store.CreateAsync(header, [1, 2], Cancellation);
        var found = await Store.FindAsync("a", Cancellation);
        var byRequest = await Store.FindByRequestAsync("r", Cancellation);

        Assert.Equal(CreateOutcome.Created, created);
        Assert.Equal(header with { Length = 1, Labels = found!.Labels }, found);
        Assert.Equal(header.Labels, found.Labels);
        Assert.Equal("a", byRequest!.Id);
        Assert.Equal([[1, 2]], await Store.ReadLogAsync("a", 0, Cancellation));
        Assert.Null(await Store.FindAsync("b", Cancellation));
    }

    [Fact]
    public async Task An_id_and_a_request_create_once()
    {
        await Store.CreateAsync(Header("a", request: "r"), [1], Cancellation);

        Assert.Equal(CreateOutcome.Taken, await Store.CreateAsync(Header("a"), [2], Cancellation));
        Assert.Equal(CreateOutcome.Taken, await Store.CreateAsync(Header("b", request: "r"), [2], Cancellation));
        Assert.Equal(CreateOutcome.Created, await Store.CreateAsync(Header("c"), [3], Cancellation));
        Assert.Equal(CreateOutcome.Created, await Store.CreateAsync(Header("d"), [3], Cancellation));
        Assert.Equal([[1]], await Store.ReadLogAsync("a", 0, Cancellation));
    }

    [Fact]
    public async Task A_log_is_read_back_in_order_piece_by_piece()
    {
        await Store.CreateAsync(Header("a"), [0], Cancellation);
        await Store.AppendAsync(Append("a", 1, [.. Enumerable.Range(1, 2500).Select(i => BitConverter.GetBytes(i))]), Cancellation);
        await Store.AppendAsync(Append("a", 2501, new byte[5_000_000], new byte[3], [9]), Cancellation);

        var read = new List<byte[]>();
        while (await Store.ReadLogAsync("a", read.Count, Cancellation) is { Count: > 0 } piece)
        {
            read.AddRange(piece);
        }

        Assert.Equal(2504, read.Count);
        Assert.Equal(Enumerable.Range(1, 2500), read.Skip(1).Take(2500).Select(b => BitConverter.ToInt32(b)));
        Assert.Equal([5_000_000, 3, 1], read.TakeLast(3).Select(b => b.Length));
    }

    [Fact]
    public async Task Of_two_writers_of_one_position_one_wins_and_the_other_is_told()
    {
        await Store.CreateAsync(Header("a"), [0], Cancellation);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Store.AppendAsync(Append("a", 1, [(byte)i]), Cancellation)));

        Assert.Single(outcomes, AppendOutcome.Appended);
        Assert.Equal(2, (await Store.ReadLogAsync("a", 0, Cancellation)).Count);
        Assert.Equal(AppendOutcome.Conflict, await Store.AppendAsync(Append("a", 3, [1]), Cancellation));
        Assert.Equal(AppendOutcome.Conflict, await Store.AppendAsync(Append("nobody", 1, [1]), Cancellation));
    }

    [Fact]
    public async Task Writers_of_many_logs_are_made_durable_together()
    {
        var ids = Enumerable.Range(0, 50).Select(i => $"a{i}").ToList();
        await Task.WhenAll(ids.Select(id => Store.CreateAsync(Header(id), [0], Cancellation)));

        await Task.WhenAll(ids.Select(async id =>
        {
            for (var i = 1; i <= 20; i++)
            {
                Assert.Equal(AppendOutcome.Appended, await Store.AppendAsync(Append(id, i, [(byte)i]), Cancellation));
            }
        }));

        foreach (var id in ids)
        {
            Assert.Equal(Enumerable.Range(0, 21), (await Store.ReadLogAsync(id, 0, Cancellation)).Select(b => (int)b[0]));
        }
    }

    [Fact]
    public async Task An_append_changes_the_header_but_not_what_an_analysis_began_with()
    {
        await Store.CreateAsync(Header("a", request: "r") with { PolicyName = "checkout", Labels = Labels(("service", "web")) }, [0], Cancellation);

        await Store.AppendAsync(
            Append("a", 1, [1], [2]) with { Header = new() { Id = "a", Created = 77, Updated = 8, State = 2, Revision = 3, Looks = 4, Newest = 5, Due = 6 } }, Cancellation);
        var found = await Store.FindAsync("a", Cancellation);

        Assert.Equal(
            new() { Id = "a", RequestId = "r", Created = 1, Updated = 8, State = 2, PolicyName = "checkout", Labels = found!.Labels, Revision = 3, Looks = 4, Newest = 5, Length = 3, Due = 6 },
            found);
        Assert.Equal("web", found.Labels["service"]);
    }

    [Fact]
    public async Task The_newest_snapshot_is_read_with_its_position()
    {
        await Store.CreateAsync(Header("a"), [0], Cancellation);
        var before = await Store.ReadSnapshotAsync("a", Cancellation);
        await Store.AppendAsync(Append("a", 1, [1], [2]) with { State = [4, 5] }, Cancellation);
        await Store.AppendAsync(Append("a", 3, [3]) with { State = [6, 7, 8] }, Cancellation);
        await Store.AppendAsync(Append("a", 4, [4]), Cancellation);

        var snapshot = await Store.ReadSnapshotAsync("a", Cancellation);

        Assert.Null(before);
        Assert.Equal(4, snapshot!.Position);
        Assert.Equal([6, 7, 8], snapshot.State);
    }

    [Fact]
    public async Task A_damaged_snapshot_is_ignored_and_told()
    {
        await Store.CreateAsync(Header("a"), [0], Cancellation);
        await Store.AppendAsync(Append("a", 1, [1]) with { State = [4, 5] }, Cancellation);

        await ExecuteAsync(Damage);

        Assert.Null(await Store.ReadSnapshotAsync("a", Cancellation));
        Assert.Contains("Analysis a: the snapshot at entry 2 is ignored (its checksum does not fit); the whole log is replayed instead", Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_is_paged_from_the_newest_and_filtered_by_state_and_labels()
    {
        for (var i = 0; i < 7; i++)
        {
            await Store.CreateAsync(Header($"a{i}") with { State = i % 2, Labels = Labels(("service", i < 4 ? "web" : "api"), ("n", $"{i}")) }, [0], Cancellation);
        }

        var first = await Store.ListAsync(new([], [], 3, null), Cancellation);
        var second = await Store.ListAsync(new([], [], 3, first.Next), Cancellation);
        var third = await Store.ListAsync(new([], [], 3, second.Next), Cancellation);
        var odd = await Store.ListAsync(new([1], [KeyValuePair.Create("service", "web")], 10, null), Cancellation);
        var none = await Store.ListAsync(new([], [KeyValuePair.Create("service", "web"), KeyValuePair.Create("n", "5")], 10, null), Cancellation);

        Assert.Equal(["a6", "a5", "a4", "a3", "a2", "a1", "a0"], first.Headers.Concat(second.Headers).Concat(third.Headers).Select(h => h.Id));
        Assert.Null(third.Next);
        Assert.Equal(["a3", "a1"], odd.Headers.Select(h => h.Id));
        Assert.Empty(none.Headers);
        Assert.Equal((4L, 3L), ((await Store.CountAsync(Cancellation))[0], (await Store.CountAsync(Cancellation))[1]));
    }

    [Fact]
    public async Task Those_that_are_due_are_found_until_they_say_otherwise()
    {
        await Store.CreateAsync(Header("late") with { Due = 50 }, [0], Cancellation);
        await Store.CreateAsync(Header("soon") with { Due = 10 }, [0], Cancellation);
        await Store.CreateAsync(Header("never"), [0], Cancellation);

        var due = await Store.DueAsync(50, Cancellation);
        await Store.SetDueAsync("soon", 60, Cancellation);

        Assert.Equal(["soon", "late"], due);
        Assert.Equal(["late"], await Store.DueAsync(50, Cancellation));
    }

    [Fact]
    public async Task What_is_deleted_is_gone_with_everything_and_may_be_created_anew()
    {
        await Store.CreateAsync(Header("a", request: "r") with { Labels = Labels(("service", "web")) }, [0], Cancellation);
        await Store.AppendAsync(Append("a", 1, [1]) with { State = [2] }, Cancellation);

        Assert.True(await Store.DeleteAsync("a", Cancellation));
        Assert.False(await Store.DeleteAsync("a", Cancellation));
        Assert.Null(await Store.FindByRequestAsync("r", Cancellation));
        Assert.Empty(await Store.ReadLogAsync("a", 0, Cancellation));
        Assert.Null(await Store.ReadSnapshotAsync("a", Cancellation));
        Assert.Equal(AppendOutcome.Conflict, await Store.AppendAsync(Append("a", 2, [1]), Cancellation));
        Assert.Equal(CreateOutcome.Created, await Store.CreateAsync(Header("a", request: "r"), [0], Cancellation));
    }

    [Fact]
    public async Task Only_what_ended_before_a_time_is_retired()
    {
        await Store.CreateAsync(Header("running") with { Updated = 1 }, [0], Cancellation);
        await Store.CreateAsync(Header("old") with { State = 1, Updated = 1 }, [0], Cancellation);
        await Store.CreateAsync(Header("new") with { State = 1, Updated = 9 }, [0], Cancellation);

        Assert.Equal(1, await Store.DeleteEndedAsync(5, Cancellation));
        Assert.Equal(["new", "running"], (await Store.ListAsync(new([], [], 10, null), Cancellation)).Headers.Select(h => h.Id));
    }

    [Fact]
    public async Task A_store_that_is_opened_again_has_everything()
    {
        await Store.CreateAsync(Header("a"), [0], Cancellation);
        await Store.AppendAsync(Append("a", 1, [1]), Cancellation);

        await using var again = await MakeAsync();
        await again.OpenAsync(Cancellation);

        Assert.Equal([[0], [1]], await again.ReadLogAsync("a", 0, Cancellation));
        Assert.Equal(AppendOutcome.Appended, await again.AppendAsync(Append("a", 2, [2]), Cancellation));
        Assert.Equal(AppendOutcome.Conflict, await Store.AppendAsync(Append("a", 2, [3]), Cancellation));
    }

    [Fact]
    public async Task A_newer_schema_is_refused_in_one_line()
    {
        await ExecuteAsync(Newer);
        await using var again = await MakeAsync();

        var refused = await Assert.ThrowsAsync<StorageException>(() => again.OpenAsync(Cancellation));

        Assert.Equal(StorageProblem.Newer, refused.Problem);
        Assert.Contains("has schema 99; this server knows 1.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_probe_writes() => await Store.ProbeAsync(Cancellation);

    private protected const string Damage = "UPDATE snapshot SET bytes = checksum";

    private protected abstract string Newer { get; }

    private protected abstract Task<IAnalysisStore> MakeAsync();

    private protected abstract Task ExecuteAsync(string sql);

    private protected abstract ValueTask CleanAsync();

    private protected static AnalysisHeader Header(string id, string request = "") => new() { Id = id, RequestId = request, Created = 1, Updated = 2 };

    private protected static LogAppend Append(string id, long position, params byte[][] entries) => new(position, entries, Header(id), null);

    private protected static Dictionary<string, string> Labels(params (string Name, string Value)[] labels) => labels.ToDictionary(l => l.Name, l => l.Value, StringComparer.Ordinal);
}

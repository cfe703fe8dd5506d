using System.Text;
using CanaryJudge.AnalysisClient.Rollouts;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Tests.Rollouts;

public sealed class JournalTests : IDisposable
{
    private static readonly JournalHeader Header = new("shop", Runs.Plan, "hash", "scripted", "1.0");
    private readonly string _folder = Directory.CreateTempSubdirectory("canaryjudge-journal-").FullName;

    private string File => Path.Combine(_folder, JournalContents.FileName);

    [Fact]
    public void What_was_written_is_read_back()
    {
        Write();

        var read = JournalContents.Read(_folder);

        Assert.Equal("shop", read.Header!.RolloutId);
        Assert.Equal(PlanJson.Write(Runs.Plan).ToJsonString(), PlanJson.Write(read.Header.Plan).ToJsonString());
        Assert.Equal([(0L, new RolloutRecord.Opened(1, 0, GapKnown: true)), (3, new RolloutRecord.Move(1, 0, new(500), Final: false, MoveReason.Start)), (5, new RolloutRecord.Verified(1, new(500)))], read.Records);
    }

    [Fact]
    public void A_last_line_that_was_cut_at_any_byte_never_happened_and_the_next_one_follows_well()
    {
        Write();
        var whole = System.IO.File.ReadAllBytes(File);
        var last = Array.LastIndexOf(whole, (byte)'\n', whole.Length - 2) + 1;

        for (var cut = last; cut < whole.Length; cut++)
        {
            System.IO.File.WriteAllBytes(File, whole[..cut]);
            Assert.Equal(2, JournalContents.Read(_folder).Records.Count());

            using (var journal = RolloutJournal.Open(_folder, TimeProvider.System))
            {
                Assert.Equal(AppendResult.Written, journal.Append(9, [new RolloutRecord.Seen(new(500))]));
            }

            Assert.Equal(new RolloutRecord.Seen(new(500)), JournalContents.Read(_folder).Records.Last().Record);
        }
    }

    [Fact]
    public void Any_flipped_bit_of_the_last_line_makes_it_none()
    {
        Write();
        var whole = System.IO.File.ReadAllBytes(File);
        var last = Array.LastIndexOf(whole, (byte)'\n', whole.Length - 2) + 1;

        for (var at = last; at < whole.Length - 1; at++)
        {
            var flipped = (byte[])whole.Clone();
            flipped[at] ^= 1;
            System.IO.File.WriteAllBytes(File, flipped);

            Assert.True(JournalContents.Read(_folder).Lines.Count == 3 || flipped[at] is (byte)'\n', $"byte {at}");
        }
    }

    [Fact]
    public void A_damaged_line_in_the_middle_is_named_and_nothing_is_believed_but_the_first()
    {
        Write();
        var text = System.IO.File.ReadAllText(File).Split('\n');
        text[2] = text[2].Replace("500", "900", StringComparison.Ordinal);
        System.IO.File.WriteAllText(File, string.Join('\n', text));

        var problem = Assert.Throws<JournalException>(() => JournalContents.Read(_folder));

        Assert.Contains($"{File}:3", problem.Message, StringComparison.Ordinal);
        Assert.Equal("shop", JournalContents.Read(_folder, firstLineOnly: true).Header!.RolloutId);
    }

    [Fact]
    public void A_second_runner_is_told_who_has_it()
    {
        using var journal = RolloutJournal.Open(_folder, TimeProvider.System);
        System.IO.File.WriteAllText(Path.Combine(_folder, "runner.json"), """{"Pid": 4711, "Host": "build-7", "Socket": "/tmp/x"}""");

        var problem = Assert.Throws<JournalBusyException>(() => RolloutJournal.Open(_folder, TimeProvider.System));

        Assert.Contains("process 4711 on build-7", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_runner_without_a_sign_of_life_is_replaced_and_what_it_still_writes_lands_nowhere()
    {
        var time = new FastTime();
        using var old = RolloutJournal.Open(_folder, time);
        old.Create(Header);
        old.Append(0, [new RolloutRecord.Opened(1, 0, GapKnown: true)]);

        using var newcomer = await RolloutJournal.TakeOverAsync(_folder, time, firstLineOnly: false, CancellationToken.None);

        Assert.Equal(AppendResult.Fenced, old.Append(9, [new RolloutRecord.Frozen("old")]));
        Assert.Equal(AppendResult.Written, newcomer.Append(9, [new RolloutRecord.Opened(2, 9, GapKnown: true)]));
        Assert.Equal(AppendResult.Fenced, old.Confirm());
        Assert.Equal(AppendResult.Written, newcomer.Append(10, [new RolloutRecord.Frozen("new")]));
        Assert.Equal([new RolloutRecord.Opened(1, 0, true), new RolloutRecord.Opened(2, 9, true), new RolloutRecord.Frozen("new")], JournalContents.Read(_folder).Records.Select(r => r.Record));
    }

    [Fact]
    public async Task A_runner_that_gives_a_sign_of_life_keeps_its_journal_and_nobody_else_waits_for_it()
    {
        var time = new FastTime();
        using var journal = RolloutJournal.Open(_folder, time);
        journal.Create(Header);

        var waiting = RolloutJournal.TakeOverAsync(_folder, time, firstLineOnly: false, CancellationToken.None);
        await Assert.ThrowsAsync<JournalBusyException>(() => RolloutJournal.TakeOverAsync(_folder, time, firstLineOnly: false, CancellationToken.None));
        Assert.Equal(AppendResult.Written, journal.Confirm());

        await Assert.ThrowsAsync<JournalBusyException>(() => waiting);
        Assert.Equal(AppendResult.Written, journal.Append(0, [new RolloutRecord.Opened(1, 0, GapKnown: true)]));
    }

    [Fact]
    public async Task A_runner_that_ends_is_followed_at_once()
    {
        var old = RolloutJournal.Open(_folder, TimeProvider.System);
        old.Create(Header);

        var waiting = RolloutJournal.TakeOverAsync(_folder, TimeProvider.System, firstLineOnly: false, CancellationToken.None);
        old.Dispose();
        using var newcomer = await waiting.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.Equal(AppendResult.Written, newcomer.Append(0, [new RolloutRecord.Opened(2, 0, GapKnown: true)]));
    }

    [Fact]
    public void A_lock_that_was_touched_or_is_gone_is_still_ours_one_in_its_place_is_not()
    {
        using var journal = RolloutJournal.Open(_folder, TimeProvider.System);
        journal.Create(Header);
        var path = Path.Combine(_folder, "lock");

        System.IO.File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);
        Assert.Equal(AppendResult.Written, journal.Confirm());
        System.IO.File.Delete(path);
        Assert.Equal(AppendResult.Written, journal.Confirm());
        using var other = RolloutJournal.Open(_folder, TimeProvider.System);
        Assert.Equal(AppendResult.Fenced, journal.Confirm());
    }

    [Fact]
    public void Every_opening_has_a_higher_fence()
    {
        Write();

        using var journal = RolloutJournal.Open(_folder, TimeProvider.System);

        Assert.Equal(2, journal.Fence);
    }

    [Theory]
    [InlineData("123456789", 0xCBF43926)]
    [InlineData("", 0)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x414FA339)]
    public void The_checksum_is_that_of_zlib(string text, uint crc) =>
        // python3 -c 'import zlib; print(hex(zlib.crc32(b"123456789")))'
        Assert.Equal(crc, Crc32.Of(Encoding.ASCII.GetBytes(text)));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write()
    {
        using var journal = RolloutJournal.Open(_folder, TimeProvider.System);
        journal.Create(Header);
        journal.Append(0, [new RolloutRecord.Opened(1, 0, GapKnown: true)]);
        journal.Append(3, [new RolloutRecord.Move(1, 0, new(500), Final: false, MoveReason.Start)]);
        journal.Append(5, [new RolloutRecord.Verified(1, new(500))]);
    }

    [Theory]
    [InlineData(0, "\"v\":1", "\"v\":2", "it is of version 2; this program knows 1.")]
    [InlineData(3, "\"v\":1", "\"v\":2", "it is of version 2; this program knows 1.")]
    [InlineData(3, "\"verified\"", "\"teleported\"", "no record that this program knows")]
    [InlineData(0, "\"steps\":[", "\"steps\":[],\"others\":[", "no record that this program knows")]
    public void A_whole_line_of_a_newer_program_is_named_and_never_written_over(int number, string before, string after, string expected)
    {
        Write();
        var lines = System.IO.File.ReadAllLines(File)[..(number + 1)];
        lines[number] = Signed(lines[number].Replace(before, after, StringComparison.Ordinal));
        System.IO.File.WriteAllText(File, string.Join('\n', lines) + "\n");
        var bytes = System.IO.File.ReadAllBytes(File);

        var problem = Assert.Throws<JournalException>(() => RolloutJournal.Open(_folder, TimeProvider.System));

        Assert.Contains($"{File}:{number + 1}: the line cannot be understood: ", problem.Message, StringComparison.Ordinal);
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, System.IO.File.ReadAllBytes(File));
    }

    private static string Signed(string line)
    {
        var body = line[..line.LastIndexOf(",\"crc\"", StringComparison.Ordinal)];
        return $"{body},\"crc\":\"{Crc32.Of(Encoding.UTF8.GetBytes(body + "}")):x8}\"}}";
    }
}

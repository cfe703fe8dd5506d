using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using CanaryJudge.AnalysisClient.Rollouts;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Tests.Rollouts;

public sealed class CommandSocketTests
{
    private static readonly RolloutPlan Waiting = Runs.Plan with { Steps = [new() { Weight = new(500), Min = 5, Max = 60, Gate = Gate.Approval }], BlindAfter = 0 };

    [Fact]
    public async Task Commands_reach_the_runner_and_are_answered()
    {
        using var runs = new Runs();

        var end = await runs.RunAsync(runs.Setup(Waiting), async runner =>
        {
            await using var socket = CommandSocket.Open(runs.Folder, runner);
            await Runs.UntilPhaseAsync(runner, RolloutPhase.Approval);

            var status = await AskAsync(runs, "status");
            Assert.Equal("approval", (string?)status["status"]!["phase"]);
            Assert.True((bool)(await AskAsync(runs, "freeze"))["ok"]!);
            Assert.Equal("frozen: resume first", (string?)(await AskAsync(runs, "approve"))["refused"]);
            Assert.True((bool)(await AskAsync(runs, "resume"))["ok"]!);
            Assert.Equal("unknown command. Known: approve, promote, abort, freeze, resume, status.", (string?)(await AskAsync(runs, "dance"))["refused"]);
            Assert.True((bool)(await AskAsync(runs, "approve"))["ok"]!);
        });

        Assert.Equal(0, end.Exit);
        Assert.Contains(new RolloutRecord.Approved("ann", Full: false), runs.Records);
        Assert.Null(await CommandSocket.AskAsync(runs.Folder, [], CancellationToken.None));
    }

    [Fact]
    public async Task A_folder_whose_name_is_too_long_for_a_socket_has_one_all_the_same()
    {
        using var runs = new Runs();
        var deep = Path.Combine(runs.Folder, new string('d', 120));
        Directory.CreateDirectory(deep);

        await runs.RunAsync(runs.Setup(Waiting), async runner =>
        {
            await using var socket = CommandSocket.Open(deep, runner);
            await Runs.UntilPhaseAsync(runner, RolloutPhase.Approval);

            Assert.NotNull(await CommandSocket.AskAsync(deep, new JsonObject { ["command"] = "abort" }, CancellationToken.None));
        });
    }

    [Fact]
    public async Task Silent_connections_do_not_keep_a_command_waiting_for_long()
    {
        using var runs = new Runs();
        var silent = new List<Socket>();

        await runs.RunAsync(runs.Setup(Waiting), async runner =>
        {
            await using var socket = CommandSocket.Open(runs.Folder, runner);
            await Runs.UntilPhaseAsync(runner, RolloutPhase.Approval);
            for (var i = 0; i < 96; i++)
            {
                silent.Add(new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified));
                await silent[^1].ConnectAsync(new UnixDomainSocketEndPoint(socket!.Path), TestContext.Current.CancellationToken);
            }

            // At five seconds for each 32 of them it would be given up after ten.
            Assert.True((bool)(await AskAsync(runs, "abort"))["ok"]!);
        });

        silent.ForEach(s => s.Dispose());
    }

    private static async Task<JsonObject> AskAsync(Runs runs, string command) =>
        (await CommandSocket.AskAsync(runs.Folder, new() { ["command"] = command, ["by"] = "ann" }, CancellationToken.None))!;

    [Theory]
    [InlineData("garbage", "the question is no JSON object of this protocol.")]
    [InlineData("[]", "the question is no JSON object of this protocol.")]
    [InlineData("{\"command\": 5}", "the question is no JSON object of this protocol.")]
    [InlineData("{\"command\": \"status\", \"command\": \"status\"}", "the question is no JSON object of this protocol.")]
    [InlineData("{\"command\": \"freeze\", \"by\": {}}", "the question is no JSON object of this protocol.")]
    [InlineData("{\"command\": \"freeze\", \"by\": \"\\ud800\"}", "the question is no JSON object of this protocol.")]
    [InlineData("null", "unknown command. Known: approve, promote, abort, freeze, resume, status.")]
    [InlineData("{\"command\": \"freeze\", \"by\": \"\\u001b[31mann\\n\"}", null)]
    public async Task Whatever_is_asked_is_answered_and_names_are_one_line(string question, string? refused)
    {
        using var runs = new Runs();

        await runs.RunAsync(runs.Setup(Waiting), async runner =>
        {
            await using var socket = CommandSocket.Open(runs.Folder, runner);
            await Runs.UntilPhaseAsync(runner, RolloutPhase.Approval);

            Assert.Equal(refused, (string?)JsonNode.Parse(await SayAsync(socket!.Path, question + "\n"))!["refused"]);
            await AskAsync(runs, "abort");
        });

        Assert.All(runs.Records.OfType<RolloutRecord.Frozen>(), f => Assert.Equal("?[31mann?", f.By));
    }

    [Fact]
    public async Task A_flood_of_connections_that_say_nothing_leaves_room_for_commands()
    {
        using var runs = new Runs();

        var end = await runs.RunAsync(runs.Setup(Waiting), async runner =>
        {
            await using var socket = CommandSocket.Open(runs.Folder, runner);
            await Runs.UntilPhaseAsync(runner, RolloutPhase.Approval);
            for (var i = 0; i < 2000; i++)
            {
                using var silent = await ConnectAsync(socket!.Path);
            }

            Assert.True((bool)(await AskAsync(runs, "approve"))["ok"]!);
        });

        Assert.Equal(0, end.Exit);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"Pid\": 1, \"Host\": \"h\", \"Socket\": null}")]
    [InlineData("{\"Pid\": 1, \"Host\": \"h\", \"Socket\": \"/\"}")]
    [InlineData("{\"Pid\": 1, \"Host\": \"h\", \"Socket\": \"/01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789\"}")]
    public async Task An_address_that_leads_nowhere_is_nobody(string address)
    {
        using var runs = new Runs();
        Directory.CreateDirectory(runs.Folder);
        await File.WriteAllTextAsync(Path.Combine(runs.Folder, "runner.json"), address, TestContext.Current.CancellationToken);

        Assert.Null(await CommandSocket.AskAsync(runs.Folder, [], TestContext.Current.CancellationToken));
    }

    private static async Task<Socket> ConnectAsync(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
        return socket;
    }

    private static async Task<string> SayAsync(string path, string text)
    {
        using var stream = new NetworkStream(await ConnectAsync(path), ownsSocket: true);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}

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
            await runs.UntilPhaseAsync(runner, RolloutPhase.Approval);

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
            await runs.UntilPhaseAsync(runner, RolloutPhase.Approval);

            Assert.NotNull(await CommandSocket.AskAsync(deep, new JsonObject { ["command"] = "abort" }, CancellationToken.None));
        });
    }

    private static async Task<JsonObject> AskAsync(Runs runs, string command) =>
        (await CommandSocket.AskAsync(runs.Folder, new() { ["command"] = command, ["by"] = "ann" }, CancellationToken.None))!;
}

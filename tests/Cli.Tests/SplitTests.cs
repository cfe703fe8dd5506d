using System.Text.Json.Nodes;

namespace CanaryJudge.Cli.Tests;

public sealed class SplitTests(ServerProcess server)
{
    [Fact]
    public async Task The_option_goes_before_the_policy_in_judge_evaluate_and_batch()
    {
        using var folder = new TempFolder().With("split-withholds-pass");
        var path = folder.At("split-withholds-pass");

        var policys = (await Call.ToolAsync("judge", path, "-o", "json")).Exits(3);
        var judged = (await Call.ToolAsync("judge", path, "--split", "3.5%", "-o", "json")).Exits(0);
        var evaluated = (await Call.ToolAsync("evaluate", path, "--split", "3.5%", "-o", "json", "--server", server.Grpc)).Exits(0);
        var batched = (await Call.ToolAsync("batch", folder.Root, "--split", "3.5%", "-o", "json")).Exits(1);

        Assert.Contains("SPLIT_MISMATCH", policys.Out, StringComparison.Ordinal);
        Assert.Equal(judged.Out, evaluated.Out);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(judged.Out), JsonNode.Parse(batched.Out)!["judgement"]));
    }

    [Fact]
    public async Task Without_a_policy_the_option_alone_makes_the_check()
    {
        var json = (await Call.ToolAsync("judge", Checkout.Fixture("no-policy"), "--split", "5%", "-o", "json")).Exits(0);

        Assert.Contains("not 5% as expected", json.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("0%")]
    [InlineData("100%")]
    [InlineData("0.05")]
    [InlineData("")]
    public async Task What_is_no_share_is_refused(string share) =>
        (await Call.ToolAsync("judge", Checkout.Fixture("shift"), "--split", share)).IsRefused("--split takes the canary's share of the traffic");
}

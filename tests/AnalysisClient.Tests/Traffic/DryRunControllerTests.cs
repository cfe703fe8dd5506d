using CanaryJudge.AnalysisClient.Traffic;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Tests.Traffic;

public sealed class DryRunControllerTests : IDisposable
{
    private readonly ITrafficController _controller = DryRunController.Kind.Open(new Dictionary<string, string> { ["name"] = Guid.NewGuid().ToString() });

    public void Dispose() => _controller.Dispose();

    [Fact]
    public async Task What_was_told_is_read()
    {
        Assert.Equal(Weight.Zero, await _controller.ReadAsync(CancellationToken.None));

        Assert.Equal(new WeightChange.Applied(new(525)), await SetAsync("r", fence: 1, epoch: 1, 525));

        Assert.Equal(new Weight(525), await _controller.ReadAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public async Task An_older_order_of_the_same_rollout_changes_nothing(long fence, long epoch)
    {
        await SetAsync("r", fence: 2, epoch: 2, 5000);

        Assert.IsType<WeightChange.Rejected>(await SetAsync("r", fence, epoch, 2500));

        Assert.Equal(new Weight(5000), await _controller.ReadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Another_rollout_counts_from_one_again()
    {
        await SetAsync("r", fence: 2, epoch: 2, 0);

        Assert.IsType<WeightChange.Applied>(await SetAsync("s", fence: 1, epoch: 1, 500));
    }

    private Task<WeightChange> SetAsync(string rollout, long fence, long epoch, int weight) =>
        _controller.SetAsync(new(rollout, epoch, fence, new(weight)), CancellationToken.None);
}

using CanaryJudge.AnalysisClient.Traffic;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Tests.Traffic.Targets;

/// <summary>Orders as a runner gives them.</summary>
internal static class Order
{
    /// <summary>An order for a percentage: <c>5.25</c>.</summary>
    public static WeightOrder Of(double percent, long epoch = 1, long fence = 1, string rollout = "checkout-1.42") =>
        new(rollout, epoch, fence, new((int)Math.Round(percent * 100)));

    /// <summary>Orders a weight and says what came of it.</summary>
    public static Task<WeightChange> SetAsync(this ITrafficController controller, double percent, long epoch = 1, long fence = 1) =>
        controller.SetAsync(Of(percent, epoch, fence), TestContext.Current.CancellationToken);

    /// <summary>Orders a weight that must come into force.</summary>
    public static async Task<Weight> MustSetAsync(this ITrafficController controller, double percent, long epoch = 1, long fence = 1) =>
        Assert.IsType<WeightChange.Applied>(await controller.SetAsync(percent, epoch, fence)).Effective;

    public static Task<Weight?> ReadAsync(this ITrafficController controller) => controller.ReadAsync(TestContext.Current.CancellationToken);
}

using CanaryJudge.AnalysisClient.Traffic;
using CanaryJudge.Rollouts;

namespace CanaryJudge.Cli.Rollouts;

/// <summary>Zero without a journal that can be believed: asked again and again until the target is read there.</summary>
internal static class ForcedZero
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>Brings a target to zero.</summary>
    /// <param name="rolloutId">The rollout.</param>
    /// <param name="controller">The target.</param>
    /// <param name="time">The clock; its seconds are the fence, above that of any runner.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task GoAsync(string rolloutId, ITrafficController controller, TimeProvider time, CancellationToken cancellation)
    {
        var order = new WeightOrder(rolloutId, 1, time.GetUtcNow().ToUnixTimeSeconds(), Weight.Zero, Final: true);
        for (var pause = TimeSpan.FromSeconds(1); !await IsThereAsync(controller, order, time, cancellation).ConfigureAwait(false); pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            await Task.Delay(pause, time, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task<bool> IsThereAsync(ITrafficController controller, WeightOrder order, TimeProvider time, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(CallTimeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            var change = await controller.SetAsync(order, limit.Token).WaitAsync(limit.Token).ConfigureAwait(false);
            var found = await controller.ReadAsync(limit.Token).WaitAsync(limit.Token).ConfigureAwait(false);
            return found == Weight.Zero || (found is null && change is WeightChange.Applied);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}

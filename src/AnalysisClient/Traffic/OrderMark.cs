using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CanaryJudge.AnalysisClient.Traffic;

/// <summary>What a target that can keep a text keeps of the newest order it took: <c>checkout-1.42/2/7</c>, rollout, fence and epoch.</summary>
internal sealed record OrderMark(string RolloutId, long Fence, long Epoch)
{
    public static OrderMark Of(WeightOrder order) => new(order.RolloutId, order.Fence, order.Epoch);

    /// <summary>Why an order is refused: it is older than this one of the same rollout; null: it is not.</summary>
    public string? Refuses(WeightOrder order) => order.RolloutId == RolloutId && (order.Fence, order.Epoch).CompareTo((Fence, Epoch)) < 0
        ? $"Fence {order.Fence}, epoch {order.Epoch} is older than fence {Fence}, epoch {Epoch}, which was taken before."
        : null;

    public static bool TryParse(string text, [NotNullWhen(true)] out OrderMark? mark)
    {
        mark = text.Split('/') is [{ Length: > 0 } id, var fence, var epoch] && Number(fence) is { } f && Number(epoch) is { } e ? new(id, f, e) : null;
        return mark is not null;
    }

    public override string ToString() => $"{RolloutId}/{Fence}/{Epoch}";

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Traffic.Nginx;

/// <summary>What a loaded file says of itself: <c>500/checkout-1.42/2/7</c>, basis points and the order's mark; <c>0</c> alone before the first order.</summary>
internal sealed record NginxState(Weight Weight, OrderMark? Mark)
{
    public static bool TryParse(string text, [NotNullWhen(true)] out NginxState? state)
    {
        var parts = text.Split('/', 2);
        OrderMark? mark = null;
        state = int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var points) && points <= 10_000
            && (parts.Length == 1 || OrderMark.TryParse(parts[1], out mark))
            ? new(new(points), mark)
            : null;
        return state is not null;
    }
}

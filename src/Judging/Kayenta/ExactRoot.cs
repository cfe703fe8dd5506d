namespace CanaryJudge.Judging.Kayenta;

/// <summary>The stretch on which Kayenta's statistic is at its quantile, or the point where it jumps over it.</summary>
internal static class ExactRoot
{
    /// <summary>The stretch around a root that <see cref="BrentRoot"/> found.</summary>
    public static Stretch Around(RankStatistic statistic, double quantile, double found)
    {
        double low = statistic.SmallestShift, high = statistic.LargestShift;
        if (statistic.At(low) - quantile <= 0)
        {
            return new(low, low);
        }

        if (statistic.At(high) - quantile >= 0)
        {
            return new(high, high);
        }

        // Positive below, not positive above; where it is negative above, that was the only jump.
        var first = Boundary(low, high, found, shift => statistic.At(shift) - quantile > 0);
        var jump = statistic.NearestDifference(first.Middle);
        if (statistic.At(first.High) - quantile < 0)
        {
            return new(jump, jump);
        }

        // Else it is 0 for a stretch: not negative below, negative above.
        var last = Boundary(low, high, found, shift => statistic.At(shift) - quantile >= 0);
        return new(jump, statistic.NearestDifference(last.Middle));
    }

    private static Stretch Boundary(double low, double high, double found, Func<double, bool> isBelow)
    {
        // The root is within the tolerance of the one found, unless that lies on a flat stretch.
        double near = found - (2 * BrentRoot.Tolerance), far = found + (2 * BrentRoot.Tolerance);
        if (near > low && isBelow(near))
        {
            low = near;
        }

        if (far < high && !isBelow(far))
        {
            high = far;
        }

        var enough = Math.Max(Math.Abs(low), Math.Abs(high)) * 1e-13;
        while (high - low > enough)
        {
            var middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high)
            {
                break;
            }

            (low, high) = isBelow(middle) ? (middle, high) : (low, middle);
        }

        return new(low, high);
    }
}

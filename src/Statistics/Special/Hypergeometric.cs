namespace CanaryJudge.Statistics.Special;

/// <summary>How many of the events fall to the canary when all events are dealt out at random.</summary>
internal readonly struct Hypergeometric(long baselineTotal, long canaryTotal, long events)
{
    internal long Smallest => Math.Max(0, events - baselineTotal);

    internal long Largest => Math.Min(events, canaryTotal);

    internal long Mode => Math.Clamp(
        (long)((events + 1.0) * ((canaryTotal + 1.0) / (baselineTotal + canaryTotal + 2))), Smallest, Largest);

    internal double LogMass(long x)
    {
        double all = baselineTotal + canaryTotal;
        var rest = events - x;
        if (Smallest == Largest)
        {
            return 0;
        }

        double share = events / all, complement = (all - events) / all;
        return Loader.LogMass(x, canaryTotal - x, share, complement)
            + Loader.LogMass(rest, baselineTotal - rest, share, complement)
            - Loader.LogMass(events, all - events, share, complement);
    }

    internal double AtLeast(long x) =>
        x <= Smallest ? 1 : x > Mode ? Upward(x) : Math.Max(0, 1 - Downward(x - 1));

    internal double AtMost(long x) =>
        x >= Largest ? 1 : x < Mode ? Downward(x) : Math.Max(0, 1 - Upward(x + 1));

    private double Upward(long x)
    {
        double sum = 0, term = 1;
        for (var k = x; k <= Largest && term > sum * 1e-18; k++)
        {
            sum += term;
            term *= (double)(events - k) / (k + 1) * ((double)(canaryTotal - k) / (baselineTotal - events + k + 1));
        }

        return Math.Min(1, sum * Math.Exp(LogMass(x)));
    }

    private double Downward(long x)
    {
        double sum = 0, term = 1;
        for (var k = x; k >= Smallest && term > sum * 1e-18; k--)
        {
            sum += term;
            term *= (double)k / (events - k + 1) * ((double)(baselineTotal - events + k) / (canaryTotal - k + 1));
        }

        return Math.Min(1, sum * Math.Exp(LogMass(x)));
    }
}

using CanaryJudge.Judging.Anomalies;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Reports;

namespace CanaryJudge.Judging.Health;

/// <summary>Whether one arm's clock runs behind the other's: both follow the same load, but not at the same time.</summary>
/// <remarks>
/// Method: whether each interval rose or fell, as signs, correlated over lags of up to ten intervals. Arms that share a load agree at lag 0;
/// an offset is told of when they agree at another lag by more than five standard errors above both chance and lag 0. Signs of
/// independent values have the variance (1 + 2 / 9) / n of their product's mean, since neighbouring signs correlate at -1/3.
/// Source: H. B. Mann, Econometrica 13 (1945) 245-259, for signs of differences; cross-correlation as M. S. Bartlett,
/// An Introduction to Stochastic Processes (1955), section 9.2.
/// </remarks>
internal static class ClockOffset
{
    private const int FewestIntervals = 30;
    private const int MostLag = 10;
    private const double Errors = 5;

    /// <summary>The warning; only points tell.</summary>
    public static void Add(MetricTimes times, List<Warning> warnings)
    {
        Timeline b = times.Baseline, c = times.Canary;
        if (times.Plan.Kind != "points" || b.At.Length < FewestIntervals || c.At.Length < FewestIntervals)
        {
            return;
        }

        var width = Math.Max(1, times.Interval);
        var origin = Math.Min(b.At[0], c.At[0]);
        var length = Math.Min((Math.Max((double)b.At[^1], c.At[^1]) - origin) / width, 2.0 * (b.Count + c.Count)) + 2;
        sbyte[] ofBaseline = Signs(b, origin, width, (int)length), ofCanary = Signs(c, origin, width, (int)length);
        var (atZero, n) = Agreement(ofBaseline, ofCanary, 0);
        var (lag, best) = (0, 0.0);
        for (var k = -MostLag; k <= MostLag; k++)
        {
            var (agreement, _) = Agreement(ofBaseline, ofCanary, k);
            (lag, best) = agreement > best ? (k, agreement) : (lag, best);
        }

        var error = Math.Sqrt((1 + (2 / 9.0)) / Math.Max(1, n));
        if (lag != 0 && n >= FewestIntervals && best > Errors * error && best - Math.Max(0, atZero) > Errors * error)
        {
            var offset = TimeSpan.FromTicks((long)(Math.Abs(lag) * width / 100));
            warnings.Add(new(
                WarningCode.ClockOffset,
                $"The canary follows the baseline's ups and downs {Numbers.Duration(offset)} {(lag > 0 ? "late" : "early")}: one of the clocks is off, or the arms take their times from different places."));
        }
    }

    /// <summary>+1 where an interval is above the one before, -1 where it is below, 0 where either is missing.</summary>
    private static sbyte[] Signs(Timeline arm, long origin, double width, int length)
    {
        var signs = new sbyte[length];
        var before = Cell(0);
        for (var i = 1; i < arm.Count; i++)
        {
            var cell = Cell(i);
            if (cell == before + 1 && cell < length)
            {
                signs[cell] = (sbyte)arm.Values[i].CompareTo(arm.Values[i - 1]);
            }

            before = cell;
        }

        return signs;

        long Cell(int i) => (long)Math.Round(((double)arm.At[i] - origin) / width);
    }

    /// <summary>The mean product of the baseline's signs with the canary's some intervals later, and of how many.</summary>
    private static (double Mean, int Count) Agreement(sbyte[] baseline, sbyte[] canary, int lag)
    {
        int sum = 0, count = 0;
        for (int i = Math.Max(0, -lag), end = Math.Min(baseline.Length, canary.Length - lag); i < end; i++)
        {
            var product = baseline[i] * canary[i + lag];
            sum += product;
            count += product & 1;
        }

        return (count == 0 ? 0 : (double)sum / count, count);
    }
}

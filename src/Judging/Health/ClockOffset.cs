using System.Numerics;
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
        Moves ofBaseline = Moves.Of(b, origin, width, (int)length), ofCanary = Moves.Of(c, origin, width, (int)length);
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

    /// <summary>The mean product of the baseline's signs with the canary's some intervals later, and of how many.</summary>
    private static (double Mean, int Count) Agreement(Moves baseline, Moves canary, int lag)
    {
        int alike = 0, opposite = 0;
        for (var i = 0; i < baseline.Up.Length; i++)
        {
            ulong up = baseline.Up[i], down = baseline.Down[i], thenUp = Later(canary.Up, i, lag), thenDown = Later(canary.Down, i, lag);
            alike += BitOperations.PopCount((up & thenUp) | (down & thenDown));
            opposite += BitOperations.PopCount((up & thenDown) | (down & thenUp));
        }

        var count = alike + opposite;
        return (count == 0 ? 0 : (double)(alike - opposite) / count, count);
    }

    /// <summary>64 intervals of an arm, some intervals later than others of the same number.</summary>
    private static ulong Later(ulong[] bits, int word, int lag) => lag switch
    {
        0 => bits[word],
        > 0 => (bits[word] >> lag) | (word + 1 < bits.Length ? bits[word + 1] << (64 - lag) : 0),
        _ => (bits[word] << -lag) | (word > 0 ? bits[word - 1] >> (64 + lag) : 0),
    };

    /// <summary>Which intervals of an arm lie above and below the one before: one bit each, since 64 are compared at once.</summary>
    private readonly record struct Moves(ulong[] Up, ulong[] Down)
    {
        public static Moves Of(Timeline arm, long origin, double width, int length)
        {
            var moves = new Moves(new ulong[(length + 63) / 64], new ulong[(length + 63) / 64]);
            long before = Cell(0), regular = (long)width;
            for (var i = 1; i < arm.Count; i++)
            {
                var cell = arm.At[i] - arm.At[i - 1] == regular ? before + 1 : Cell(i);
                if (cell == before + 1 && cell < length)
                {
                    var bit = 1UL << (int)(cell % 64);
                    moves.Up[cell / 64] |= arm.Values[i] > arm.Values[i - 1] ? bit : 0;
                    moves.Down[cell / 64] |= arm.Values[i] < arm.Values[i - 1] ? bit : 0;
                }

                before = cell;
            }

            return moves;

            long Cell(int i) => (long)Math.Round(((double)arm.At[i] - origin) / width);
        }
    }
}

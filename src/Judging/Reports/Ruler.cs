using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Reports;

/// <summary>The bar of a metric: 25 cells, in which right is worse and the margin stands at the half.</summary>
/// <remarks>
/// <para>Cell of harm v: round(6 + 6 v / margin); zero at 6, margin at 12. Of a metric of which any change is harm: round(12 + 6 v / margin),
/// zero at 12, margins at 6 and 18.</para>
/// <para>The picture agrees with the verdict: what passes is drawn wholly inside the margin (an end that would round onto it is rounded down),
/// and where the ends drawn would contradict the verdict, because another rule passed the metric, no interval is drawn.</para>
/// </remarks>
public sealed record Ruler
{
    /// <summary>The number of cells.</summary>
    public const int Length = 25;

    private const int Quarter = 6;

    /// <summary>The cell of no change.</summary>
    public int Zero { get; private init; } = Quarter;

    /// <summary>The cells of the tolerance: one, or two around zero; none without a tolerance or a margin.</summary>
    public IReadOnlyList<int> Tolerances { get; private init; } = [];

    /// <summary>The cells of the margin: one, or two around zero; none without a margin.</summary>
    public IReadOnlyList<int> Margins { get; private init; } = [];

    /// <summary>The first cell of the interval, below 0 when it begins left of the bar; null: no interval.</summary>
    public int? From { get; private init; }

    /// <summary>The last cell of the interval, 25 or more when it ends right of the bar; null: no interval.</summary>
    public int? To { get; private init; }

    /// <summary>The cell of the estimate, outside 0 to 24 when it does not fit; null: no estimate.</summary>
    public int? Estimate { get; private init; }

    /// <summary>The bar of a metric.</summary>
    /// <param name="metric">The metric.</param>
    /// <returns>A bar; without a margin it shows nothing but zero.</returns>
    public static Ruler Of(MetricJudgement metric)
    {
        var shown = ShownEffect.Of(metric);
        var either = shown.Direction == Direction.Either;
        var zero = either ? 2 * Quarter : Quarter;
        if (shown.Margin is not { } margin)
        {
            return new() { Zero = zero };
        }

        int Cell(double size) => zero + Steps(size / margin);
        IReadOnlyList<int> Marks(double size) => either ? [Cell(-size), Cell(size)] : [Cell(size)];
        var marks = new Ruler
        {
            Zero = zero,
            Tolerances = shown.Tolerance is { } tolerance ? Marks(tolerance) : [],
            Margins = Marks(margin),
        };
        return metric is { Verdict: Verdict.Pass, Muted: false } ? marks.Passed(shown, margin) : marks.With(shown, margin);
    }

    /// <summary>The bar as text.</summary>
    /// <param name="glyphs">The symbols.</param>
    /// <returns>25 characters; the interval's stand where <see cref="Covers"/> says so.</returns>
    public string Draw(Glyphs glyphs) => string.Create(Length, (Ruler: this, glyphs), static (cells, state) =>
    {
        for (var cell = 0; cell < cells.Length; cell++)
        {
            cells[cell] = state.Ruler.At(cell, state.glyphs);
        }
    });

    /// <summary>Whether the interval or the estimate is drawn in a cell.</summary>
    /// <param name="cell">0 to 24.</param>
    /// <returns>False: a mark or nothing.</returns>
    public bool Covers(int cell) => cell == Estimate || IsClipped(cell, left: true) || IsClipped(cell, left: false) || (From <= cell && cell <= To);

    private char At(int cell, Glyphs glyphs)
    {
        var inside = From <= cell && cell <= To;
        return cell switch
        {
            _ when IsClipped(cell, left: true) => glyphs.ClippedLeft,
            _ when IsClipped(cell, left: false) => glyphs.ClippedRight,
            _ when cell == Estimate => glyphs.Estimate,
            _ when cell == Zero => inside ? glyphs.ZeroCrossed : glyphs.Zero,
            _ when Margins.Contains(cell) => inside ? glyphs.MarginCrossed : glyphs.Margin,
            _ when inside => glyphs.Interval,
            _ when Tolerances.Contains(cell) => glyphs.Tolerance,
            _ => ' ',
        };
    }

    private bool IsClipped(int cell, bool left) => left
        ? cell == 0 && (From < 0 || Estimate < 0)
        : cell == Length - 1 && (To >= Length || Estimate >= Length);

    private Ruler With(ShownEffect shown, double margin)
    {
        var (low, estimate, high) = Harm(shown);
        return this with
        {
            From = low is null && high is null ? null : Cell(low, margin, -1),
            To = low is null && high is null ? null : Cell(high, margin, Length),
            Estimate = estimate is null ? null : Cell(estimate, margin, -1),
        };
    }

    private Ruler Passed(ShownEffect shown, double margin)
    {
        var (low, estimate, high) = Harm(shown);
        var either = Margins.Count == 2;
        bool Inside(double? value) => value < margin && (!either || value > -margin);
        if (!Inside(high) || (either && !Inside(low)) || (estimate is not null && !Inside(estimate)))
        {
            return this;
        }

        int? Within(int? cell) => cell is { } c ? Math.Clamp(c, either ? Margins[0] + 1 : -1, Margins[^1] - 1) : null;
        var free = With(shown, margin);
        return free with { From = Within(free.From), To = Within(free.To), Estimate = Within(free.Estimate) };
    }

    private int Cell(double? value, double margin, int unbounded) =>
        value is { } harm ? Math.Clamp(Zero + Steps(harm / margin), -1, Length) : unbounded;

    private static (double? Low, double? Estimate, double? High) Harm(ShownEffect shown) => shown.Direction == Direction.Decrease
        ? (-shown.Upper, -shown.Estimate, -shown.Lower)
        : (shown.Lower, shown.Estimate, shown.Upper);

    private static int Steps(double margins) => (int)Math.Round(Quarter * Math.Clamp(margins, -100, 100), MidpointRounding.AwayFromZero);
}

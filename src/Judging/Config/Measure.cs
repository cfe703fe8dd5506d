using System.Globalization;

namespace CanaryJudge.Judging.Config;

/// <summary>The effect that is judged.</summary>
public abstract record Measure
{
    private Measure()
    {
    }

    /// <summary>The Hodges-Lehmann shift: the typical change of a value.</summary>
    public sealed record Shift : Measure
    {
        /// <inheritdoc />
        public override string ToString() => "shift";
    }

    /// <summary>The difference of the means.</summary>
    public sealed record Mean : Measure
    {
        /// <inheritdoc />
        public override string ToString() => "mean";
    }

    /// <summary>The difference of the arms' quantiles.</summary>
    /// <param name="Q">Between 0 and 1, exclusive.</param>
    public sealed record Quantile(double Q) : Measure
    {
        /// <summary>As in <c>p99</c>, <c>p99.9</c>.</summary>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"p{Math.Round(Q * 100, 6)}");
    }

    /// <summary>Events per total or per exposure.</summary>
    public sealed record Rate : Measure
    {
        /// <inheritdoc />
        public override string ToString() => "rate";
    }
}

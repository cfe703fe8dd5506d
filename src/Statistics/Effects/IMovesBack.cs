namespace CanaryJudge.Statistics.Effects;

/// <summary>Moves the canary's values back, towards the baseline: by a factor or by an offset.</summary>
/// <remarks>Implemented by structures, so that the loop over the buckets calls nothing.</remarks>
internal interface IMovesBack
{
    /// <summary>A value, moved; ascending values stay ascending.</summary>
    double Moved(double value);

    /// <summary>Divides by a factor above 0.</summary>
    internal readonly record struct ByFactor(double Factor) : IMovesBack
    {
        /// <inheritdoc />
        public double Moved(double value) => value / Factor;
    }

    /// <summary>Subtracts an offset.</summary>
    internal readonly record struct ByOffset(double Offset) : IMovesBack
    {
        /// <inheritdoc />
        public double Moved(double value) => value - Offset;
    }
}

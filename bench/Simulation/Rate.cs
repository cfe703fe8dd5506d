using System.Globalization;

namespace CanaryJudge.Simulation;

/// <summary>A share of runs with its standard error.</summary>
/// <param name="Hits">Runs in which it happened.</param>
/// <param name="Runs">All runs.</param>
internal readonly record struct Rate(int Hits, int Runs)
{
    /// <summary>The share.</summary>
    public double Share => Hits / (double)Runs;

    /// <summary>Whether the share is above a level by more than three standard errors of that level.</summary>
    public bool Breaks(double level) => Share > level + (3 * Math.Sqrt(level * (1 - level) / Runs));

    /// <inheritdoc />
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Share * 100:0.0}% ± {Math.Sqrt(Math.Max(Share, 1.0 / Runs) * (1 - Share) / Runs) * 100:0.0}");
}

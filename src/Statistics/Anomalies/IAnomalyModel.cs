namespace CanaryJudge.Statistics.Anomalies;

/// <summary>How strange a row is, and which metrics make it so. Safe to use from many threads.</summary>
public interface IAnomalyModel
{
    /// <summary>How far the covariance was drawn to independence, in [0, 1]; null where the method does not.</summary>
    double? Shrinkage { get; }

    /// <summary>Scores one row.</summary>
    /// <param name="row">One value per metric, scaled as those of the fit.</param>
    /// <param name="contributions">Filled with each metric's part; of the length of the row.</param>
    /// <returns>At least 0; larger is stranger. Calibrate it by <see cref="ConformalP"/>.</returns>
    double Score(ReadOnlySpan<double> row, Span<double> contributions);
}

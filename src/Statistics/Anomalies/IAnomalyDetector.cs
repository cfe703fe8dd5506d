namespace CanaryJudge.Statistics.Anomalies;

/// <summary>Learns what ordinary rows of several metrics look like.</summary>
public interface IAnomalyDetector : INamed
{
    /// <summary>Learns from ordinary rows.</summary>
    /// <param name="rows">One row per interval, one value per metric, in scales of the metric as <see cref="ColumnScaling"/> gives them; all of one length, at least 2.</param>
    /// <param name="cancellation">Ends a long computation.</param>
    /// <returns>What was learned; null where all columns are constant, so that there is nothing to learn.</returns>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    IAnomalyModel? Fit(IReadOnlyList<double[]> rows, CancellationToken cancellation);
}

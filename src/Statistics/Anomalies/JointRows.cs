namespace CanaryJudge.Statistics.Anomalies;

/// <summary>How many rows a joint test rests on.</summary>
/// <param name="Train">Baseline rows that were learned from.</param>
/// <param name="Calibration">Baseline rows that calibrate.</param>
/// <param name="Canary">Canary rows.</param>
public readonly record struct JointRows(int Train, int Calibration, int Canary);

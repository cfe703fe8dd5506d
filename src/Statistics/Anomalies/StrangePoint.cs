namespace CanaryJudge.Statistics.Anomalies;

/// <summary>A value that is unlike the reference.</summary>
/// <param name="Index">Its position, from 0.</param>
/// <param name="Value">The value.</param>
/// <param name="Z">Its robust z, signed.</param>
/// <param name="PValue">Conformal, in (0, 1].</param>
public readonly record struct StrangePoint(int Index, double Value, double Z, double PValue);

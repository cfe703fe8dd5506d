namespace CanaryJudge.AnalysisClient.Traffic.PlugIns;

/// <summary>A plug-in gave no answer, or none that is allowed. The message says who and what.</summary>
internal sealed class PlugInException(string message, Exception? inner = null) : Exception(message, inner);

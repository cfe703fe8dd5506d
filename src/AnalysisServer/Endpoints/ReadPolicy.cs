using CanaryJudge.Sources.Policies;

namespace CanaryJudge.AnalysisServer.Endpoints;

/// <summary>Reads the text of a policy file: the one reader as the endpoint sees it.</summary>
/// <param name="text">YAML or JSON.</param>
/// <param name="fileName">What problems call the text.</param>
/// <returns>The policy and its problems.</returns>
public delegate PolicyReading ReadPolicy(string text, string fileName);

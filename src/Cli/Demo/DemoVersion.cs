namespace CanaryJudge.Cli.Demo;

/// <summary>How a version of the toy shop behaves.</summary>
/// <param name="Name">Its number.</param>
/// <param name="Milliseconds">How long it usually takes to answer.</param>
/// <param name="FailsForPercent">For how many of a hundred users it fails, always the same ones.</param>
internal sealed record DemoVersion(string Name, double Milliseconds = 20, int FailsForPercent = 0);

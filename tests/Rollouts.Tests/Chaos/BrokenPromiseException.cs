namespace CanaryJudge.Rollouts.Tests.Chaos;

/// <summary>A promise that was broken.</summary>
public sealed class BrokenPromiseException(string promise, string where) : Exception($"{promise}: {where}")
{
    public string Promise { get; } = promise;
}

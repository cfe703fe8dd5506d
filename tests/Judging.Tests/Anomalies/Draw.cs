namespace CanaryJudge.Judging.Tests.Anomalies;

/// <summary>Series with a fixed seed.</summary>
internal sealed class Draw(int seed)
{
    private readonly Random _random = new(seed);

    internal double Uniform() => _random.NextDouble();

    internal double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    /// <summary>Latencies around a level that may depend on the minute.</summary>
    internal double[] Latencies(int count, Func<int, double> level) => [.. Enumerable.Range(0, count).Select(i => level(i) * Math.Exp(0.1 * Normal()))];

    internal double[] Latencies(int count) => Latencies(count, _ => 100);
}

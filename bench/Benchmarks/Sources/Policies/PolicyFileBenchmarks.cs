using BenchmarkDotNet.Attributes;
using CanaryJudge.Sources.Policies;

namespace CanaryJudge.Benchmarks.Sources.Policies;

/// <summary>Reading a policy.</summary>
[MemoryDiagnoser]
public class PolicyFileBenchmarks
{
    private string _text = "";

    [Params(1, 10, 100)]
    public int Metrics { get; set; }

    [GlobalSetup]
    public void Write() => _text = $"name: checkout\nmetrics:\n{string.Concat(Enumerable.Range(0, Metrics).Select(i => $"  - {{name: metric_{i}_ms, kind: samples, tolerance: 5%, margin: 20%, critical: true}}\n"))}";

    [Benchmark]
    public PolicyReading Read() => PolicyFile.Read(_text, "policy.yaml");
}

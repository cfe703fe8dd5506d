using BenchmarkDotNet.Attributes;
using CanaryJudge.AnalysisServer.Mapping;
using CanaryJudge.Benchmarks.Judging;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Benchmarks.AnalysisServer.Mapping;

/// <summary>The JSON and the message of a judgement of ten metrics.</summary>
[MemoryDiagnoser]
public class JsonReportBenchmarks
{
    private readonly Judgement _judgement = new JudgeBenchmarks().TenMetricsOfSixtyPoints();

    [Benchmark]
    public string Json() => JsonReport.Write(_judgement, indented: false);

    [Benchmark]
    public int Message() => ToWire.Judgement(_judgement).CalculateSize();
}

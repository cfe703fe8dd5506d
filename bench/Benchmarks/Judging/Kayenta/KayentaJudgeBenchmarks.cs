using BenchmarkDotNet.Attributes;
using CanaryJudge.Judging.Kayenta;

namespace CanaryJudge.Benchmarks.Judging.Kayenta;

/// <summary>One metric in Kayenta mode. Kayenta itself takes 1.1, 12 and 223 ms for 100, 1,000 and 10,000 continuous values an arm.</summary>
[MemoryDiagnoser]
public class KayentaJudgeBenchmarks
{
    private readonly KayentaMetric _metric = new("latency_ms") { Groups = ["times"] };
    private KayentaPair _pair = new("latency_ms", null, null, default, default);

    [Params(100, 1_000, 10_000)]
    public int Values { get; set; }

    /// <summary>Continuous: no value twice. Rounded: whole numbers. Tiny: in a unit so large that the root's tolerance decides, so that the exact interval is sought too.</summary>
    [Params("continuous", "rounded", "tiny")]
    public string Shape { get; set; } = "";

    [GlobalSetup]
    public void Draw()
    {
        var random = new Random(1);
        _pair = _pair with { Baseline = Arm(random, 0), Canary = Arm(random, 0.03) };
    }

    [Benchmark]
    public KayentaMetricJudgement Judge() => KayentaJudge.Decide(_metric, _pair);

    private double[] Arm(Random random, double shift) => [.. Enumerable.Range(0, Values).Select(_ => Scaled(Math.Exp(shift + (0.5 * Normal(random)))))];

    private double Scaled(double value) => Shape switch
    {
        "rounded" => Math.Round(100 * value),
        "tiny" => value / 10_000,
        _ => 100 * value,
    };

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

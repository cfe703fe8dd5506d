using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using CanaryJudge.Benchmarks;

// Reports go where all build output goes, which is not under version control.
BenchmarkSwitcher.FromAssembly(typeof(Draws).Assembly).Run(args, DefaultConfig.Instance.WithArtifactsPath("artifacts/benchmarks"));

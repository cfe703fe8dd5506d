using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;

// Reports go where all build output goes, which is not under version control.
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, DefaultConfig.Instance.WithArtifactsPath("artifacts/benchmarks"));

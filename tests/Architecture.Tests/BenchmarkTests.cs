namespace CanaryJudge.Architecture.Tests;

/// <summary>Benchmarks lie where what they measure lies.</summary>
public sealed class BenchmarkTests
{
    public static TheoryData<string> Classes =>
        [.. Directory.EnumerateFiles(Path.Combine(Checkout.Root, "bench", "Benchmarks"), "*Benchmarks.cs", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Path.Combine(Checkout.Root, "bench", "Benchmarks"), f))];

    [Theory]
    [MemberData(nameof(Classes))]
    public void Every_benchmark_is_named_after_a_file_of_the_same_folder(string file) =>
        Assert.True(File.Exists(Path.Combine(Checkout.Root, "src", file.Replace("Benchmarks.cs", ".cs", StringComparison.Ordinal))), file);
}

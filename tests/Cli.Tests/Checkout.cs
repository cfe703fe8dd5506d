namespace CanaryJudge.Cli.Tests;

/// <summary>The folder of the sources that were built.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string Fixtures { get; } = Path.Combine(Root, "data", "fixtures");

    /// <summary>The names of all fixtures, in order.</summary>
    public static string[] FixtureNames { get; } = [.. Directory.GetDirectories(Fixtures).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)];

    public static string Fixture(string name) => Path.Combine(Fixtures, name);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "CanaryJudge.sln")) ? folder : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Run the tests inside the checkout."));
}

namespace CanaryJudge.Architecture.Tests;

/// <summary>The folder of the sources that were built.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "CanaryJudge.sln")) ? folder : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Run the tests inside the checkout."));
}

namespace CanaryJudge.AnalysisClient.Tests.Traffic.PlugIns;

/// <summary>The examples of the checkout.</summary>
internal static class Examples
{
    public static string Root { get; } = Path.Combine(Checkout(AppContext.BaseDirectory), "examples");

    public static string Proto => Path.Combine(Root, "..", "proto");

    private static string Checkout(string folder) =>
        File.Exists(Path.Combine(folder, "CanaryJudge.sln")) ? folder : Checkout(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside a checkout."));
}

namespace CanaryJudge.Cli.Tests;

/// <summary>Waits for what another process does.</summary>
internal static class Soon
{
    public static async Task UntilAsync(Func<bool> done)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!done())
        {
            await Task.Delay(20, patience.Token);
        }
    }
}

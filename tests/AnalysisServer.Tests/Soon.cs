namespace CanaryJudge.AnalysisServer.Tests;

/// <summary>Waits for what another thread is about to do.</summary>
internal static class Soon
{
    public static Task True(Func<bool> condition) => True(() => Task.FromResult(condition()));

    public static async Task True(Func<Task<bool>> condition, int seconds = 10)
    {
        for (var i = 0; i < seconds * 100; i++)
        {
            if (await condition())
            {
                return;
            }

            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.Fail($"It did not happen within {seconds} seconds.");
    }
}

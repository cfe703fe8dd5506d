using CanaryJudge.Cli.Controllers;

namespace CanaryJudge.Cli.Tests.Controllers;

public sealed class ControllerCallTests
{
    [Fact]
    public async Task A_call_that_is_interrupted_may_tidy_up_before_the_program_ends()
    {
        using var interrupt = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        var isTidy = false;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ControllerArguments.CallAsync(
            async c =>
            {
                try
                {
                    await Task.Delay(Timeout.Infinite, c);
                    return 1;
                }
                finally
                {
                    await Task.Delay(300, CancellationToken.None);
                    isTidy = true;
                }
            },
            0,
            interrupt.Token));

        Assert.True(isTidy);
    }

    [Fact]
    public async Task A_call_that_hears_nothing_does_not_hold_up_the_end()
    {
        using var interrupt = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        var never = new TaskCompletionSource<int>();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ControllerArguments.CallAsync(_ => never.Task, 0, interrupt.Token).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }
}

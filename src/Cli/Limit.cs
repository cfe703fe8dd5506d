using System.Globalization;

namespace CanaryJudge.Cli;

/// <summary>The time a command may take.</summary>
internal sealed class Limit : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _clock;
    private readonly CancellationTokenSource _both;

    private Limit(TimeSpan? time, CancellationToken interruption)
    {
        _clock = time is { } t ? new(t) : new();
        _both = CancellationTokenSource.CreateLinkedTokenSource(_clock.Token, interruption);
    }

    /// <summary>Runs work that ends with <see cref="TimeoutException"/> when the time is over.</summary>
    public static async Task<int> RunAsync(TimeSpan? time, Func<CancellationToken, Task<int>> work, CancellationToken interruption)
    {
        using var limit = new Limit(time, interruption);
        try
        {
            return await limit.StopAsync(Task.Run(() => work(limit._both.Token), CancellationToken.None)).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (limit._clock.IsCancellationRequested && !interruption.IsCancellationRequested)
        {
            var within = time < TimeSpan.FromSeconds(1) ? $"{time!.Value.TotalMilliseconds:0.###} ms" : Judging.Reports.Numbers.Duration(time!.Value);
            throw new TimeoutException($"not done within {within} (--timeout)", e);
        }
    }

    /// <summary>Reads <c>90s</c>, <c>5m</c>, <c>1h</c>, <c>500ms</c>; a bare number is seconds.</summary>
    /// <returns>Null when it is no positive duration.</returns>
    public static TimeSpan? Parse(string text)
    {
        (string Unit, double Seconds)[] units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("", 1)];
        var (unit, seconds) = Array.Find(units, u => text.EndsWith(u.Unit, StringComparison.Ordinal));
        return double.TryParse(text[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number > 0 && number * seconds < 1e7
            ? TimeSpan.FromSeconds(number * seconds)
            : null;
    }

    /// <summary>Work that waits for a pipe hears no token: it is left behind after a moment.</summary>
    private async Task<int> StopAsync(Task<int> work)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (_both.Token.Register(told.SetResult))
        {
            if (await Task.WhenAny(work, told.Task).ConfigureAwait(false) != work)
            {
                await Task.WhenAny(work, Task.Delay(Grace, CancellationToken.None)).ConfigureAwait(false);
            }
        }

        return work.IsCompleted ? await work.ConfigureAwait(false) : throw new OperationCanceledException(_both.Token);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _both.Dispose();
        _clock.Dispose();
    }
}

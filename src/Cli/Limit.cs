using System.Globalization;

namespace CanaryJudge.Cli;

/// <summary>The time a command may take.</summary>
internal sealed class Limit : IDisposable
{
    private readonly CancellationTokenSource _clock;
    private readonly CancellationTokenSource _both;
    private readonly TimeSpan? _time;

    private Limit(TimeSpan? time, CancellationToken interruption)
    {
        _time = time;
        _clock = time is { } t ? new(t) : new();
        _both = CancellationTokenSource.CreateLinkedTokenSource(_clock.Token, interruption);
    }

    /// <summary>Runs work that ends with <see cref="TimeoutException"/> when the time is over.</summary>
    public static async Task<int> RunAsync(TimeSpan? time, Func<CancellationToken, Task<int>> work, CancellationToken interruption)
    {
        using var limit = new Limit(time, interruption);
        try
        {
            return await work(limit._both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (limit._clock.IsCancellationRequested && !interruption.IsCancellationRequested)
        {
            throw new TimeoutException($"not done within {Judging.Reports.Numbers.Duration(limit._time!.Value)} (--timeout)", e);
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

    /// <inheritdoc />
    public void Dispose()
    {
        _both.Dispose();
        _clock.Dispose();
    }
}

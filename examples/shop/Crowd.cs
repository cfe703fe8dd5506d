using System.Collections.Concurrent;

namespace CanaryJudge.Shop;

/// <summary>Visitors at a steady rate over kept connections, one request after the other on each.</summary>
internal sealed class Crowd(CrowdOptions options, VisitLog log)
{
    // A step of a prime goes through all users in an order without a pattern.
    private const long Stride = 7919;
    private readonly Uri _url = new(options.Url);
    private readonly ConcurrentStack<Connection> _idle = new();

    /// <summary>Runs until the time is over or it is cancelled.</summary>
    public static async Task RunAsync(CrowdOptions options, CancellationToken cancellation)
    {
        using var log = new VisitLog(options.Log);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (options.Seconds > 0)
        {
            over.CancelAfter(TimeSpan.FromSeconds(options.Seconds));
        }

        await new Crowd(options, log).VisitAsync(over.Token);
        log.Tell();
    }

    private async Task VisitAsync(CancellationToken cancellation)
    {
        var start = TimeProvider.System.GetTimestamp();
        var open = new ConcurrentDictionary<long, Task>();
        var told = 0;
        for (long n = 0; !cancellation.IsCancellationRequested; n++)
        {
            var wait = TimeSpan.FromSeconds((double)n / options.Rate) - TimeProvider.System.GetElapsedTime(start);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, TimeProvider.System, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            var number = n;
            open[number] = Task.Run(() => OneAsync(number * Stride % options.Users), CancellationToken.None)
                .ContinueWith(_ => open.TryRemove(number, out Task? _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            if ((int)(TimeProvider.System.GetElapsedTime(start).TotalSeconds / options.Every) > told)
            {
                told++;
                log.Tell();
            }
        }

        await Task.WhenAll(open.Values);
    }

    private async Task OneAsync(long user)
    {
        var begin = TimeProvider.System.GetUtcNow();
        var again = 0;
        var answer = Answer.None;
        var isKept = _idle.TryPop(out var connection);
        while (true)
        {
            try
            {
                connection ??= await Connection.OpenAsync(_url);
                answer = await connection.GetAsync(_url, user);
                if (answer.KeepsConnection)
                {
                    _idle.Push(connection);
                }
                else
                {
                    connection.Dispose();
                }

                break;
            }
            catch (UnansweredException) when (isKept)
            {
                // The other end closed a connection that lay idle, before it saw the request: HTTP lets a client send it again (RFC 9112, 9.3.1).
                connection!.Dispose();
                (connection, isKept) = (null, false);
                again++;
            }
            catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException or UnansweredException or OperationCanceledException)
            {
                connection?.Dispose();
                break;
            }
        }

        log.Note(new(begin.ToUnixTimeMilliseconds(), (TimeProvider.System.GetUtcNow() - begin).TotalMilliseconds, user, answer.Status, answer.Version, again));
    }
}

using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace CanaryJudge.Proxy;

/// <summary>Gives the canary copies of some of the baseline's requests. Nobody waits for its answers, but they are measured.</summary>
/// <remarks>Only GET and HEAD, which change nothing. So many at a time; what comes beyond is not copied, so a slow canary slows nobody down.</remarks>
internal sealed class Mirroring(SplitProxyOptions options, Measures measures, TimeProvider clock) : IDisposable
{
    private const int MostAtOnce = 64;
    private const int Scale = 1_000_000;
    private static readonly string[] NotCopied = ["Host", "Connection", "Keep-Alive", "Transfer-Encoding", "Upgrade", "TE", "Trailer", "Proxy-Connection", "Content-Length"];

    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(5) })
    {
        Timeout = options.Timeout,
    };

    private int _running;

    /// <summary>Copies a request, or not.</summary>
    public void Copy(HttpRequest request)
    {
        if (options.Mirror <= 0 || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) || RandomNumberGenerator.GetInt32(Scale) >= options.Mirror * Scale)
        {
            return;
        }

        if (Interlocked.Increment(ref _running) > MostAtOnce)
        {
            Interlocked.Decrement(ref _running);
            return;
        }

        // Everything is read from the request now: afterwards it belongs to the next one.
        var copy = new HttpRequestMessage(new(request.Method), new Uri($"{options.Canary.ToString().TrimEnd('/')}{request.Path.ToUriComponent()}{request.QueryString}"));
        foreach (var (name, values) in request.Headers.Where(h => !NotCopied.Contains(h.Key, StringComparer.OrdinalIgnoreCase)))
        {
            copy.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        copy.Headers.Host = request.Host.Value;
        _ = SendAsync(copy);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _stop.Cancel();
        _http.Dispose();
        _stop.Dispose();
    }

    private async Task SendAsync(HttpRequestMessage copy)
    {
        var began = clock.GetTimestamp();
        try
        {
            using (copy)
            using (var answer = await _http.SendAsync(copy, HttpCompletionOption.ResponseHeadersRead, _stop.Token).ConfigureAwait(false))
            {
                await answer.Content.CopyToAsync(Stream.Null, _stop.Token).ConfigureAwait(false);
                measures.Add(ProxyArm.Canary, clock.GetElapsedTime(began).TotalMilliseconds, (int)answer.StatusCode >= 500);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            if (!_stop.IsCancellationRequested)
            {
                measures.Add(ProxyArm.Canary, clock.GetElapsedTime(began).TotalMilliseconds, failed: true);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}

using System.Globalization;

namespace CanaryJudge.Cli.Demo;

/// <summary>Users of the toy shop: a few hundred requests a second.</summary>
internal sealed class DemoLoad : IAsyncDisposable
{
    /// <summary>The header that says who asks.</summary>
    public const string UserHeader = "X-User";

    private const int AtOnce = 16;
    private const int Users = 10_000;
    private static readonly TimeSpan Thinking = TimeSpan.FromMilliseconds(10);

    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false });
    private readonly Task _running;
    private int _next;

    /// <summary>Begins.</summary>
    /// <param name="shop">Where the users come in.</param>
    public DemoLoad(Uri shop) => _running = Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => BrowseAsync(shop)));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _http.Dispose();
        _stop.Dispose();
    }

    private async Task BrowseAsync(Uri shop)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, shop);
                request.Headers.Add(UserHeader, (Interlocked.Increment(ref _next) % Users).ToString(CultureInfo.InvariantCulture));
                using var answer = await _http.SendAsync(request, _stop.Token).ConfigureAwait(false);
                await Task.Delay(Thinking, TimeProvider.System, _stop.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException or HttpRequestException)
            {
                // The demo is over; or a user had bad luck, which the proxy has counted.
            }
        }
    }
}

namespace CanaryJudge.AnalysisClient.Traffic.Nginx;

/// <summary>Asks a running NGINX which order it has loaded, over HTTP or a Unix socket.</summary>
/// <remarks>Each question is a connection of its own: an old one is served by an old worker, with the old file, for as long as it lasts.</remarks>
internal sealed class NginxStatus(string address) : IDisposable
{
    private const string UnixPrefix = "unix:";

    private readonly Uri _address = new(SocketPath(address) is null ? address : "http://nginx/");

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.Zero,
        ConnectCallback = SocketPath(address) is { } path ? (_, cancellation) => UnixSocket.ConnectAsync(path, cancellation) : null,
    })
    {
        MaxResponseContentBufferSize = 1024,
    };

    /// <summary>What is wrong with an address; null: nothing.</summary>
    public static string? Check(string address) =>
        SocketPath(address) is { Length: > 0 } ? null
        : Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp && uri.UserInfo.Length == 0 ? null
        : "The status is an address such as http://127.0.0.1:8089/canaryjudge or unix:/run/canaryjudge.sock.";

    /// <summary>The order that is in force.</summary>
    /// <returns>The order, or why it cannot be known.</returns>
    public async Task<(NginxState? State, string? Problem)> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            using var answer = await _http.GetAsync(_address, cancellation).ConfigureAwait(false);
            var text = await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
            return answer.IsSuccessStatusCode && NginxState.TryParse(text.Trim(), out var state)
                ? (state, null)
                : (null, $"NGINX at {address} answers {(int)answer.StatusCode} and no order: does the location return the state variable, and nothing else?");
        }
        catch (HttpRequestException e)
        {
            return (null, $"NGINX at {address}: {(e.InnerException ?? e).Message}.");
        }
    }

    public void Dispose() => _http.Dispose();

    private static string? SocketPath(string address) => address.StartsWith(UnixPrefix, StringComparison.Ordinal) ? address[UnixPrefix.Length..] : null;
}

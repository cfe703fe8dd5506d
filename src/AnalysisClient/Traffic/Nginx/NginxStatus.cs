using System.Net.Sockets;

namespace CanaryJudge.AnalysisClient.Traffic.Nginx;

/// <summary>Asks a running NGINX which order it has loaded, over HTTP or a Unix socket.</summary>
/// <remarks>Each question is a connection of its own: an old one is served by an old worker, with the old file, for as long as it lasts.</remarks>
internal sealed class NginxStatus : IDisposable
{
    private const string UnixPrefix = "unix:";

    private readonly HttpClient _http;
    private readonly Uri _address;

    /// <summary>Makes the door. Nothing is asked yet.</summary>
    /// <param name="address">As <see cref="Check"/> allows.</param>
    public NginxStatus(string address)
    {
        var socket = address.StartsWith(UnixPrefix, StringComparison.Ordinal) ? address[UnixPrefix.Length..] : null;
        _address = new(socket is null ? address : "http://nginx/");
        _http = new(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            PooledConnectionLifetime = TimeSpan.Zero,
            ConnectCallback = socket is null ? null : (_, cancellation) => ConnectAsync(socket, cancellation),
        })
        {
            MaxResponseContentBufferSize = 1024,
        };
    }

    /// <summary>What is wrong with an address; null: nothing.</summary>
    public static string? Check(string address) =>
        address.StartsWith(UnixPrefix, StringComparison.Ordinal) && address.Length > UnixPrefix.Length ? null
        : Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp ? null
        : "The status is an address such as http://127.0.0.1:8089/canaryjudge or unix:/run/canaryjudge.sock.";

    /// <summary>The order that is in force; null: NGINX does not answer, or with something else.</summary>
    public async Task<NginxState?> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            using var answer = await _http.GetAsync(_address, cancellation).ConfigureAwait(false);
            var text = await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
            return answer.IsSuccessStatusCode && NginxState.TryParse(text.Trim(), out var state) ? state : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    public void Dispose() => _http.Dispose();

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

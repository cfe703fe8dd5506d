using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace CanaryJudge.Sources.Tests.Prometheus;

/// <summary>A server that answers byte by byte what a test wants: what no real one can be made to say.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    public const string Empty = """{"status":"success","data":{"resultType":"matrix","result":[]}}""";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<byte[]> _answers;
    private readonly SslServerAuthenticationOptions? _tls;
    private readonly Task _loop;

    public ScriptedServer(SslServerAuthenticationOptions? tls, params string[] answers)
    {
        _answers = new(answers.Select(Encoding.UTF8.GetBytes));
        _tls = tls;
        _listener.Start();
        var scheme = tls is null ? "http" : "https";
        Address = new($"{scheme}://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _loop = AcceptAsync();
    }

    public ScriptedServer(params string[] answers)
        : this(tls: null, answers)
    {
    }

    public Uri Address { get; }

    /// <summary>Heads and bodies of the requests.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>Is set when a request waits for an answer that never comes.</summary>
    public TaskCompletionSource Waiting { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A whole answer.</summary>
    public static string Answer(int code, string body, params string[] headers) =>
        $"HTTP/1.1 {code} X\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n{string.Concat(headers.Select(h => h + "\r\n"))}\r\n{body}";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                try
                {
                    await ServeAsync(client);
                }
                catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
                {
                    // The client went away, or did not trust us: the next one may.
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        Stream stream = client.GetStream();
        if (_tls is not null)
        {
            var secure = new SslStream(stream);
            await secure.AuthenticateAsServerAsync(_tls, _stop.Token);
            stream = secure;
        }

        await using (stream)
        {
            Requests.Enqueue(await RequestAsync(stream));
            if (_answers.TryDequeue(out var answer))
            {
                await stream.WriteAsync(answer, _stop.Token);
            }
            else
            {
                Waiting.TrySetResult();
                await Task.Delay(Timeout.Infinite, _stop.Token);
            }
        }
    }

    private async Task<string> RequestAsync(Stream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (true)
        {
            var read = await stream.ReadAsync(buffer, _stop.Token);
            text.Append(read > 0 ? Encoding.UTF8.GetString(buffer, 0, read) : throw new EndOfStreamException());
            var (head, body) = text.ToString().Split("\r\n\r\n", 2) is [var h, var b] ? (h, b) : ("", "");
            var length = head.Split("\r\n").Where(l => l.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase)).Select(l => int.Parse(l[16..])).FirstOrDefault();
            if (head.Length > 0 && body.Length >= length)
            {
                return text.ToString();
            }
        }
    }
}

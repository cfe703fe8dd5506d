using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace CanaryJudge.Shop;

/// <summary>An answer.</summary>
/// <param name="Status">Its code; 0: there was none.</param>
/// <param name="Version">The version that gave it; empty: none did, but what stands before it.</param>
/// <param name="KeepsConnection">Whether the connection can be used again.</param>
internal readonly record struct Answer(int Status, string Version, bool KeepsConnection)
{
    /// <summary>No answer.</summary>
    public static Answer None => new(0, "", false);
}

/// <summary>The connection ended before the first byte of an answer.</summary>
#pragma warning disable CA1064, CA1032 // Never leaves this program.
internal sealed class UnansweredException : Exception;
#pragma warning restore CA1064, CA1032

/// <summary>A connection of HTTP/1.1, by hand: a ready-made client sends again what it takes for lost, and nobody could count it.</summary>
internal sealed class Connection : IDisposable
{
    /// <summary>A machine that stands still for a while is late, and fails nobody.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly NetworkStream _stream;
    private readonly byte[] _buffer = new byte[4096];

    private Connection(Socket socket) => _stream = new(socket, ownsSocket: true);

    /// <summary>Connects.</summary>
    public static async Task<Connection> OpenAsync(Uri url)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using var limit = new CancellationTokenSource(Patience);
            await socket.ConnectAsync(url.Host, url.Port, limit.Token);
            return new(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Asks once.</summary>
    /// <exception cref="UnansweredException">It ended before anything of an answer came.</exception>
    public async Task<Answer> GetAsync(Uri url, long user)
    {
        using var limit = new CancellationTokenSource(Patience);
        var length = 0;
        try
        {
            await _stream.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"GET {url.PathAndQuery} HTTP/1.1\r\nHost: {url.Authority}\r\nCookie: user={user}\r\n\r\n")), limit.Token);
            while (true)
            {
                var read = await _stream.ReadAsync(_buffer.AsMemory(length), limit.Token);
                if (read == 0)
                {
                    throw length == 0 ? new UnansweredException() : new IOException("The answer was cut off.");
                }

                length += read;
                if (Whole(Encoding.ASCII.GetString(_buffer, 0, length)) is { } answer)
                {
                    return answer;
                }
            }
        }
        catch (IOException) when (length == 0)
        {
            throw new UnansweredException();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _stream.Dispose();

    private static Answer? Whole(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            return null;
        }

        var lines = text[..end].Split("\r\n");
        var body = int.Parse(Header(lines, "Content-Length") ?? throw new IOException("An answer without Content-Length."), CultureInfo.InvariantCulture);
        return text.Length < end + 4 + body ? null : new(
            int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture),
            Header(lines, "X-Version") ?? "",
            !string.Equals(Header(lines, "Connection"), "close", StringComparison.OrdinalIgnoreCase));
    }

    private static string? Header(string[] lines, string name) =>
        lines.FirstOrDefault(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();
}

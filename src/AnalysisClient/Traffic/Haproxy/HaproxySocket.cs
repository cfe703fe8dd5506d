using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CanaryJudge.AnalysisClient.Traffic.Haproxy;

/// <summary>HAProxy's runtime API: one line of commands per connection, the answer ends with it.</summary>
/// <remarks>Source: HAProxy management guide, section 9.3, "Unix Socket commands".</remarks>
internal sealed class HaproxySocket(string address)
{
    private const int MaxAnswer = 4 * 1024 * 1024;

    public string Address => address;

    /// <summary>What is wrong with an address; null: nothing.</summary>
    public static string? Check(string address) =>
        address.StartsWith('/') || EndPoint(address) is not null ? null : "The socket is a path such as /run/haproxy/admin.sock, or host:port.";

    /// <summary>Sends commands, joined by semicolons, and reads all that comes back.</summary>
    /// <exception cref="SocketException">There is no answer.</exception>
    /// <exception cref="IOException">The connection broke, or the answer has no end.</exception>
    public async Task<string> SendAsync(string commands, CancellationToken cancellation)
    {
        using var stream = await ConnectAsync(cancellation).ConfigureAwait(false);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(commands + "\n"), cancellation).ConfigureAwait(false);

        using var answer = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false) is > 0 and var length)
        {
            answer.Write(buffer, 0, length);
            if (answer.Length > MaxAnswer)
            {
                throw new IOException($"The answer of {address} is longer than {MaxAnswer} bytes.");
            }
        }

        return Encoding.UTF8.GetString(answer.ToArray());
    }

    private async ValueTask<Stream> ConnectAsync(CancellationToken cancellation)
    {
        if (address.StartsWith('/'))
        {
            return await UnixSocket.ConnectAsync(address, cancellation).ConfigureAwait(false);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(EndPoint(address)!, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static DnsEndPoint? EndPoint(string address)
    {
        var colon = address.LastIndexOf(':');
        return colon > 0 && ushort.TryParse(address[(colon + 1)..], out var port) && port > 0 ? new(address[..colon].Trim('[', ']'), port) : null;
    }
}

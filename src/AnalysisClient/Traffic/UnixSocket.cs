using System.Net.Sockets;

namespace CanaryJudge.AnalysisClient.Traffic;

/// <summary>Connects to a Unix socket.</summary>
internal static class UnixSocket
{
    /// <summary>Connects.</summary>
    /// <exception cref="IOException">Nobody listens there; the message says so, where the system's would speak of addresses.</exception>
    public static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception e)
        {
            socket.Dispose();
            throw e is SocketException ? new IOException(File.Exists(path) ? $"nobody listens at the socket {path}, or it may not be used: {e.Message}" : $"there is no socket {path}", e) : e;
        }
    }
}

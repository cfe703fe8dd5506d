using System.Net.Sockets;
using System.Text;

namespace CanaryJudge.Cli.Tests.Rollouts.Crash;

/// <summary>Stands between a runner and HAProxy's socket and lets the test act at any moment of any call.</summary>
internal sealed class SocketTap : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly string _target;
    private int _calls;
    private int _answered;

    /// <summary>A tap.</summary>
    /// <param name="path">Where runners connect.</param>
    /// <param name="target">Where the calls go.</param>
    public SocketTap(string path, string target)
    {
        _target = target;
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen();
        _ = ListenAsync();
    }

    /// <summary>Runs at each moment of each call.</summary>
    public Func<TapMoment, Task> At { get; set; } = _ => Task.CompletedTask;

    /// <summary>How many calls were answered.</summary>
    public int Answered => Volatile.Read(ref _answered);

    public void Dispose() => _listener.Dispose();

    private async Task ListenAsync()
    {
        while (true)
        {
            Socket caller;
            try
            {
                caller = await _listener.AcceptAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }

            _ = ServeAsync(caller);
        }
    }

    private async Task ServeAsync(Socket caller)
    {
        using (caller)
        {
            try
            {
                var command = await ReadLineAsync(caller);
                var call = Interlocked.Increment(ref _calls);
                await At(new(call, command, TapStage.Asked));
                var answer = await AskAsync(command);
                await At(new(call, command, TapStage.Done));
                await caller.SendAsync(answer);
                caller.Shutdown(SocketShutdown.Send);
                Interlocked.Increment(ref _answered);
                await At(new(call, command, TapStage.Answered));
            }
            catch (SocketException)
            {
                // The runner was killed, or HAProxy is down: the caller sees a broken connection.
            }
        }
    }

    private async Task<byte[]> AskAsync(string command)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_target));
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(command));
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer);
        return answer.ToArray();
    }

    private static async Task<string> ReadLineAsync(Socket caller)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (text.Length == 0 || text[^1] != '\n')
        {
            var length = await caller.ReceiveAsync(buffer);
            if (length == 0)
            {
                break;
            }

            text.Append(Encoding.ASCII.GetString(buffer, 0, length));
        }

        return text.ToString();
    }
}

/// <summary>A moment of a call.</summary>
/// <param name="Call">The number of the call, from 1.</param>
/// <param name="Command">What it says.</param>
/// <param name="Stage">How far it is.</param>
internal readonly record struct TapMoment(int Call, string Command, TapStage Stage)
{
    public bool IsSet => Command.Contains("set server", StringComparison.Ordinal) || Command.Contains("set weight", StringComparison.Ordinal);
}

/// <summary>How far a call is.</summary>
internal enum TapStage
{
    /// <summary>The runner has sent it; HAProxy has not seen it.</summary>
    Asked,

    /// <summary>HAProxy has carried it out; the runner does not know.</summary>
    Done,

    /// <summary>The runner has the answer.</summary>
    Answered,
}

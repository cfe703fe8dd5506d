using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Rollouts;

/// <summary>Takes commands for a running rollout on a unix socket: one JSON object a connection, one JSON object back.</summary>
/// <remarks>
/// <para>Question: <c>{"command": "approve", "by": "ann"}</c>; commands approve, promote (<c>"full": true</c>), abort (<c>"now": true</c>), freeze,
/// resume, status (<c>"judgement": true</c>: with the newest judgement). Answer: <c>{"ok": true, "refused": null, "status": {…}}</c>.</para>
/// <para>Only the user that runs the rollout can connect. A question has at most 4,096 bytes and five seconds, half a second while sixteen or more are heard;
/// 32 are heard at once, the others wait.</para>
/// </remarks>
public sealed class CommandSocket : IAsyncDisposable
{
    // A unix socket's address has room for 108 bytes on Linux, 104 elsewhere.
    private const int LongestPath = 100;
    private const int LongestQuestion = 4096;
    private const string Extension = ".sock";

    // A judgement of a thousand metrics has two million bytes.
    private const int LongestAnswer = 16 * 1024 * 1024;
    private const int LongestName = 100;

    // A flood of questions must leave descriptors for the journal and the target.
    private const int MostAtOnce = 32;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    // So that silent connections, which take up the room, do not keep a command waiting for long.
    private const int Crowd = MostAtOnce / 2;
    private static readonly TimeSpan ShortPatience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Socket _socket;
    private readonly RolloutRunner _runner;
    private readonly CancellationTokenSource _closing = new();
    private readonly SemaphoreSlim _room = new(MostAtOnce);
    private readonly Task _listening;

    private CommandSocket(Socket socket, string path, RolloutRunner runner)
    {
        (_socket, Path, _runner) = (socket, path, runner);
        _listening = Task.Run(ListenAsync);
    }

    /// <summary>Where it listens.</summary>
    public string Path { get; }

    /// <summary>Listens beside a journal, and says so there.</summary>
    /// <param name="folder">The rollout's folder, whose journal the caller holds.</param>
    /// <param name="runner">Who takes the commands.</param>
    /// <param name="file">The rollout file that it runs; null: none.</param>
    /// <returns>The socket; null: none can be made here, and signals must do.</returns>
    public static CommandSocket? Open(string folder, RolloutRunner runner, string? file = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var path = PathFor(folder);
        ForgetTheOneBefore(folder);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            File.Delete(path);
            socket.Bind(new UnixDomainSocketEndPoint(path));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            socket.Listen();
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException)
        {
            socket.Dispose();
            return null;
        }

        new RunnerAddress(Environment.ProcessId, Environment.MachineName, path, file).Publish(folder);
        return new(socket, path, runner);
    }

    /// <summary>Asks the runner of a folder.</summary>
    /// <param name="folder">The rollout's folder.</param>
    /// <param name="question">The question.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The answer; null: no runner is there, or it does not answer within ten seconds.</returns>
    public static async Task<JsonObject?> AskAsync(string folder, JsonObject question, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (RunnerAddress.Find(folder) is not { } address)
        {
            return null;
        }

        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(2 * Patience);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(address.Socket), limit.Token).ConfigureAwait(false);
            await socket.SendAsync(Encoding.UTF8.GetBytes(question.ToJsonString() + "\n"), limit.Token).ConfigureAwait(false);
            return JsonNode.Parse(await ReadLineAsync(socket, LongestAnswer, limit.Token).ConfigureAwait(false)) as JsonObject;
        }
        catch (Exception e) when (e is SocketException or JsonException or ArgumentException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            // Nobody, a process that was stopped, or something else that took the address.
            return null;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        _socket.Dispose();
        await _listening.ConfigureAwait(false);
        _closing.Dispose();
        _room.Dispose();
        File.Delete(Path);
    }

    /// <summary>The socket of a runner that was killed, or replaced.</summary>
    private static void ForgetTheOneBefore(string folder)
    {
        try
        {
            if (RunnerAddress.Find(folder)?.Socket is { } before && before.EndsWith(Extension, StringComparison.Ordinal))
            {
                File.Delete(before);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is in nobody's way.
        }
    }

    /// <summary>A path for each process: one that was replaced takes its own away when it ends, not its successor's.</summary>
    private static string PathFor(string folder)
    {
        var path = System.IO.Path.Combine(System.IO.Path.GetFullPath(folder), $"runner-{Environment.ProcessId}{Extension}");
        return Encoding.UTF8.GetByteCount(path) <= LongestPath
            ? path
            : System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"canaryjudge-{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..16]}{Extension}");
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                await _room.WaitAsync(_closing.Token).ConfigureAwait(false);
                var connection = await AcceptAsync().ConfigureAwait(false);
                _ = Task.Run(() => ServeAsync(connection), CancellationToken.None);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private async Task<Socket> AcceptAsync()
    {
        while (true)
        {
            try
            {
                return await _socket.AcceptAsync(_closing.Token).ConfigureAwait(false);
            }
            catch (SocketException)
            {
                // Who asked is gone again, or this process has no descriptor left: later it may.
                await Task.Delay(Pause, TimeProvider.System, _closing.Token).ConfigureAwait(false);
            }
        }
    }

    private async Task ServeAsync(Socket connection)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        limit.CancelAfter(_room.CurrentCount < Crowd ? ShortPatience : Patience);
        using (connection)
        {
            try
            {
                var question = await ReadLineAsync(connection, LongestQuestion, limit.Token).ConfigureAwait(false);
                limit.CancelAfter(Patience);
                var answer = await AnswerAsync(question, limit.Token).ConfigureAwait(false);
                await connection.SendAsync(Encoding.UTF8.GetBytes(answer.ToJsonString() + "\n"), limit.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // Who asked is gone.
            }
            finally
            {
                if (!_closing.IsCancellationRequested)
                {
                    _room.Release();
                }
            }
        }
    }

    private async Task<JsonObject> AnswerAsync(string line, CancellationToken cancellation)
    {
        string? refused;
        var wantsJudgement = false;
        try
        {
            var question = JsonNode.Parse(line)?.AsObject() ?? [];
            wantsJudgement = (bool?)question["judgement"] ?? false;
            refused = Command(question) is { } command ? await _runner.TellAsync(command, cancellation).ConfigureAwait(false)
                : (string?)question["command"] == "status" ? null
                : "unknown command. Known: approve, promote, abort, freeze, resume, status.";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            refused = "the question is no JSON object of this protocol.";
        }

        return new() { ["ok"] = refused is null, ["refused"] = refused, ["status"] = _runner.Status is { } status ? RolloutStatusJson.Write(status, wantsJudgement) : null };
    }

    private static RolloutInput? Command(JsonObject question)
    {
        var by = Name((string?)question["by"]);
        return (string?)question["command"] switch
        {
            "approve" => new RolloutInput.Approve(by),
            "promote" => new RolloutInput.Promote(by, (bool?)question["full"] ?? false),
            "abort" => new RolloutInput.Abort(by, (bool?)question["now"] ?? false),
            "freeze" => new RolloutInput.Freeze(by),
            "resume" => new RolloutInput.Thaw(by),
            _ => null,
        };
    }

    /// <summary>Who asked, as it goes on record and on screens: one line.</summary>
    private static string Name(string? by) =>
        string.IsNullOrWhiteSpace(by) ? "somebody" : string.Concat(by.Take(LongestName).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));

    private static async Task<string> ReadLineAsync(Socket connection, int longest, CancellationToken cancellation)
    {
        using var line = new MemoryStream();
        var buffer = new byte[LongestQuestion];
        while (line.Length < longest)
        {
            var read = await connection.ReceiveAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, longest - line.Length)), cancellation).ConfigureAwait(false);
            line.Write(buffer, 0, read);
            if (read == 0 || buffer.AsSpan(0, read).Contains((byte)'\n'))
            {
                break;
            }
        }

        return Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length);
    }
}

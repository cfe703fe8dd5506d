using System.Net.Sockets;

namespace CanaryJudge.AnalysisClient.Tests.Traffic.Targets;

/// <summary>Many clients of one target. They send a request again when a connection that they kept was closed under it, as RFC 9112 (9.3.1) asks.</summary>
internal sealed class Visitors : IDisposable
{
    private const int Users = 8;
    private readonly HttpClient _http;
    private int _again;

    public Visitors(string socket, bool keepConnections = true) => _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        PooledConnectionLifetime = keepConnections ? Timeout.InfiniteTimeSpan : TimeSpan.Zero,
        ConnectCallback = async (_, cancellation) =>
        {
            var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellation);
            return new NetworkStream(connection, ownsSocket: true);
        },
    })
    { BaseAddress = new("http://target/") };

    /// <summary>Requests that were sent again.</summary>
    public int Again => Volatile.Read(ref _again);

    /// <summary>How many of so many requests, each by another user, reach the canary.</summary>
    public async Task<int> CanaryAsync(int requests)
    {
        var users = await ArmsAsync(Enumerable.Range(0, requests).Select(u => $"user-{u}"));
        return users.Count(u => u.Arm == "canary");
    }

    /// <summary>The users that reach the canary.</summary>
    public async Task<HashSet<string>> CanaryUsersAsync(int users) =>
        [.. (await ArmsAsync(Enumerable.Range(0, users).Select(u => $"user-{u}"))).Where(u => u.Arm == "canary").Select(u => u.User)];

    /// <summary>Sends requests from eight users at once until cancelled.</summary>
    /// <returns>The requests by their arm, and what failed.</returns>
    public async Task<(int Baseline, int Canary, IReadOnlyList<string> Failures)> VisitAsync(CancellationToken until)
    {
        var arms = await Task.WhenAll(Enumerable.Range(0, Users).Select(VisitorAsync));
        return (arms.Sum(a => a.Baseline), arms.Sum(a => a.Canary), [.. arms.SelectMany(a => a.Failures)]);

        async Task<(int Baseline, int Canary, List<string> Failures)> VisitorAsync(int visitor)
        {
            int baseline = 0, canary = 0;
            var failures = new List<string>();
            for (var n = 0; !until.IsCancellationRequested; n++)
            {
                try
                {
                    _ = await ArmAsync($"{visitor}-{n}") == "canary" ? canary++ : baseline++;
                }
                catch (HttpRequestException e)
                {
                    failures.Add(e.Message);
                }
            }

            return (baseline, canary, failures);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<(string User, string Arm)[]> ArmsAsync(IEnumerable<string> users)
    {
        var arms = new System.Collections.Concurrent.ConcurrentBag<(string, string)>();
        await Parallel.ForEachAsync(users, new ParallelOptions { MaxDegreeOfParallelism = Users }, async (user, _) => arms.Add((user, await ArmAsync(user))));
        return [.. arms];
    }

    private async Task<string> ArmAsync(string user)
    {
        // After a reload each connection that was kept may be closed, and the pool may give the next one of them.
        for (var kept = 0; kept < Users; kept++)
        {
            try
            {
                return await OnceAsync(user);
            }
            catch (HttpRequestException e) when (e.InnerException is IOException)
            {
                Interlocked.Increment(ref _again);
            }
        }

        return await OnceAsync(user);
    }

    private async Task<string> OnceAsync(string user)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("Cookie", $"user={user}");
        using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Traffic.Proxies;

/// <summary>Splits at our own proxy, <c>canaryjudge proxy</c>, through its control door.</summary>
/// <remarks>
/// Steps: 0.01 %. Read-back: yes. Fences: yes. Expires: yes, at a weight that nobody renews the proxy falls to zero by itself. Sticky: yes, and who is in
/// at a weight stays in at every higher one. A restarted proxy begins at zero, which is read as drift and set again.
/// </remarks>
public sealed class ProxyController : ITrafficController
{
    private readonly HttpClient _http;
    private readonly Uri _split;

    private ProxyController(TrafficSettings settings)
    {
        _split = new(new(settings["control"]), "/split");
        _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(2) });
    }

    /// <summary>The kind <c>proxy</c>.</summary>
    public static TrafficKind Kind { get; } = TrafficKind.Of(
        "proxy",
        "Splits at our own proxy, canaryjudge proxy",
        [new("control", "the proxy's control door") { Default = "http://127.0.0.1:8089", Check = Check }],
        s => new ProxyController(s));

    /// <inheritdoc />
    public string? Trouble { get; private set; }

    /// <inheritdoc />
    public async Task<TargetFacts?> DescribeAsync(CancellationToken cancellation) => await StateAsync(cancellation).ConfigureAwait(false) is null ? null : new()
    {
        Target = $"canaryjudge proxy at {_split.Authority}",
        Grain = 1,
        Fences = true,
        Expires = true,
        LateBound = TimeSpan.FromSeconds(2),
    };

    /// <inheritdoc />
    public async Task<Weight?> ReadAsync(CancellationToken cancellation) =>
        await StateAsync(cancellation).ConfigureAwait(false) is { BasisPoints: >= 0 and <= 10_000 } state ? new Weight(state.BasisPoints) : null;

    /// <inheritdoc />
    public async Task<WeightChange> SetAsync(WeightOrder order, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(order);
        var body = new ProxyOrder { RolloutId = order.RolloutId, Fence = order.Fence, Epoch = order.Epoch, BasisPoints = order.Weight.BasisPoints, ValidUntil = order.ValidUntil };
        try
        {
            using var content = JsonContent.Create(body, ProxyStateJson.Default.ProxyOrder);
            using var answer = await _http.PutAsync(_split, content, cancellation).ConfigureAwait(false);
            var state = await ReadAsync(answer, cancellation).ConfigureAwait(false);
            return answer.StatusCode switch
            {
                HttpStatusCode.OK when state is { BasisPoints: >= 0 and <= 10_000 } => new WeightChange.Applied(new(state.BasisPoints)),
                HttpStatusCode.Conflict or HttpStatusCode.BadRequest => new WeightChange.Rejected(state?.Refusal ?? $"The proxy answers {(int)answer.StatusCode}."),
                _ => new WeightChange.Unknown($"The proxy at {_split.Authority} answers {(int)answer.StatusCode}."),
            };
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new WeightChange.Unknown($"The proxy at {_split.Authority} does not answer: {e.Message}");
        }
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private static string? Check(string value) => Uri.TryCreate(value, UriKind.Absolute, out var address) && address is { Scheme: "http", IsLoopback: true, UserInfo.Length: 0 }
        ? null
        : "It must be http:// with a loopback address, as http://127.0.0.1:8089: the proxy takes no orders from elsewhere.";

    private async Task<ProxyState?> StateAsync(CancellationToken cancellation)
    {
        try
        {
            using var answer = await _http.GetAsync(_split, cancellation).ConfigureAwait(false);
            var state = answer.IsSuccessStatusCode ? await ReadAsync(answer, cancellation).ConfigureAwait(false) : null;
            Trouble = state is null ? $"What answers at {_split.Authority} is no control door of canaryjudge proxy (status {(int)answer.StatusCode})." : null;
            return state;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            Trouble = $"The proxy at {_split.Authority} does not answer: {e.Message}";
            return null;
        }
    }

    private static async Task<ProxyState?> ReadAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        try
        {
            return await answer.Content.ReadFromJsonAsync(ProxyStateJson.Default.ProxyState, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return null;
        }
    }
}

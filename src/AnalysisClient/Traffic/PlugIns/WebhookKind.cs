using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CanaryJudge.AnalysisClient.Traffic.PlugIns;

/// <summary>The kind <c>webhook</c>: a signed HTTP call for each method.</summary>
/// <remarks>
/// <c>POST {url}/{method}</c> with the request as JSON; 200 with the answer as JSON, anything else is no answer. The signature covers the time, the method
/// and the body, so that an order can neither be changed nor, after some minutes, be repeated: <c>X-CanaryJudge-Signature: sha256=</c> and the HMAC in hex of
/// <c>{X-CanaryJudge-Timestamp}.{method}.{body}</c>. Source: RFC 2104.
/// </remarks>
internal static class WebhookKind
{
    private const int MaxAnswer = 64 * 1024;

    public static TrafficKind Kind { get; } = TrafficKind.Of(
        "webhook",
        "Calls a web hook with signed JSON",
        [
            new("url", "where the methods are: https://ops.example/canary, to which /set-weight and the others are added") { IsRequired = true, Check = Check },
            new("secret", "the key of the signature: env:NAME or file:PATH") { IsRequired = true, Check = Secret.Check },
            PlugInTimeout.Setting,
            .. Tls.Settings,
        ],
        Open);

    private static string? Check(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0
            ? null
            : "The url is one of http or https, without a user, a query or a fragment.";

    private static PlugInController Open(TrafficSettings settings)
    {
        var url = settings["url"].TrimEnd('/');
        var secret = new Secret(settings["secret"]);
        var http = new HttpClient(Tls.Handler(settings)) { MaxResponseContentBufferSize = MaxAnswer, Timeout = Timeout.InfiniteTimeSpan };
        return new(url, PlugInTimeout.Of(settings), new JsonPlugIn((m, r, c) => SayAsync(http, url, secret, m, r, c), http));
    }

    private static async Task<string> SayAsync(HttpClient http, string url, Secret secret, string method, string body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{url}/{method}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        var time = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        request.Headers.Add("X-CanaryJudge-Timestamp", time);
        request.Headers.Add("X-CanaryJudge-Signature", $"sha256={Sign(secret.Read(), $"{time}.{method}.{body}")}");
        try
        {
            using var answer = await http.SendAsync(request, cancellation).ConfigureAwait(false);
            var text = await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
            return (int)answer.StatusCode == 200 ? text : throw new PlugInException($"{method} answered {(int)answer.StatusCode}{(text.Trim() is { Length: > 0 } said ? $": {Spelling.Shown(said)}" : "")}");
        }
        catch (HttpRequestException e)
        {
            throw new PlugInException($"{method}: {(e.InnerException ?? e).Message.TrimEnd('.')}", e);
        }
    }

    private static string Sign(string secret, string text) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text)));
}

using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace CanaryJudge.Proxy;

/// <summary>Passes requests on as they came, the host too, and says for whom: X-Forwarded-For, -Proto and -Host.</summary>
internal sealed class ForwardedHeaders : HttpTransformer
{
    /// <summary>The one there is.</summary>
    public static ForwardedHeaders Instance { get; } = new();

    /// <inheritdoc />
    public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken).ConfigureAwait(false);
        var request = httpContext.Request;
        proxyRequest.Headers.Host = request.Host.Value;

        // A proxy before us may have said so; its word stands first.
        if (httpContext.Connection.RemoteIpAddress is { } client)
        {
            proxyRequest.Headers.TryAddWithoutValidation("X-Forwarded-For", client.ToString());
        }

        Once(proxyRequest, "X-Forwarded-Proto", request.Scheme);
        Once(proxyRequest, "X-Forwarded-Host", request.Host.Value ?? "");
    }

    private static void Once(HttpRequestMessage request, string header, string value)
    {
        if (!request.Headers.Contains(header))
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }
    }
}

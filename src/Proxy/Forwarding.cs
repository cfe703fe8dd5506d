using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace CanaryJudge.Proxy;

/// <summary>Sends each request to its arm and measures how that went.</summary>
internal sealed class Forwarding : IDisposable
{
    private readonly IHttpForwarder _forwarder;
    private readonly ArmSelector _selector;
    private readonly Measures _measures;
    private readonly Mirroring _mirroring;
    private readonly TimeProvider _clock;
    private readonly string _baseline;
    private readonly string _canary;
    private readonly ForwarderRequestConfig _config;
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        EnableMultipleHttp2Connections = true,
        ActivityHeadersPropagator = new ReverseProxyPropagator(DistributedContextPropagator.Current),
        ConnectTimeout = TimeSpan.FromSeconds(5),
    });

    public Forwarding(IHttpForwarder forwarder, ArmSelector selector, Measures measures, Mirroring mirroring, SplitProxyOptions options, TimeProvider clock)
    {
        (_forwarder, _selector, _measures, _mirroring, _clock) = (forwarder, selector, measures, mirroring, clock);
        (_baseline, _canary) = (options.Baseline.ToString(), options.Canary.ToString());
        _config = new() { ActivityTimeout = options.Timeout };
    }

    /// <summary>Handles a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        if (HttpMethods.IsConnect(context.Request.Method))
        {
            // A tunnel to wherever the caller likes: no version could answer it, so it is no failure of one.
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        var choice = _selector.Choose(context);
        if (choice.Arm == ProxyArm.Baseline)
        {
            _mirroring.Copy(context.Request);
        }

        var began = _clock.GetTimestamp();
        var error = await _forwarder.SendAsync(context, choice.Arm == ProxyArm.Canary ? _canary : _baseline, _http, _config, ForwardedHeaders.Instance).ConfigureAwait(false);
        if (!choice.IsAsked && Failed(error, context) is { } failed)
        {
            _measures.Add(choice.Arm, _clock.GetElapsedTime(began).TotalMilliseconds, failed);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    /// <summary>Whether a request failed; null: the user went away, or a connection was handed over, which says nothing about the version.</summary>
    private static bool? Failed(ForwarderError error, HttpContext context) => error switch
    {
        ForwarderError.None => context.Response.StatusCode == StatusCodes.Status101SwitchingProtocols ? null : context.Response.StatusCode >= 500,
        ForwarderError.RequestCanceled or ForwarderError.RequestBodyCanceled or ForwarderError.RequestBodyClient
            or ForwarderError.ResponseBodyCanceled or ForwarderError.ResponseBodyClient
            or ForwarderError.UpgradeRequestCanceled or ForwarderError.UpgradeRequestClient
            or ForwarderError.UpgradeResponseCanceled or ForwarderError.UpgradeResponseClient or ForwarderError.UpgradeActivityTimeout => null,
        _ => true,
    };
}

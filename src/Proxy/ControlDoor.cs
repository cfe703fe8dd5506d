using System.Text.Json;
using CanaryJudge.AnalysisClient.Traffic.Proxies;
using Microsoft.AspNetCore.Http;

namespace CanaryJudge.Proxy;

/// <summary>The door for orders: <c>GET /split</c> tells the weight in force, <c>PUT /split</c> sets it. Loopback only.</summary>
internal static class ControlDoor
{
    private static readonly string[] Loopback = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Whether a request came by this door, and not by that of the users.</summary>
    public static bool IsFor(HttpContext context, int port) => context.Connection.LocalPort == port;

    /// <summary>Answers one request.</summary>
    public static async Task HandleAsync(HttpContext context, Split split, Measures measures, MeasureSender sender)
    {
        // A page in a browser on this machine must not reach it under a name of its own.
        if (!Loopback.Contains(context.Request.Host.Host, StringComparer.OrdinalIgnoreCase))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        var (method, path) = (context.Request.Method, context.Request.Path.Value);
        if (path != "/split" || !(HttpMethods.IsGet(method) || HttpMethods.IsPut(method)))
        {
            context.Response.StatusCode = path == "/split" ? StatusCodes.Status405MethodNotAllowed : StatusCodes.Status404NotFound;
            return;
        }

        var refusal = HttpMethods.IsPut(method) ? await TakeAsync(context, split).ConfigureAwait(false) : null;
        context.Response.StatusCode = refusal is null ? StatusCodes.Status200OK : refusal.Value.Code;
        var order = split.Order;
        await context.Response.WriteAsJsonAsync(
            new ProxyState
            {
                BasisPoints = split.InForce(order).BasisPoints,
                RolloutId = order?.RolloutId,
                Fence = order?.Fence ?? 0,
                Epoch = order?.Epoch ?? 0,
                ValidUntil = order?.ValidUntil,
                Refusal = refusal?.Why,
                BaselineRequests = measures.Requests.Baseline,
                CanaryRequests = measures.Requests.Canary,
                Dropped = measures.Dropped,
                Trouble = sender.Trouble,
            },
            ProxyStateJson.Default.ProxyState,
            contentType: null,
            context.RequestAborted).ConfigureAwait(false);
    }

    private static async Task<(int Code, string Why)?> TakeAsync(HttpContext context, Split split)
    {
        if (!context.Request.HasJsonContentType())
        {
            return (StatusCodes.Status415UnsupportedMediaType, "An order is application/json.");
        }

        try
        {
            var order = await context.Request.ReadFromJsonAsync(ProxyStateJson.Default.ProxyOrder, context.RequestAborted).ConfigureAwait(false);
            return order is { RolloutId.Length: > 0, BasisPoints: >= 0 and <= 10_000 }
                ? split.Take(new(order.RolloutId, order.Epoch ?? 1, order.Fence ?? 1, new(order.BasisPoints)) { ValidUntil = order.ValidUntil }) is { } older ? (StatusCodes.Status409Conflict, older) : null
                : (StatusCodes.Status400BadRequest, "An order has a rolloutId, and basisPoints from 0 to 10000.");
        }
        catch (ArgumentException e)
        {
            return (StatusCodes.Status400BadRequest, e.Message.Split(" (Parameter", 2)[0]);
        }
        catch (JsonException)
        {
            return (StatusCodes.Status400BadRequest, "An order is {\"rolloutId\", \"fence\", \"epoch\", \"basisPoints\", \"validUntil\"}.");
        }
    }
}

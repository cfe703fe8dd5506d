using System.Globalization;
using System.Net;

namespace CanaryJudge.Shop;

/// <summary>One version of the shop: answers after some 20 ms, and counts for Prometheus at <c>/metrics</c>.</summary>
internal static class ShopServer
{
    private const double Spread = 0.3;

    /// <summary>Runs until cancelled.</summary>
    public static async Task RunAsync(ShopOptions options, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, options.Port));
        await using var app = builder.Build();
        var metrics = new ShopMetrics();
        var dice = new Dice(options.Port);
        app.MapGet("/metrics", () => Results.Text(metrics.Text(), "text/plain; version=0.0.4"));
        app.MapFallback(async context =>
        {
            var start = TimeProvider.System.GetTimestamp();
            var isHit = Share(context.Request.Cookies["user"]) < options.For;
            var median = options.Milliseconds * (isHit ? 1 + options.Slower : 1);
            await Task.Delay(TimeSpan.FromMilliseconds(median * Math.Exp(Spread * dice.Normal())), TimeProvider.System, context.RequestAborted);
            var code = isHit && dice.Uniform() < options.Fails ? StatusCodes.Status500InternalServerError : StatusCodes.Status200OK;
            metrics.Count(code, TimeProvider.System.GetElapsedTime(start));
            context.Response.StatusCode = code;
            context.Response.Headers["X-Version"] = options.Version;
            context.Response.ContentLength = options.Version.Length + 1;
            await context.Response.WriteAsync(options.Version + "\n", context.RequestAborted);
        });
        await app.StartAsync(cancellation);
        await Console.Out.WriteLineAsync($"version {options.Version} at http://127.0.0.1:{options.Port}/, metrics at http://127.0.0.1:{options.Port}/metrics");
        await app.WaitForShutdownAsync(cancellation);
    }

    // A user's place from 0 to 1; it has nothing to do with the place that a splitter gives them.
    private static double Share(string? user) => int.TryParse(user, CultureInfo.InvariantCulture, out var number) ? number % 100 / 100.0 : 0;
}

using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace CanaryJudge.Cli.Demo;

/// <summary>One version of a toy shop on a free loopback port.</summary>
internal sealed class DemoShop : IAsyncDisposable
{
    private const double Spread = 0.3;
    private readonly WebApplication _app;

    private DemoShop(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_app.Urls.First());

    /// <summary>Opens the shop.</summary>
    /// <param name="version">How it behaves.</param>
    /// <param name="cancellation">Ends the start.</param>
    public static async Task<DemoShop> OpenAsync(DemoVersion version, CancellationToken cancellation)
    {
        // Nothing that is usual: a host would read settings of its own from the working folder, and watch all that lies below it.
        var builder = WebApplication.CreateEmptyBuilder(new() { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var turn = new Lock();
        var random = new Random(version.Name.Length);
        app.Run(async context =>
        {
            double normal;
            lock (turn)
            {
                normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            }

            await Task.Delay(TimeSpan.FromMilliseconds(version.Milliseconds * Math.Exp(Spread * normal)), TimeProvider.System, context.RequestAborted).ConfigureAwait(false);
            context.Response.StatusCode = IsUnlucky(context, version) ? StatusCodes.Status500InternalServerError : StatusCodes.Status200OK;
            await context.Response.WriteAsync(version.Name, context.RequestAborted).ConfigureAwait(false);
        });
        await app.StartAsync(cancellation).ConfigureAwait(false);
        return new(app);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await _app.DisposeAsync().ConfigureAwait(false);

    private static bool IsUnlucky(HttpContext context, DemoVersion version) =>
        int.TryParse(context.Request.Headers[DemoLoad.UserHeader], CultureInfo.InvariantCulture, out var user) && user % 100 < version.FailsForPercent;
}

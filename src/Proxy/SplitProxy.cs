using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CanaryJudge.Proxy;

/// <summary>An HTTP proxy before two versions of a service: splits by weight, keeps users in their arm, measures, and tells the judge.</summary>
/// <remarks>Starts at weight zero, and falls back to it when the rollout that set a weight does not renew it in time.</remarks>
public sealed class SplitProxy : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SplitProxy(WebApplication app, Uri address, Uri control) => (_app, Address, Control) = (app, address, control);

    /// <summary>Where users come in.</summary>
    public Uri Address { get; }

    /// <summary>Where orders come in.</summary>
    public Uri Control { get; }

    /// <summary>Starts a proxy.</summary>
    /// <param name="options">What it splits between, and how.</param>
    /// <param name="cancellation">Ends the start.</param>
    /// <returns>The running proxy.</returns>
    /// <exception cref="ArgumentException">An option cannot be used; the message names it.</exception>
    /// <exception cref="IOException">An address is taken.</exception>
    public static Task<SplitProxy> StartAsync(SplitProxyOptions options, CancellationToken cancellation) => StartAsync(options, TimeProvider.System, cancellation);

    /// <summary>Waits until the process is told to end, or the token is.</summary>
    /// <param name="cancellation">Ends the proxy.</param>
    public Task WaitAsync(CancellationToken cancellation) => _app.WaitForShutdownAsync(cancellation);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }

    internal static async Task<SplitProxy> StartAsync(SplitProxyOptions options, TimeProvider clock, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        Check(options);
        // Nothing that is usual: a host would read settings of its own from the working folder, and watch all that lies below it.
        var builder = WebApplication.CreateEmptyBuilder(new() { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore();
        builder.Services.AddHttpForwarder();
        builder.Services.AddSingleton(options).AddSingleton(clock).AddSingleton<Split>().AddSingleton<ArmSelector>().AddSingleton<Measures>()
            .AddSingleton<Mirroring>().AddSingleton<Forwarding>().AddSingleton<MeasureSender>();
        builder.Services.AddHostedService(s => s.GetRequiredService<MeasureSender>());
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            // A proxy passes on what it gets; the version behind it has its own limit.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.AddServerHeader = false;
            kestrel.Listen(EndPoint(options.Listen, nameof(options.Listen)), listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(EndPoint(options.Control, nameof(options.Control)), listen => listen.Protocols = HttpProtocols.Http1);
        });
        var app = builder.Build();
        var control = 0;
        var (forwarding, split, measures, sender) = (app.Services.GetRequiredService<Forwarding>(), app.Services.GetRequiredService<Split>(), app.Services.GetRequiredService<Measures>(), app.Services.GetRequiredService<MeasureSender>());
        app.Run(context => ControlDoor.IsFor(context, Volatile.Read(ref control)) ? ControlDoor.HandleAsync(context, split, measures, sender) : forwarding.HandleAsync(context));
        try
        {
            await app.StartAsync(cancellation).ConfigureAwait(false);
        }
        catch
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        Uri[] addresses = [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(a => new Uri(a))];
        Volatile.Write(ref control, addresses[1].Port);
        return new(app, addresses[0], addresses[1]);
    }

    private static void Check(SplitProxyOptions options)
    {
        foreach (var (arm, name) in new[] { (options.Baseline, nameof(options.Baseline)), (options.Canary, nameof(options.Canary)) })
        {
            if (!arm.IsAbsoluteUri || arm.Scheme is not ("http" or "https") || arm.Query.Length > 0)
            {
                throw new ArgumentException($"{name} is '{arm}'; it must be an address such as http://127.0.0.1:9001.", nameof(options));
            }
        }

        if (!IPAddress.IsLoopback(EndPoint(options.Control, nameof(options.Control)).Address))
        {
            throw new ArgumentException($"{nameof(options.Control)} is '{options.Control}'; whoever reaches it sets the weight, so it must be a loopback address.", nameof(options));
        }

        if (options.Mirror is not (>= 0 and <= 1))
        {
            throw new ArgumentException($"{nameof(options.Mirror)} is {options.Mirror}; it must lie between 0 and 1.", nameof(options));
        }
    }

    private static IPEndPoint EndPoint(string address, string name) => IPEndPoint.TryParse(address, out var point) && address.Contains(':', StringComparison.Ordinal)
        ? point
        : throw new ArgumentException($"{name} is '{address}'; it must be an IP address and a port such as 127.0.0.1:8088.", nameof(address));
}

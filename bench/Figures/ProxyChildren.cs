using System.Diagnostics;
using System.Net;
using CanaryJudge.AnalysisClient.Traffic.Proxies;
using CanaryJudge.Proxy;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Yarp.ReverseProxy.Forwarder;

namespace CanaryJudge.Figures;

/// <summary>The proxies that are measured, each a process of its own that prints its address and runs until its input ends.</summary>
internal static class ProxyChildren
{
    /// <summary>YARP's forwarder alone, to one tier or the other in turns.</summary>
    public static async Task YarpAsync(string baseline, string canary)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddHttpForwarder();
        var app = builder.Build();
        await using var _ = app.ConfigureAwait(false);
        var forwarder = app.Services.GetRequiredService<IHttpForwarder>();
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ActivityHeadersPropagator = new ReverseProxyPropagator(DistributedContextPropagator.Current) });
        string[] tiers = [$"http://127.0.0.1:{baseline}/", $"http://127.0.0.1:{canary}/"];
        var next = 0;
        app.Run(async context => await forwarder.SendAsync(context, tiers[Interlocked.Increment(ref next) & 1], http).ConfigureAwait(false));
        await app.StartAsync().ConfigureAwait(false);
        Console.WriteLine(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        await Console.In.ReadToEndAsync().ConfigureAwait(false);
    }

    /// <summary>Ours, at 50%, each request drawn.</summary>
    public static async Task SplitAsync(string baseline, string canary)
    {
        var proxy = await SplitProxy.StartAsync(
            new() { Baseline = new($"http://127.0.0.1:{baseline}"), Canary = new($"http://127.0.0.1:{canary}"), Listen = "127.0.0.1:0", Control = "127.0.0.1:0", Cookie = null }, CancellationToken.None).ConfigureAwait(false);
        await using var _ = proxy.ConfigureAwait(false);
        using var http = new HttpClient();
        using var order = JsonContent.Create(new ProxyOrder { RolloutId = "figures", BasisPoints = 5_000 }, ProxyStateJson.Default.ProxyOrder);
        using var answer = await http.PutAsync(new Uri(proxy.Control, "/split"), order).ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
        Console.WriteLine(proxy.Address);
        await Console.In.ReadToEndAsync().ConfigureAwait(false);
    }
}

using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace CanaryJudge.AnalysisClient.Tests.Traffic.Targets;

/// <summary>A baseline and a canary that answer with their names.</summary>
internal sealed class TwoArms : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TwoArms(WebApplication app, int baseline, int canary) => (_app, Baseline, Canary) = (app, baseline, canary);

    /// <summary>The baseline's port on 127.0.0.1.</summary>
    public int Baseline { get; }

    /// <summary>The canary's port on 127.0.0.1.</summary>
    public int Canary { get; }

    public static async Task<TwoArms> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        ListenOptions? baseline = null, canary = null;
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.Listen(IPAddress.Loopback, 0, l => baseline = l);
            k.Listen(IPAddress.Loopback, 0, l => canary = l);
        });
        var app = builder.Build();
        app.Run(c => c.Response.WriteAsync(c.Connection.LocalPort == canary!.IPEndPoint!.Port ? "canary" : "baseline"));
        await app.StartAsync();
        return new(app, baseline!.IPEndPoint!.Port, canary!.IPEndPoint!.Port);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

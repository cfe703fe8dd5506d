using System.Net;
using CanaryJudge.Contracts.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CanaryJudge.AnalysisClient.Tests;

/// <summary>A server that fails as told, over real HTTP/2, and counts its calls.</summary>
internal sealed class FakeJudge : JudgeService.JudgeServiceBase, IAsyncDisposable
{
    private WebApplication? _app;
    private int _calls;

    public int Calls => Volatile.Read(ref _calls);

    public string Address { get; private set; } = "";

    /// <summary>What the nth call (from 1) does.</summary>
    public required Func<int, CancellationToken, Task<EvaluateResponse>> Answer { get; init; }

    public async Task<FakeJudge> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        ListenOptions? door = null;
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l =>
        {
            l.Protocols = HttpProtocols.Http2;
            door = l;
        }));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        _app = builder.Build();
        _app.MapGrpcService<FakeJudge>();
        await _app.StartAsync();
        Address = $"{door!.IPEndPoint}";
        return this;
    }

    public override Task<EvaluateResponse> Evaluate(EvaluateRequest request, ServerCallContext context) =>
        Answer(Interlocked.Increment(ref _calls), context.CancellationToken);

    public ValueTask DisposeAsync() => _app?.DisposeAsync() ?? ValueTask.CompletedTask;
}

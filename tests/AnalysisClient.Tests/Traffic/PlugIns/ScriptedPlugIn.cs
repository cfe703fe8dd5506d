using System.Net;
using System.Security.Cryptography;
using System.Text;
using CanaryJudge.Contracts.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CanaryJudge.AnalysisClient.Tests.Traffic.PlugIns;

/// <summary>A plug-in over real HTTP: gRPC on one port, signed JSON on another. Keeps the weight in memory, or answers as told.</summary>
internal sealed class ScriptedPlugIn : TrafficControllerService.TrafficControllerServiceBase, IAsyncDisposable
{
    public const string Secret = "a secret of the tests";

    private WebApplication? _app;
    private SetWeightRequest? _newest;

    public string Grpc { get; private set; } = "";

    public string Http { get; private set; } = "";

    /// <summary>What it says of itself.</summary>
    public DescribeResponse Facts { get; init; } = new() { Name = "scripted", GrainBasisPoints = 1, ReadBack = true, Fences = true, LateBound = Duration.FromTimeSpan(TimeSpan.Zero) };

    /// <summary>What it answers to every order; null: it does what it is told.</summary>
    public Func<SetWeightResponse>? Change { get; init; }

    /// <summary>What it answers, as JSON and whatever the call; null: what the gRPC door would.</summary>
    public Func<HttpContext, Task>? Raw { get; init; }

    /// <summary>The methods that were called, in order.</summary>
    public List<string> Calls { get; } = [];

    public SetWeightRequest? Newest => _newest;

    public async Task<ScriptedPlugIn> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        ListenOptions? grpc = null, http = null;
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.Listen(IPAddress.Loopback, 0, l => (grpc = l).Protocols = HttpProtocols.Http2);
            k.Listen(IPAddress.Loopback, 0, l => (http = l).Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        _app = builder.Build();
        _app.MapGrpcService<ScriptedPlugIn>();
        _app.MapPost("/hook/{method}", HookAsync);
        await _app.StartAsync();
        (Grpc, Http) = ($"http://{grpc!.IPEndPoint}", $"http://{http!.IPEndPoint}/hook");
        return this;
    }

    public override Task<DescribeResponse> Describe(DescribeRequest request, ServerCallContext context) => Called("describe", Facts);

    public override Task<GetWeightResponse> GetWeight(GetWeightRequest request, ServerCallContext context) =>
        Called("get-weight", new GetWeightResponse { WeightBasisPoints = _newest?.WeightBasisPoints ?? 0 });

    public override Task<SetWeightResponse> SetWeight(SetWeightRequest request, ServerCallContext context) => Called("set-weight", Change?.Invoke() ?? new() { Change = Take(request) });

    public override Task<PromoteResponse> Promote(PromoteRequest request, ServerCallContext context) => Called("promote", new PromoteResponse
    {
        Change = Take(new() { RolloutId = request.RolloutId, Epoch = request.Epoch, Fence = request.Fence, WeightBasisPoints = 10_000 }),
    });

    public override Task<AbortResponse> Abort(AbortRequest request, ServerCallContext context) => Called("abort", new AbortResponse
    {
        Change = Take(new() { RolloutId = request.RolloutId, Epoch = request.Epoch, Fence = request.Fence }),
    });

    public ValueTask DisposeAsync() => _app?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Checks the signature as the docs tell receivers to.</summary>
    private static bool IsSigned(HttpRequest request, string method, string body)
    {
        var time = request.Headers["X-CanaryJudge-Timestamp"].ToString();
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{time}.{method}.{body}"));
        return Math.Abs(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - long.Parse(time)) < 300
            && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes($"sha256={Convert.ToHexStringLower(expected)}"), Encoding.ASCII.GetBytes(request.Headers["X-CanaryJudge-Signature"].ToString()));
    }

    private async Task HookAsync(HttpContext context)
    {
        var method = (string)context.Request.RouteValues["method"]!;
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        if (!IsSigned(context.Request, method, body))
        {
            context.Response.StatusCode = 403;
            await context.Response.WriteAsync("the signature does not fit");
            return;
        }

        if (Raw is not null)
        {
            await Raw(context);
            return;
        }

        IMessage answer = method switch
        {
            "describe" => await Describe(new(), null!),
            "get-weight" => await GetWeight(new(), null!),
            "set-weight" => await SetWeight(SetWeightRequest.Parser.ParseJson(body), null!),
            "promote" => await Promote(PromoteRequest.Parser.ParseJson(body), null!),
            _ => await Abort(AbortRequest.Parser.ParseJson(body), null!),
        };
        await context.Response.WriteAsync(JsonFormatter.Default.Format(answer));
    }

    private WeightChange Take(SetWeightRequest request)
    {
        if (_newest is { } newest && newest.RolloutId == request.RolloutId && (request.Fence, request.Epoch).CompareTo((newest.Fence, newest.Epoch)) < 0)
        {
            return new() { Rejected = new() { Reason = "An older order." } };
        }

        _newest = request;
        return new() { Applied = new() { EffectiveBasisPoints = request.WeightBasisPoints } };
    }

    private Task<T> Called<T>(string method, T answer)
    {
        lock (Calls)
        {
            Calls.Add(method);
        }

        return Task.FromResult(answer);
    }
}

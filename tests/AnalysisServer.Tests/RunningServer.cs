using CanaryJudge.AnalysisServer.Endpoints;
using CanaryJudge.AnalysisServer.Hosting;
using CanaryJudge.Contracts.V1;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CanaryJudge.AnalysisServer.Tests;

/// <summary>A real server on free loopback ports, with a client for each door.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly TempFolder? _data;

    private RunningServer(WebApplication app, TempFolder? data)
    {
        App = app;
        _data = data;
        var doors = app.Services.GetRequiredService<ServerDoors>();
        Channel = GrpcChannel.ForAddress(doors.Grpc, new GrpcChannelOptions { MaxReceiveMessageSize = null, MaxSendMessageSize = null });
        Judge = new JudgeService.JudgeServiceClient(Channel);
        Analyses = new AnalysisService.AnalysisServiceClient(Channel);
        Http = new HttpClient { BaseAddress = doors.Http };
    }

    public WebApplication App { get; }

    public GrpcChannel Channel { get; }

    public JudgeService.JudgeServiceClient Judge { get; }

    public AnalysisService.AnalysisServiceClient Analyses { get; }

    public HttpClient Http { get; }

    public CapturedLog Log { get; private init; } = new();

    public static Task<RunningServer> StartAsync(params string[] args) => StartAsync(judge: null, args);

    public static async Task<RunningServer> StartAsync(JudgeSnapshot? judge, params string[] args)
    {
        var log = new CapturedLog();
        var data = args.Contains("--data") ? null : new TempFolder();
        string[] folder = data is null ? [] : ["--data", data.Path];
        var app = ServerHost.Build(["--grpc-port", "0", "--http-port", "0", .. folder, .. args], builder =>
        {
            builder.Logging.ClearProviders();
            builder.Logging.AddProvider(log);
            if (judge is not null)
            {
                builder.Services.AddSingleton(judge);
            }
        });
        await app.StartAsync();
        return new(app, data) { Log = log };
    }

    public async Task<double> MeterAsync(string name)
    {
        var text = await Http.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        var line = text.Split('\n').Single(l => l.StartsWith(name + " ", StringComparison.Ordinal));
        return double.Parse(line[(name.Length + 1)..], System.Globalization.CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Channel.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
        _data?.Dispose();
    }
}

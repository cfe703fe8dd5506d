using CanaryJudge.AnalysisServer;
using CanaryJudge.AnalysisServer.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CanaryJudge.AnalysisClient.Tests;

/// <summary>A real server on free loopback ports, and a client of it.</summary>
internal sealed class LiveServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _data;

    private LiveServer(WebApplication app, string data)
    {
        _app = app;
        _data = data;
        Address = app.Services.GetRequiredService<ServerDoors>().Grpc.ToString();
        Client = JudgeClient.Connect(Address);
    }

    public string Address { get; }

    public JudgeClient Client { get; }

    public static async Task<LiveServer> StartAsync(params string[] args)
    {
        var data = Directory.CreateTempSubdirectory("canaryjudge-client-").FullName;
        var app = ServerHost.Build(["--grpc-port", "0", "--http-port", "0", "--data", data, .. args], b => b.Logging.ClearProviders());
        await app.StartAsync();
        return new(app, data);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }
}

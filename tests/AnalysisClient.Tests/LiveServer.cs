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
    private readonly bool _ownsData;
    private bool _isStopped;

    private LiveServer(WebApplication app, string data, bool ownsData)
    {
        _app = app;
        (Data, _ownsData) = (data, ownsData);
        Address = app.Services.GetRequiredService<ServerDoors>().Grpc.ToString();
        Client = JudgeClient.Connect(Address);
    }

    public string Address { get; }

    public JudgeClient Client { get; }

    public string Data { get; }

    public static async Task<LiveServer> StartAsync(params string[] args)
    {
        var given = Array.IndexOf(args, "--data");
        var data = given >= 0 ? args[given + 1] : Directory.CreateTempSubdirectory("canaryjudge-client-").FullName;
        var app = ServerHost.Build(["--grpc-port", "0", "--http-port", "0", "--data", data, .. args], b => b.Logging.ClearProviders());
        await app.StartAsync();
        return new(app, data, given < 0);
    }

    /// <summary>Stops the server; its data stay.</summary>
    public async Task StopAsync()
    {
        if (!_isStopped)
        {
            _isStopped = true;
            await _app.StopAsync();
            await _app.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await StopAsync();
        if (_ownsData)
        {
            Directory.Delete(Data, recursive: true);
        }
    }
}

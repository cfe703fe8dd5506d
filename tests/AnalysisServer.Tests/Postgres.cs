using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace CanaryJudge.AnalysisServer.Tests;

/// <summary>A real PostgreSQL for the tests of this assembly, started by the project's own script when the first one asks.</summary>
public sealed class Postgres : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("canaryjudge-pg-").FullName;
    private readonly int _port = FreePort();
    private string _connection = "";
    private int _databases;

    public async ValueTask InitializeAsync() => await StartAsync();

    public async Task StartAsync() => _connection = (await ScriptAsync("start", _folder, $"{_port}")).Trim();

    /// <summary>Ends it as a crash would.</summary>
    public Task KillAsync() => ScriptAsync("kill", _folder);

    /// <summary>A connection string to a new database.</summary>
    public async Task<string> DatabaseAsync()
    {
        var name = $"test{Interlocked.Increment(ref _databases)}";
        await using var connection = new NpgsqlConnection(_connection + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(_connection) { Database = name }.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await ScriptAsync("stop", _folder);
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<string> ScriptAsync(params string[] arguments)
    {
        using var script = Process.Start(new ProcessStartInfo(System.IO.Path.Combine(Protos.Descriptors.Root, "eng", "postgres.sh"), arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        var output = await script.StandardOutput.ReadToEndAsync();
        await script.WaitForExitAsync();
        Assert.True(script.ExitCode == 0, $"postgres.sh {arguments[0]} failed; './dev test' installs PostgreSQL.");
        return output;
    }
}

using System.Collections;
using CanaryJudge.AnalysisServer.Hosting;

namespace CanaryJudge.AnalysisServer.Tests.Hosting;

public sealed class SettingsTests
{
    private static readonly Hashtable NoVariables = [];

    [Fact]
    public void Without_settings_the_defaults_hold()
    {
        var settings = Settings.Read([], NoVariables);

        Assert.Equivalent(new ServerOptions(), Settings.Bind<ServerOptions>(settings));
        Assert.Equivalent(new AnalysisOptions(), Settings.Bind<AnalysisOptions>(settings));
        Assert.Equivalent(new LimitOptions(), Settings.Bind<LimitOptions>(settings));
    }

    [Fact]
    public void Flags_win_over_the_environment_and_the_environment_over_the_file()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, """{"Server": {"GrpcPort": 1, "HttpPort": 1, "DrainTime": "1s"}}""");
        var variables = new Hashtable { ["CANARYJUDGE_GRPC_PORT"] = "2", ["CANARYJUDGE_HTTP_PORT"] = "2" };

        var options = Settings.Bind<ServerOptions>(Settings.Read(["--config", file, "--grpc-port=3"], variables));

        Assert.Equal((3, 2, TimeSpan.FromSeconds(1)), (options.GrpcPort, options.HttpPort, options.DrainTime));
        File.Delete(file);
    }

    [Theory]
    [InlineData("--grpc-port", "Server:GrpcPort (--grpc-port, CANARYJUDGE_GRPC_PORT) is 70000; it must lie between 0 and 65535.", "70000")]
    [InlineData("--grpc-port", "Server:GrpcPort (--grpc-port, CANARYJUDGE_GRPC_PORT) is 'many'; it must be a whole number.", "many")]
    [InlineData("--drain-time", "Server:DrainTime (--drain-time, CANARYJUDGE_DRAIN_TIME) is '5'; it must be a duration with its unit, as 500ms, 30s, 5m or 1h.", "5")]
    [InlineData("--drain-time", "Server:DrainTime (--drain-time, CANARYJUDGE_DRAIN_TIME) is 2h; it must lie between 00:00:00 and 01:00:00.", "2h")]
    [InlineData("--grpc-address", "Server:GrpcAddress (--grpc-address, CANARYJUDGE_GRPC_ADDRESS) is 'home'; it must be an IP address, as 127.0.0.1 or ::1.", "home")]
    public void A_wrong_value_is_one_line_that_names_the_setting_and_the_fix(string flag, string line, string value)
    {
        var e = Assert.Throws<SettingsException>(() => ServerHost.Build([flag, value]));

        Assert.Equal(line, e.Message);
    }

    [Theory]
    [InlineData("--grpc-prot", "Unknown flag '--grpc-prot'.")]
    [InlineData("--grpc-port", "--grpc-port needs a value.")]
    public void A_wrong_flag_is_one_line(string flag, string start)
    {
        var e = Assert.Throws<SettingsException>(() => ServerHost.Build([flag]));

        Assert.StartsWith(start, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Theory]
    [InlineData("no-such-file.json", null)]
    [InlineData(null, "{")]
    public void A_file_that_cannot_be_read_is_one_line(string? name, string? text)
    {
        var file = name ?? Path.GetTempFileName();
        if (text is not null)
        {
            File.WriteAllText(file, text);
        }

        var e = Assert.Throws<SettingsException>(() => ServerHost.Build(["--config", file]));

        if (text is not null)
        {
            File.Delete(file);
        }

        Assert.StartsWith($"--config {file}:", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Theory]
    [InlineData("--grpc-address", "0.0.0.0")]
    [InlineData("--http-address", "::")]
    public void Beyond_loopback_the_server_refuses_to_listen_unless_told_so(string flag, string address)
    {
        var e = Assert.Throws<SettingsException>(() => ServerHost.Build([flag, address]));

        Assert.Contains("beyond loopback", e.Message, StringComparison.Ordinal);
        Assert.Contains("--insecure", e.Message, StringComparison.Ordinal);
        Assert.NotNull(ServerHost.Build([flag, address, "--insecure"]));
    }

    [Fact]
    public void Every_setting_has_three_spellings_of_its_own_a_description_and_a_default()
    {
        Assert.All(ServerSetting.All, s => Assert.True(s.Description.Length > 0 && s.Default.Length > 0));
        Assert.Distinct(ServerSetting.All.Select(s => s.Flag));
        Assert.Distinct(ServerSetting.All.Select(s => s.Variable));
        Assert.Contains(ServerSetting.All, s => s is { Key: "Limits:MaxMessageBytes", Flag: "--max-message-bytes", Variable: "CANARYJUDGE_MAX_MESSAGE_BYTES", Default: "67108864" });
    }

    [Theory]
    [InlineData("--cluster", "a", "Analyses:Cluster (--cluster, CANARYJUDGE_CLUSTER) needs Analyses:Postgres (--postgres, CANARYJUDGE_POSTGRES)")]
    [InlineData("--silo-address", "10.0.0.1", "Analyses:SiloAddress (--silo-address, CANARYJUDGE_SILO_ADDRESS) is 10.0.0.1, beyond loopback")]
    public void What_a_cluster_needs_is_said(string flag, string value, string start)
    {
        var e = Assert.Throws<SettingsException>(() => ServerHost.Build([flag, value]));

        Assert.StartsWith(start, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_ends_the_start_with_two()
    {
        await using var server = await RunningServer.StartAsync();
        var taken = server.Http.BaseAddress!.Port;

        using var data = new TempFolder();
        Assert.Equal(2, await ServerHost.RunAsync(["--grpc-port", "0", "--http-port", $"{taken}", "--data", data.Path], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_server_runs_until_it_is_told_to_stop()
    {
        using var stop = new CancellationTokenSource(500);

        using var data = new TempFolder();
        Assert.Equal(0, await ServerHost.RunAsync(["--grpc-port", "0", "--http-port", "0", "--data", data.Path], stop.Token));
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace CanaryJudge.Cli.Tests;

/// <summary>The commands that judge nothing themselves.</summary>
public sealed class CommandTests(ServerProcess server)
{
    [Fact]
    public async Task Lint_shows_every_mistake_with_its_place_its_line_and_a_mark()
    {
        using var folder = new TempFolder();
        folder.Write("checkout.yaml", """
            apiVersion: canaryjudge/v1
            kind: Policy
            name: checkout
            alpha: 0.05
            metrics:
              - {name: latency_ms, kind: samples, tolerance: 5%, margin: 20%, critical: true}
              - {name: errors, margn: 0.5pp}
              - {name: payload, tolerance: 30%, margin: 25%}

            """);

        var ran = (await new Call("lint", "checkout.yaml") { Folder = folder.Root }.RunAsync()).Exits(2);

        Assert.Equal("""
            checkout.yaml:7:20 error: unknown key metrics[1].margn. Did you mean margin?
              7 |   - {name: errors, margn: 0.5pp}
                |                    ^^^^^
            checkout.yaml:8:21 error: tolerance 30% is above the margin of 25%.
              8 |   - {name: payload, tolerance: 30%, margin: 25%}
                |                     ^^^^^^^^^

            2 errors

            """, ran.Out);
    }

    [Fact]
    public async Task Lint_takes_many_files_and_exits_with_2_when_one_is_bad()
    {
        using var folder = new TempFolder();
        string good = folder.Write("good.yaml", "metrics: [{name: m}]\n"), bad = folder.Write("bad.yaml", "alpha: 2\n");

        var fine = (await Call.ToolAsync("lint", good, Checkout.Fixture("checkout-pool/policy.yaml"))).Exits(0);
        var wrong = (await Call.ToolAsync("lint", good, bad, folder.At("gone.yaml"))).Exits(2);

        Assert.Equal("2 checked, no problems\n", fine.Out);
        Assert.Contains("bad.yaml:1:8 error: ", wrong.Out, StringComparison.Ordinal);
        Assert.Contains("gone.yaml", wrong.Out, StringComparison.Ordinal);
        Assert.Contains("2 errors", wrong.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_policy_of_a_fixture_is_free_of_mistakes() =>
        (await Call.ToolAsync(["lint", .. Directory.GetFiles(Checkout.Fixtures, "policy.yaml", SearchOption.AllDirectories)])).Exits(0);

    [Fact]
    public async Task Explain_says_how_each_metric_will_be_judged()
    {
        var ran = (await Call.ToolAsync("explain", Checkout.Fixture("checkout-pool/policy.yaml"))).Exits(0);

        Assert.All(["latency_ms !", "errors", "conversion", "falls", "rises", "fails at 1 in ", "PASS needs about "], w => Assert.Contains(w, ran.Out, StringComparison.Ordinal));
        Assert.All(ran.Out.Split('\n'), l => Assert.InRange(l.Length, 0, 80));
        (await Call.ToolAsync("explain", Checkout.Fixture("gone.yaml"))).IsRefused("gone.yaml", "there is no such file");
    }

    [Fact]
    public async Task Schema_is_JSON_and_version_names_the_version()
    {
        var schema = JsonNode.Parse((await Call.ToolAsync("schema")).Exits(0).Out)!;
        var version = (await Call.ToolAsync("version")).Exits(0).Out;

        Assert.Equal("object", schema["type"]!.GetValue<string>());
        Assert.NotNull(schema["properties"]!["metrics"]);
        Assert.Matches("^canaryjudge \\d+\\.\\d+\\.\\d+ on \\.NET \\d+", version);
        (await Call.ToolAsync("schema", "sonnet")).IsRefused("'sonnet'");
    }

    [Fact]
    public async Task An_empty_name_of_a_file_is_refused_by_every_command()
    {
        (await Call.ToolAsync("lint", "")).Exits(2);
        (await Call.ToolAsync("explain", "")).IsRefused("cannot be read");
        (await Call.ToolAsync("backtest", "")).IsRefused("index.csv");
        (await Call.ToolAsync("kayenta", "")).IsRefused("FILE is empty");
        (await Call.ToolAsync("evaluate", "", "--server", server.Grpc)).IsRefused("PATH is empty");
    }

    [Fact]
    public async Task Help_of_every_command_has_examples_and_names_the_tool()
    {
        var root = (await Call.ToolAsync("--help")).Exits(0).Out;
        var commands = root[root.IndexOf("Commands:", StringComparison.Ordinal)..].Split('\n').Skip(1)
            .Where(l => l.StartsWith("  ", StringComparison.Ordinal) && char.IsAsciiLetterLower(l[2])).Select(l => l.Trim().Split(' ')[0]).ToArray();

        Assert.Contains("Examples:", root, StringComparison.Ordinal);
        Assert.Superset(new HashSet<string>(["judge", "batch", "backtest", "lint", "explain", "schema", "evaluate", "serve", "version"]), commands.ToHashSet());
        foreach (var command in commands)
        {
            var help = (await Call.ToolAsync(command, "--help")).Exits(0);
            Assert.Contains("Examples:", help.Out, StringComparison.Ordinal);
            Assert.Contains($"  canaryjudge {command}", help.Out, StringComparison.Ordinal);
            Assert.DoesNotContain("CanaryJudge.Cli", help.Out, StringComparison.Ordinal);
            Assert.Empty(help.Error);
        }
    }

    [Theory]
    [InlineData("--grpc-port", "abc")]
    [InlineData("--http-port", "99999")]
    [InlineData("--drain-time", "-1")]
    [InlineData("--grpc-address", "0.0.0.0")]
    [InlineData("--config", "/no/such.json")]
    public async Task A_wrong_setting_stops_the_server_in_one_line(string flag, string value)
    {
        var ran = await Call.ToolAsync("serve", flag, value);

        ran.IsRefused(flag);
        Assert.Single(ran.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task A_port_that_is_taken_stops_the_server_in_one_line()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var ran = await Call.ToolAsync("serve", "--http-port", "0", "--grpc-port", $"{port}");

        ran.IsRefused($"{port}");
        Assert.Single(ran.Error.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_stops_the_server_with_0(string signal)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var process = new Call("serve", "--grpc-port", "0", "--http-port", "0").Start();
        await ServerProcess.ListeningAsync(process);

        await Call.SignalAsync(process, signal);

        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        Assert.Empty(await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_signal_leaves_no_request_without_an_answer()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var process = new Call("serve", "--grpc-port", "0", "--http-port", "0").Start();
        var (_, http) = await ServerProcess.ListeningAsync(process);
        var request = await File.ReadAllBytesAsync(Path.Combine(Checkout.Root, "examples/requests/errors.json"), TestContext.Current.CancellationToken);
        using var connection = new TcpClient(http.Host, http.Port);
        await using var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /v1/judgements:evaluate HTTP/1.1\r\nHost: {http.Authority}\r\nContent-Type: application/json\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: {request.Length}\r\n\r\n"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        Assert.Equal("HTTP/1.1 100 Continue", await reader.ReadLineAsync(TestContext.Current.CancellationToken));

        await Call.SignalAsync(process, "TERM");
        // Longer than the two seconds that the command line's own handler of signals would grant.
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        await stream.WriteAsync(request, TestContext.Current.CancellationToken);
        var answer = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith("HTTP/1.1 503", answer.TrimStart(), StringComparison.Ordinal);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task What_the_server_refuses_is_a_usage_error_with_its_reason()
    {
        using var folder = new TempFolder();
        var names = Enumerable.Range(0, 1001).Select(i => $"metric_{i}");
        var path = folder.Write("data.csv", Csv.Header + string.Concat(names.Select(n => Csv.Points(2, n)[Csv.Header.Length..])));

        var ran = await Call.ToolAsync("evaluate", path, "--server", server.Grpc);

        ran.IsRefused("The request has 2,002 series; at most 2,000 are taken.", "--max-series-per-request");
    }

    [Fact]
    public async Task The_script_works_from_any_folder_and_with_blanks_in_paths()
    {
        if (OperatingSystem.IsWindows() || !File.Exists(Path.Combine(Checkout.Root, "artifacts/bin/Cli/release/CanaryJudge.Cli.dll")))
        {
            return;
        }

        using var folder = new TempFolder().With("shift");
        Directory.Move(folder.At("shift"), folder.At("my data"));

        var ran = await new Call("judge", "my data", "--quiet", "--report", "json=my report.json") { Program = Path.Combine(Checkout.Root, "canaryjudge"), Folder = folder.Root }.RunAsync();

        ran.Exits(1);
        Assert.Contains("\"FAIL\"", folder.Text("my report.json"), StringComparison.Ordinal);
    }
}

using System.CommandLine;
using System.Globalization;
using System.Net.Sockets;
using CanaryJudge.Proxy;

namespace CanaryJudge.Cli.Commands;

/// <summary><c>canaryjudge proxy</c>: splits traffic between two versions, and measures both.</summary>
internal static class ProxyCommand
{
    /// <summary>What the command is called.</summary>
    public const string Name = "proxy";

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command(Name, """
            Splits HTTP traffic between two versions of a service, and tells the judge the latency and the outcome of each request.
            It starts at 0% and does what a rollout with controller: {kind: proxy} orders; a weight that nobody renews falls to 0%.

            Examples:
              canaryjudge proxy --baseline http://127.0.0.1:9001 --canary http://127.0.0.1:9002
              canaryjudge proxy --baseline http://127.0.0.1:9001 --canary http://127.0.0.1:9002 --server http://127.0.0.1:50051
              canaryjudge proxy --baseline http://127.0.0.1:9001 --canary http://127.0.0.1:9002 --sticky header:X-User --mirror 10%
              curl -X PUT --json '{"rolloutId":"by-hand","basisPoints":500}' http://127.0.0.1:8089/split
            """);
        var baseline = Address("--baseline", "The version that everyone else uses.");
        var canary = Address("--canary", "The new version.");
        var listen = new Option<string>("--listen") { Description = "Where users come in: address and port; port 0: a free one.", DefaultValueFactory = _ => "127.0.0.1:8088", HelpName = "ADDRESS" };
        var control = new Option<string>("--control") { Description = "Where orders come in; loopback only.", DefaultValueFactory = _ => "127.0.0.1:8089", HelpName = "ADDRESS" };
        var sticky = new Option<string>("--sticky") { Description = "What keeps a user in one arm: cookie:NAME, header:NAME, or none.", DefaultValueFactory = _ => "cookie:canaryjudge", HelpName = "HOW" };
        sticky.Validators.Add(r =>
        {
            if (r.Tokens.Count > 0 && Sticky(r.Tokens[0].Value) is null)
            {
                r.AddError($"'{r.Tokens[0].Value}': --sticky takes cookie:NAME, header:NAME or none.");
            }
        });
        var armHeader = new Option<string?>("--arm-header") { Description = "A header that asks for an arm, baseline or canary, whatever the weight; such requests are not measured.", HelpName = "NAME" };
        var mirror = new Option<string?>("--mirror") { Description = "The share of the baseline's GET and HEAD requests that the canary gets a copy of, as 10%.", HelpName = "PERCENT" };
        mirror.Validators.Add(r =>
        {
            if (r.Tokens.Count > 0 && Share(r.Tokens[0].Value) is null)
            {
                r.AddError($"'{r.Tokens[0].Value}': --mirror takes a share from 0% to 100%.");
            }
        });
        var timeout = DurationOption.New("--timeout", "How long a version may take to begin its answer. Default: 100s.", "30s");
        var server = new Option<string?>("--server") { Description = "The judge's server to tell; left out, nobody is told.", HelpName = "ADDRESS" };
        var analysis = new Option<string?>("--analysis") { Description = "The id of the analysis to tell. Default: that of the rollout that set the weight.", HelpName = "ID" };
        var latency = new Option<string>("--latency-metric") { Description = "What the policy calls the latency, in milliseconds, kind samples.", DefaultValueFactory = _ => "latency_ms", HelpName = "NAME" };
        var errors = new Option<string>("--errors-metric") { Description = "What the policy calls the failed requests, kind ratio.", DefaultValueFactory = _ => "errors", HelpName = "NAME" };
        foreach (Option option in new Option[] { baseline, canary, listen, control, sticky, armHeader, mirror, timeout, server, analysis, latency, errors })
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, cancellation) =>
        {
            var (cookie, header) = Sticky(parsed.GetValue(sticky)!)!.Value;
            var options = new SplitProxyOptions
            {
                Baseline = new(parsed.GetValue(baseline)!),
                Canary = new(parsed.GetValue(canary)!),
                Listen = parsed.GetValue(listen)!,
                Control = parsed.GetValue(control)!,
                Cookie = cookie,
                Header = header,
                ArmHeader = parsed.GetValue(armHeader),
                Mirror = parsed.GetValue(mirror) is { } share ? Share(share)!.Value : 0,
                Server = parsed.GetValue(server),
                Analysis = parsed.GetValue(analysis),
                LatencyMetric = parsed.GetValue(latency)!,
                ErrorsMetric = parsed.GetValue(errors)!,
            };
            return RunAsync(parsed.GetValue(timeout) is { } time ? options with { Timeout = time } : options, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(SplitProxyOptions options, CancellationToken cancellation)
    {
        try
        {
            var proxy = await SplitProxy.StartAsync(options, cancellation).ConfigureAwait(false);
            await using (proxy.ConfigureAwait(false))
            {
                await Console.Error.WriteLineAsync($"listening proxy={proxy.Address.GetLeftPart(UriPartial.Authority)} control={proxy.Control.GetLeftPart(UriPartial.Authority)}").ConfigureAwait(false);
                await proxy.WaitAsync(cancellation).ConfigureAwait(false);
                return ExitCode.Pass;
            }
        }
        catch (OperationCanceledException)
        {
            // Told to stop while it was starting.
            return ExitCode.Pass;
        }
        catch (Exception e) when (e is ArgumentException or IOException or SocketException)
        {
            await Console.Error.WriteLineAsync($"canaryjudge proxy: {e.Message.Split(" (Parameter", 2)[0]}").ConfigureAwait(false);
            return ExitCode.Usage;
        }
    }

    private static Option<string> Address(string name, string description)
    {
        var option = new Option<string>(name) { Description = description, HelpName = "URL", Required = true };
        option.Validators.Add(r =>
        {
            if (r.Tokens.Count > 0 && !(Uri.TryCreate(r.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
            {
                r.AddError($"'{r.Tokens[0].Value}': {name} takes an address such as http://127.0.0.1:9001.");
            }
        });
        return option;
    }

    private static (string? Cookie, string? Header)? Sticky(string how) => how.Split(':', 2) switch
    {
        ["none"] => (null, null),
        ["cookie", { Length: > 0 } name] => (name, null),
        ["header", { Length: > 0 } name] => (null, name),
        _ => null,
    };

    private static double? Share(string text) =>
        text is [.. var number, '%'] && double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent <= 100 ? percent / 100 : null;
}

using System.CommandLine;
using CanaryJudge.AnalysisClient;
using CanaryJudge.AnalysisServer.Mapping;
using CanaryJudge.Contracts.V1;
using Grpc.Core;

namespace CanaryJudge.Cli.Commands;

/// <summary><c>canaryjudge evaluate PATH</c>: the same as judge, through a server.</summary>
internal static class EvaluateCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("evaluate", """
            Judges one canary through a running server; the judgement is the same as that of judge.

            Examples:
              canaryjudge evaluate release.csv
              canaryjudge evaluate release/ --server 127.0.0.1:50051 --timeout 30s
            """);
        var server = new Option<string>("--server") { Description = "The server's gRPC address.", DefaultValueFactory = _ => "http://127.0.0.1:50051", HelpName = "ADDRESS" };
        server.Validators.Add(r =>
        {
            var text = r.Tokens.Count > 0 ? r.Tokens[0].Value : "http://127.0.0.1:50051";
            if (!Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}", UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            {
                r.AddError($"'{text}': --server takes an address such as http://127.0.0.1:50051.");
            }
        });
        var input = new InputOptions();
        var output = new OutputOptions();
        input.AddTo(command);
        command.Options.Add(server);
        output.AddTo(command);
        command.SetAction((parsed, interruption) =>
        {
            var how = output.Of(parsed);
            return Limit.RunAsync(how.Timeout, async cancellation =>
            {
                var loaded = input.Load(parsed, cancellation);
                if (!await Problems.ShowAsync(loaded, how).ConfigureAwait(false))
                {
                    return ExitCode.Usage;
                }

                var request = new EvaluateRequest { Seed = input.Seed(parsed), Series = { ToRequest.Series(loaded.Snapshot!) } };
                if (loaded is { PolicyText: { } config, Policy.CanaryConfig: not null })
                {
                    request.KayentaConfigJson = config;
                }
                else if (loaded.PolicyText is { } policy)
                {
                    request.PolicyYaml = policy;
                }

                if (input.Split(parsed) is { } share)
                {
                    request.ExpectedSplit = new() { CanaryShare = share };
                }

                return await AskAsync(parsed.GetValue(server)!, request, loaded, how, cancellation).ConfigureAwait(false);
            }, interruption);
        });
        return command;
    }

    private static async Task<int> AskAsync(string server, EvaluateRequest request, LoadedCase loaded, Output how, CancellationToken cancellation)
    {
        using var client = JudgeClient.Connect(server);
        try
        {
            var wire = await client.EvaluateAsync(request, how.Timeout, cancellation).ConfigureAwait(false);

            // What the reader of the file noticed is known on this side only.
            var warnings = wire.Warnings.ToArray();
            wire.Warnings.Clear();
            wire.Warnings.AddRange(loaded.Snapshot!.Warnings.Select(w => new Warning { Code = Enum.Parse<Warning.Types.Code>(w.Code.ToString()), Message = w.Message }));
            wire.Warnings.AddRange(warnings);
            return await how.WriteAsync(FromWire.Judgement(wire), wire, loaded.Name, hint: "", cancellation).ConfigureAwait(false);
        }
        catch (JudgeRequestException refused)
        {
            await Console.Error.WriteLineAsync($"canaryjudge: the server refused the request: {refused.Message}").ConfigureAwait(false);
            return ExitCode.Usage;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.DeadlineExceeded)
        {
            throw new TimeoutException($"no answer from {server} in time (--timeout)", e);
        }
        catch (RpcException e)
        {
            await Console.Error.WriteLineAsync($"canaryjudge: {server} cannot judge now: {e.Status.Detail} Is a server listening there, at its gRPC port? Start one with: canaryjudge serve").ConfigureAwait(false);
            return ExitCode.Unavailable;
        }
    }
}

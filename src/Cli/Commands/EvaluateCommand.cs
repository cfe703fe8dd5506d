using System.CommandLine;
using CanaryJudge.AnalysisClient;
using CanaryJudge.AnalysisServer.Mapping;
using CanaryJudge.Contracts.V1;

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
        var server = ServerOption.New();
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
        return await ServerCall.RunAsync(server, async () =>
        {
            var wire = await client.EvaluateAsync(request, how.Timeout, cancellation).ConfigureAwait(false);

            // What the reader of the file noticed is known on this side only.
            var warnings = wire.Warnings.ToArray();
            wire.Warnings.Clear();
            wire.Warnings.AddRange(loaded.Snapshot!.Warnings.Select(w => new Warning { Code = Enum.Parse<Warning.Types.Code>(w.Code.ToString()), Message = w.Message }));
            wire.Warnings.AddRange(warnings);
            return await how.WriteAsync(FromWire.Judgement(wire), wire, loaded.Name, hint: "", cancellation).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }
}

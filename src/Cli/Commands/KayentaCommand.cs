using System.CommandLine;
using CanaryJudge.Judging.Kayenta;
using CanaryJudge.Sources.Kayenta;

namespace CanaryJudge.Cli.Commands;

/// <summary><c>canaryjudge kayenta [FILE|-]</c>: judges RemoteJudge requests as Kayenta does.</summary>
internal static class KayentaCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("kayenta", """
            Judges RemoteJudge requests as Kayenta's NetflixACAJudge-v1.0 does, known flaws included.
            Takes one JSON object a line and prints a CanaryJudgeResult a line, as soon as each is judged. A result that
            may rest on a flaw of Kayenta says so in "warnings", a field that Kayenta ignores.

            Examples:
              canaryjudge kayenta requests.jsonl > results.jsonl
              canaryjudge kayenta < request.json
              cat request.json | canaryjudge kayenta - | jq .score

            Exits with 0 when every request was judged, whatever the scores, and with 2 when one could not be read;
            the others are judged all the same.
            """);
        var file = new Argument<string>("FILE") { Description = "RemoteJudge requests, or - for stdin.", DefaultValueFactory = _ => "-" };
        file.Validators.Add(r => Checks.NotEmpty(r, r.Tokens, "FILE"));
        command.Arguments.Add(file);
        command.SetAction(async (parsed, cancellation) =>
        {
            var path = parsed.GetValue(file)!;
            if (Directory.Exists(path))
            {
                await Console.Error.WriteLineAsync($"canaryjudge: {path} is a folder; kayenta takes a file with a request a line, or - for stdin").ConfigureAwait(false);
                return ExitCode.Usage;
            }

            using var text = path == "-" ? Console.In : new StreamReader(path);
            return await RunAsync(text, path == "-" ? "stdin" : path, cancellation).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> RunAsync(TextReader text, string name, CancellationToken cancellation)
    {
        long judged = 0;
        var code = ExitCode.Pass;
        await foreach (var reading in KayentaRequests.ReadAllAsync(text, cancellation).ConfigureAwait(false))
        {
            if (reading.Request is { } request)
            {
                await Console.Out.WriteLineAsync(KayentaAnswers.Write(KayentaJudge.Decide(request)).AsMemory(), cancellation).ConfigureAwait(false);
                judged++;
                continue;
            }

            code = ExitCode.Usage;
            foreach (var problem in reading.Problems)
            {
                var where = problem.Path.Length > 0 ? $"{problem.Path}: " : "";
                await Console.Error.WriteLineAsync(OneLine.Of($"{name}:{reading.Line}: {where}{problem.Message}")).ConfigureAwait(false);
            }
        }

        if (judged == 0 && code == ExitCode.Pass)
        {
            await Console.Error.WriteLineAsync($"canaryjudge: {name} holds no request: a RemoteJudge request is a JSON object with canaryConfig, scoreThresholds and metricSetPairList").ConfigureAwait(false);
            return ExitCode.Usage;
        }

        return code;
    }
}

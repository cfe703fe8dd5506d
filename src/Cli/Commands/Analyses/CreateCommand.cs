using System.CommandLine;
using CanaryJudge.AnalysisServer.Mapping;
using CanaryJudge.Contracts.V1;
using CanaryJudge.Judging.Reports;
using CanaryJudge.Sources.Policies;
using Google.Protobuf.WellKnownTypes;

namespace CanaryJudge.Cli.Commands.Analyses;

/// <summary><c>canaryjudge analysis create [ID]</c>: begins an analysis.</summary>
internal static class CreateCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("create", """
            Begins an analysis on a server and prints its id.
            The policy names the metrics: the error budget is shared out before data come.

            Examples:
              canaryjudge analysis create checkout-1.10 --policy policy.yaml
              canaryjudge analysis create --policy policy.yaml --max 2h --label service=checkout
              canaryjudge analysis create release-7 -p policy.yaml --fail-only --unwatched-after 10m
            """);
        var id = new Argument<string>("ID") { Description = "Lower-case letters, digits, dots and dashes, at most 63; the default is a new one.", Arity = ArgumentArity.ZeroOrOne, DefaultValueFactory = _ => "" };
        var policy = new Option<string>("--policy", "-p") { Description = "The policy file.", HelpName = "FILE", Required = true };
        var bucket = DurationOption.New("--bucket", "How long a bucket of samples is, and how often one looks. Default: 1m.");
        var lateness = DurationOption.New("--lateness", "How late data may come after newer ones and still count. Default: 10s.");
        var minimum = DurationOption.New("--min", "A PASS before this much time of data ends nothing.");
        var maximum = DurationOption.New("--max", "Ends after this much time of data; the default is never.");
        var unwatched = DurationOption.New("--unwatched-after", "Warns when nobody has watched for so long.");
        var failOnly = new Option<bool>("--fail-only") { Description = "Only a FAIL ends it early, as in a rollout, where a PASS holds for a step." };
        var split = SplitOption.New();
        var label = new Option<string[]>("--label") { Description = "A label to find it by; may be repeated.", HelpName = "NAME=VALUE", DefaultValueFactory = _ => [] };
        LabelOption.Check(label);
        command.Arguments.Add(id);
        foreach (System.CommandLine.Option option in new System.CommandLine.Option[] { policy, bucket, lateness, minimum, maximum, failOnly, split, unwatched, label })
        {
            command.Options.Add(option);
        }

        var options = new AnalysisOptions();
        options.AddTo(command, "the analysis", ofOne: false);
        command.SetAction((parsed, interruption) => options.RunAsync(parsed, async (client, how, cancellation) =>
        {
            var reading = PolicyFile.Load(parsed.GetValue(policy)!);
            if (reading.Problems.Count > 0)
            {
                await Console.Error.WriteAsync(ProblemReport.Render([.. reading.Problems.Select(LoadedCase.ToLine)], how.Style("", "") with { Color = false })).ConfigureAwait(false);
            }

            if (reading.Policy is null)
            {
                return ExitCode.Usage;
            }

            var request = new CreateAnalysisRequest
            {
                AnalysisId = parsed.GetValue(id),
                PolicyYaml = reading.Text,
                Options = new()
                {
                    Bucket = parsed.GetValue(bucket)?.ToDuration(),
                    Lateness = parsed.GetValue(lateness)?.ToDuration(),
                    MinimumDuration = parsed.GetValue(minimum)?.ToDuration(),
                    MaximumDuration = parsed.GetValue(maximum)?.ToDuration(),
                    UnwatchedAfter = parsed.GetValue(unwatched)?.ToDuration(),
                    StopRule = parsed.GetValue(failOnly) ? RunOptions.Types.StopRule.FailOnly : RunOptions.Types.StopRule.Unspecified,
                    ExpectedSplit = parsed.GetValue(split) is { } share ? new() { CanaryShare = share } : null,
                },
            };
            request.Labels.Add(LabelOption.Pairs(parsed.GetValue(label)!));
            var analysis = await client.CreateAsync(request, cancellation).ConfigureAwait(false);
            await Console.Out.WriteLineAsync((how.Format == "json" ? JsonReport.Write(analysis, indented: true) : AnalysisOptions.Id(analysis.Name)).AsMemory(), cancellation).ConfigureAwait(false);
            return ExitCode.Pass;
        }, interruption));
        return command;
    }
}

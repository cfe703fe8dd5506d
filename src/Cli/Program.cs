using System.CommandLine;
using System.CommandLine.Help;
using CanaryJudge.Cli;
using CanaryJudge.Cli.Commands;
using CanaryJudge.Cli.Commands.Analyses;
using RolloutCommand = CanaryJudge.Cli.Commands.Rollouts.RolloutCommand;

var root = new Command("canaryjudge", """
    Judges canary releases: takes the metrics of a baseline and a canary, says PASS, FAIL or INCONCLUSIVE, and why.

    Examples:
      canaryjudge judge release.csv
      canaryjudge judge release/ --policy policy.yaml --report junit=judgement.xml
      canaryjudge batch data/fixtures
      canaryjudge rollout run rollout.yaml
      canaryjudge serve

    Exit codes: 0 pass, 1 fail, 2 usage, bad policy or bad data, 3 inconclusive, 4 no data,
    5 server unavailable, 124 timeout, 130 interrupted; of rollouts also 6 target or journal, 7 another runner.
    """)
{
    JudgeCommand.Create(),
    BatchCommand.Create(),
    BacktestCommand.Create(),
    AaCommand.Create(),
    PlanCommand.Create(),
    LintCommand.Create(),
    ExplainCommand.Create(),
    SchemaCommand.Create(),
    EvaluateCommand.Create(),
    ReplayCommand.Create(),
    AnalysisCommand.Create(),
    InspectCommand.Create(),
    KayentaCommand.Create(),
    RolloutCommand.Create(),
    ControllerCommand.Create(),
    ProxyCommand.Create(),
    ServeCommand.Create(),
    DemoCommand.Create(),
    VersionCommand.Create(),
    new HelpOption(),
    new VersionOption(),
};

return await Runner.RunAsync(root, args).ConfigureAwait(false);

using System.CommandLine;
using System.Runtime.InteropServices;
using CanaryJudge.AnalysisClient;
using CanaryJudge.AnalysisClient.Rollouts;
using CanaryJudge.AnalysisClient.Rollouts.Notices;
using CanaryJudge.Cli.Commands;
using CanaryJudge.Contracts.V1;
using CanaryJudge.Rollouts;
using Google.Protobuf.WellKnownTypes;
using Prometheus;
using Command = System.CommandLine.Command;

namespace CanaryJudge.Cli.Rollouts;

/// <summary>Joins a rollout file to a runner: judge, controller, notices, screen, socket, signals.</summary>
/// <param name="file">The file.</param>
/// <param name="folder">The rollout's folder.</param>
internal sealed class RolloutHost(RolloutFile file, string folder)
{
    /// <summary>How long the way to zero is tried before the runner gives up; null: for ever.</summary>
    public TimeSpan? GiveUpAfter { get; init; }

    /// <summary>Whether a first signal leaves the weight where it is; null: as the file says.</summary>
    public bool? LeaveOnStop { get; init; }

    /// <summary>A loopback port for meters; null: none.</summary>
    public int? MetricsPort { get; init; }

    /// <summary>A line for each change even on a terminal.</summary>
    public bool Plain { get; init; }

    /// <summary>ASCII only.</summary>
    public bool Ascii { get; init; }

    /// <summary>The first command; null: none.</summary>
    public RolloutInput? First { get; init; }

    /// <summary>Whether a command hosts a rollout, and so takes signals itself.</summary>
    public static bool IsHost(Command command) => command.Name is RolloutRunCommand.Name or RolloutAbortCommand.Name;

    /// <summary>Runs to the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync()
    {
        RolloutJournal journal;
        try
        {
            journal = RolloutJournal.Open(folder, TimeProvider.System);
        }
        catch (JournalBusyException e)
        {
            return await SayAsync(e.Message, ExitCode.Owned).ConfigureAwait(false);
        }
        catch (Exception e) when (e is JournalException or IOException or UnauthorizedAccessException)
        {
            return await SayAsync(e.Message, ExitCode.Target).ConfigureAwait(false);
        }

        using (journal)
        using (var judge = file.Judge is { } part ? AnalysesClient.Connect(part.Server, new() { Deadline = TimeSpan.FromSeconds(10), MaxAttempts = 1 }) : null)
        using (var controller = file.Controller.Open(file.ControllerSettings))
        using (var http = new HttpClient())
        using (var meters = new RolloutMeters(file.Name))
        {
            var feed = judge is null ? new NoVerdicts() : (IVerdictFeed)new AnalysisFeed(judge, Analysis(), TimeProvider.System);
            var sourced = file.Source is { } source && judge is not null
                ? new SourcedFeed(feed, new(source.Open, judge, $"analyses/{file.Name}", SaySource, TimeProvider.System), file.Policy!)
                : feed;
            var view = View();
            using var live = view as LiveView;
            using var exporter = MetricsPort is { } port ? new MetricServer("127.0.0.1", port).Start() : null;
            using var runner = new RolloutRunner(
                new()
                {
                    RolloutId = file.Name,
                    Plan = file.Plan,
                    PlanHash = file.Hash,
                    Controller = controller,
                    Feed = sourced,
                    Notices = [.. file.Notices.Select(n => Target(n, http))],
                    Observers = [view, meters],
                    GiveUpAfter = GiveUpAfter,
                    LeaveOnStop = LeaveOnStop ?? file.LeaveOnStop,
                },
                journal);
            return await RunAsync(runner, view is LiveView, (feed as AnalysisFeed)!).ConfigureAwait(false);
        }
    }

    private async Task<int> RunAsync(RolloutRunner runner, bool isLive, AnalysisFeed? feed)
    {
        using var leave = new CancellationTokenSource();
        var signals = 0;
        void OnSignal(PosixSignalContext context)
        {
            context.Cancel = true;
            if (Interlocked.Increment(ref signals) == 1)
            {
                runner.Stop();
            }
            else
            {
                leave.Cancel();
            }
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        await using var socket = CommandSocket.Open(folder, runner, file.Path);
        var running = runner.RunAsync(leave.Token);
        if (First is not null)
        {
            _ = runner.TellAsync(First, leave.Token);
        }

        using var keys = isLive && !Console.IsInputRedirected ? RolloutKeys.Listen(runner) : null;
        var end = await running.ConfigureAwait(false);
        if (feed?.Refusal is { } refusal)
        {
            await Console.Error.WriteLineAsync($"canaryjudge: the judge refused the analysis: {refusal}").ConfigureAwait(false);
        }

        return end.Message is null ? end.Exit : await SayAsync(end.Message, end.Exit).ConfigureAwait(false);
    }

    private IRolloutObserver View() => Console.IsOutputRedirected || Plain
        ? new LineView(Console.Out)
        : new LiveView(Console.Out, new(Terminal.Width, Ascii || !Terminal.IsUtf8, TimeZoneInfo.Local.GetUtcOffset(TimeProvider.System.GetUtcNow())), RolloutKeys.Legend, TimeProvider.System);

    private CreateAnalysisRequest Analysis()
    {
        var options = new RunOptions
        {
            StopRule = RunOptions.Types.StopRule.FailOnly,
            UnwatchedAfter = Duration.FromTimeSpan(TimeSpan.FromSeconds(Math.Max(1, file.Plan.ResumeWithin))),
        };
        if (file.Judge!.Bucket is { } bucket)
        {
            options.Bucket = Duration.FromTimeSpan(bucket);
        }

        if (file.Judge.Lateness is { } lateness)
        {
            options.Lateness = Duration.FromTimeSpan(lateness);
        }

        return new() { AnalysisId = file.Name, RequestId = $"rollout-{file.Hash[..32]}", PolicyYaml = file.PolicyText, Options = options };
    }

    private static INoticeTarget Target(NoticePart notice, HttpClient http) =>
        notice.Kind == "exec" ? new ExecTarget([notice.Value, .. notice.Arguments]) : new WebhookTarget(http, new(notice.Value), notice.Kind == "slack");

    private static void SaySource(string? reason) => Console.Error.WriteLine($"canaryjudge: {reason ?? "data come from the source again"}");

    private static async Task<int> SayAsync(string message, int exit)
    {
        await Console.Error.WriteLineAsync($"canaryjudge: {message}").ConfigureAwait(false);
        return exit;
    }
}

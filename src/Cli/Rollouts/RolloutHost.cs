using System.Net;
using System.Runtime.InteropServices;
using CanaryJudge.AnalysisClient;
using CanaryJudge.AnalysisClient.Rollouts;
using CanaryJudge.AnalysisClient.Rollouts.Notices;
using CanaryJudge.Cli.Commands.Rollouts;
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
    public static bool IsHost(Command command) => command.Name is RunCommand.Name or AbortCommand.Name;

    /// <summary>Runs to the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync()
    {
        RolloutJournal journal;
        try
        {
            journal = await JournalDoor.OpenAsync(folder).ConfigureAwait(false);
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
        using (var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }))
        using (var meters = new RolloutMeters(file.Name))
        {
            var view = View();
            using var live = view as LiveView;
            var judgeNotes = new SideNotes("judge", view.Say);
            var noticeNotes = new NoticeNotes(file.Notices, view.Say);
            var feed = judge is null ? new NoVerdicts() : (IVerdictFeed)new AnalysisFeed(judge, Analysis(), TimeProvider.System) { OnRefused = judgeNotes.Refuses, OnAnswer = judgeNotes.Is };
            IMetricServer? export;
            try
            {
                export = await ExportAsync().ConfigureAwait(false);
            }
            catch (HttpListenerException e)
            {
                return await SayAsync($"--metrics-port {MetricsPort}: {e.Message}", ExitCode.Usage).ConfigureAwait(false);
            }

            using var exporter = export;
            using var runner = new RolloutRunner(
                new()
                {
                    RolloutId = file.Name,
                    Plan = file.Plan,
                    PlanHash = file.Hash,
                    Controller = controller,
                    Feed = feed,
                    Notices = [.. file.Notices.Select(n => Target(n, http))],
                    OnNotice = noticeNotes.Hear,
                    Observers = [view, meters],
                    GiveUpAfter = GiveUpAfter,
                    LeaveOnStop = LeaveOnStop ?? file.LeaveOnStop,
                },
                journal);
            using var pumping = new CancellationTokenSource();
            var pump = judge is null || file.Source is null ? null : new SamplePump(judge, file.Name, file.Source.Open, file.Policy!, new("source", view.Say), judgeNotes);
            var pumped = pump?.RunAsync(DataFrom(journal), journal.Fence, pumping.Token) ?? Task.CompletedTask;
            var exit = await RunAsync(runner, view is LiveView).ConfigureAwait(false);
            await pumping.CancelAsync().ConfigureAwait(false);
            await pumped.ConfigureAwait(false);
            return exit;
        }
    }

    private async Task<int> RunAsync(RolloutRunner runner, bool isLive)
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

        // A terminal that is closed sends one signal or several: nobody is there to mean the second.
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, c =>
        {
            c.Cancel = true;
            runner.Stop();
        });
        var socket = CommandSocket.Open(folder, runner, file.Path);
        try
        {
            return await RunAsync(runner, isLive, leave.Token).ConfigureAwait(false);
        }
        finally
        {
            if (socket is not null)
            {
                await socket.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task<int> RunAsync(RolloutRunner runner, bool isLive, CancellationToken leave)
    {
        var running = runner.RunAsync(leave);
        if (First is not null)
        {
            _ = runner.TellAsync(First, leave);
        }

        using var keys = isLive && !Console.IsInputRedirected ? RolloutKeys.Listen(() => runner.Status?.State, runner.TellAsync) : null;
        var end = await running.ConfigureAwait(false);
        return end.Message is null ? end.Exit : await SayAsync(end.Message, end.Exit).ConfigureAwait(false);
    }

    private async Task<IMetricServer?> ExportAsync()
    {
        if (MetricsPort is not { } port)
        {
            return null;
        }

        // The first export is what makes the registry listen: before it counts would be lost.
        await Metrics.DefaultRegistry.CollectAndExportAsTextAsync(Stream.Null, CancellationToken.None).ConfigureAwait(false);
        return new MetricServer("127.0.0.1", port).Start();
    }

    private IRolloutView View() => !Terminal.CanRedraw || Plain
        ? new LineView(Console.Out)
        : new LiveView(Console.Out, ScreenStyle.OfTerminal(Ascii), RolloutKeys.Legend, TimeProvider.System);

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

        return new() { AnalysisId = file.Name, RequestId = $"rollout-{file.Name}-{file.Hash[..32]}", PolicyYaml = file.PolicyText, Options = options };
    }

    private static INoticeTarget Target(NoticePart notice, HttpClient http) =>
        notice.Kind == "exec" ? new ExecTarget([notice.Value, .. notice.Arguments]) : new WebhookTarget(http, new(notice.Value), notice.Kind == "slack");

    /// <summary>From when on data are read: now, or where the step that goes on began to count.</summary>
    private static DateTimeOffset DataFrom(RolloutJournal journal)
    {
        var state = new JournalContents(journal.Lines, 0).State;
        return state.InStep && journal.Lines[^1] is var last ? last.Wall + TimeSpan.FromSeconds(state.WatchFrom - last.T) : TimeProvider.System.GetUtcNow();
    }

    private static async Task<int> SayAsync(string message, int exit)
    {
        await Console.Error.WriteLineAsync($"canaryjudge: {message}").ConfigureAwait(false);
        return exit;
    }
}

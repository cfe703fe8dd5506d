using System.Net;
using System.Text.Json.Nodes;
using CanaryJudge.AnalysisClient.Rollouts.Notices;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Tests.Rollouts;

public sealed class NoticeTests
{
    [Fact]
    public async Task Everything_that_people_need_to_know_is_told_in_order()
    {
        using var runs = new Runs();
        var heard = new Listener();

        await runs.RunAsync(runs.Setup() with { Notices = [heard] });

        Assert.Equal(["started", "advanced", "advanced", "ended"], heard.Told.Select(n => n.Event));
        Assert.Equal("shop-1.1 promoted, the canary has 100%.", heard.Told[^1].Text);
        Assert.All(heard.Told, n => Assert.StartsWith("shop-1.1/", n.Id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_does_not_answer_is_told_again_and_never_stands_in_the_way()
    {
        using var runs = new Runs();
        var deaf = new Listener { RefusesFirst = int.MaxValue };
        var hardOfHearing = new Listener { RefusesFirst = 2 };

        var end = await runs.RunAsync(runs.Setup() with { Notices = [deaf] });
        Assert.Equal((0, 1), (end.Exit, deaf.Told.Select(n => n.Id).Distinct().Count()));

        // What nobody took is told by the next runner.
        await runs.RunAsync(runs.Setup() with { Notices = [hardOfHearing] });
        Assert.Equal(["started", "started", "started", "advanced", "advanced", "ended"], hardOfHearing.Told.Select(n => n.Event));
    }

    [Fact]
    public async Task A_webhook_gets_json_and_slack_its_own_shape()
    {
        using var server = new HttpListener();
        var port = FreePort();
        server.Prefixes.Add($"http://127.0.0.1:{port}/");
        server.Start();
        using var client = new HttpClient();
        var notice = new RolloutNotice("shop/7", "drift", "shop", 1, 2, new(500), new Weight(1234), null, "shop: somebody else set the canary.", "canaryjudge rollout status shop");

        var plain = new WebhookTarget(client, new($"http://127.0.0.1:{port}/hook"), isSlack: false).TellAsync(notice, CancellationToken.None);
        var body = JsonNode.Parse(await AnswerAsync(server, 200))!;
        Assert.True(await plain);
        var slack = new WebhookTarget(client, new($"http://127.0.0.1:{port}/hook"), isSlack: true).TellAsync(notice, CancellationToken.None);
        var text = JsonNode.Parse(await AnswerAsync(server, 500))!;

        Assert.False(await slack);
        Assert.Equal(("shop/7", 12.34m, 5m), ((string)body["id"]!, (decimal)body["foundPercent"]!, (decimal)body["askedPercent"]!));
        Assert.Equal("shop: somebody else set the canary.\n`canaryjudge rollout status shop`", (string?)text["text"]);
    }

    [Fact]
    public async Task A_program_gets_the_event_and_the_json()
    {
        var file = Path.GetTempFileName();
        var notice = new RolloutNotice("shop/7", "alarm", "shop", 1, 2, Weight.Zero, null, null, "text", null);

        Assert.True(await new ExecTarget(["sh", "-c", $"(echo $0; cat) > {file}"]).TellAsync(notice, CancellationToken.None));
        var lines = await File.ReadAllLinesAsync(file, CancellationToken.None);
        Assert.Equal("alarm", lines[0]);
        Assert.Equal("shop/7", (string?)JsonNode.Parse(lines[1])!["id"]);

        Assert.False(await new ExecTarget(["false"]).TellAsync(notice, CancellationToken.None));
        Assert.False(await new ExecTarget(["/nowhere/there-is-no-such-program"]).TellAsync(notice, CancellationToken.None));
        File.Delete(file);
    }

    private static async Task<string> AnswerAsync(HttpListener server, int status)
    {
        var context = await server.GetContextAsync();
        using var reader = new StreamReader(context.Request.InputStream);
        var body = await reader.ReadToEndAsync();
        context.Response.StatusCode = status;
        context.Response.Close();
        return body;
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class Listener : INoticeTarget
    {
        private int _refusals;

        public int RefusesFirst { get; init; }

        public List<RolloutNotice> Told { get; } = [];

        public Task<bool> TellAsync(RolloutNotice notice, CancellationToken cancellation)
        {
            Told.Add(notice);
            return Task.FromResult(_refusals++ >= RefusesFirst);
        }
    }

    [Theory]
    [InlineData("exit 0", true)]
    [InlineData("exec 0<&-; exit 0", true)]
    [InlineData("head -c 300000 /dev/zero; exit 0", true)]
    [InlineData("head -c 300000 /dev/zero >&2; exit 1", false)]
    [InlineData("kill -9 $$", false)]
    public async Task A_program_takes_a_notice_by_its_exit_code_whatever_it_reads_and_prints(string script, bool taken)
    {
        var notice = new RolloutNotice("shop/7", "alarm", "shop", 1, 2, Weight.Zero, null, null, "text", null);

        Assert.Equal(taken, await new ExecTarget(["sh", "-c", script]).TellAsync(notice, CancellationToken.None));
    }

    [Fact]
    public async Task A_program_that_hangs_is_given_up_with_its_children()
    {
        var notice = new RolloutNotice("shop/7", "alarm", "shop", 1, 2, Weight.Zero, null, null, "text", null);
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new ExecTarget(["sh", "-c", "sleep 60 & sleep 60"]).TellAsync(notice, limit.Token).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Who_fails_is_told_again_and_takes_nobody_with_it()
    {
        using var runs = new Runs();
        var heard = new Listener();

        var end = await runs.RunAsync(runs.Setup() with { Notices = [new Broken(), heard] });

        Assert.Equal((0, "started"), (end.Exit, heard.Told[0].Event));
    }

    [Fact]
    public async Task What_became_of_a_notice_is_said_and_after_ten_minutes_that_it_is_given_up()
    {
        var (heard, told) = (new List<(int Target, NoticeFate Fate)>(), new List<long>());
        var queue = new NoticeQueue(
            [new Listener { RefusesFirst = 1 }, new Listener { RefusesFirst = int.MaxValue }],
            seq => { told.Add(seq); return ValueTask.CompletedTask; },
            (target, _, fate) =>
            {
                lock (heard)
                {
                    heard.Add((target, fate));
                }

                throw new IOException("the listener's own trouble");
            },
            new FastTime(1000));
        queue.Add(7, new RolloutNotice("shop/7", "alarm", "shop", 1, 2, Weight.Zero, null, null, "text", null));
        queue.Close();

        await queue.RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal([NoticeFate.Missed, NoticeFate.Taken], heard.Where(h => h.Target == 0).Select(h => h.Fate));
        Assert.Equal([NoticeFate.Missed, NoticeFate.GivenUp], heard.Where(h => h.Target == 1).Select(h => h.Fate).Distinct());
        Assert.Equal([7L], told);
    }

    private sealed class Broken : INoticeTarget
    {
        public Task<bool> TellAsync(RolloutNotice notice, CancellationToken cancellation) => throw new InvalidOperationException("no");
    }
}

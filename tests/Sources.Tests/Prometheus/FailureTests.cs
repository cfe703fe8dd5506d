using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using Microsoft.Extensions.Time.Testing;

namespace CanaryJudge.Sources.Tests.Prometheus;

/// <summary>A source that fails is told apart from a canary without data, and never throws.</summary>
public sealed class FailureTests
{
    private const long From = 1_700_000_000;
    private const string Points = """{"m": {"value": "m{version=\"$version\"}"}}""";
    private static readonly string Empty = ScriptedServer.Answer(200, ScriptedServer.Empty);

    [Fact]
    public async Task A_moment_of_weakness_is_overcome()
    {
        await using var server = new ScriptedServer(ScriptedServer.Answer(503, "busy"), ScriptedServer.Answer(502, ""), Value(1), Value(2));

        var reading = await RealTimeAsync(server);

        Assert.Equal([1], reading.Data<SeriesData.Points>(Arm.Baseline).Values);
        Assert.Equal([2], reading.Data<SeriesData.Points>(Arm.Canary).Values);
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task A_server_that_stays_down_is_unavailable_and_the_next_reading_asks_for_the_same_again()
    {
        var down = ScriptedServer.Answer(500, """{"status":"error","errorType":"internal","error":"disk\u001b[31m full"}""");
        await using var server = new ScriptedServer(down, down, down, Value(1), Value(2));
        using var source = Open(server.Address);

        var reading = await source.ReadAsync();
        var next = await source.ReadAsync();

        Assert.Equal("metrics.m: It answers 500: disk\\u001b[31m full.", Assert.IsType<SourceReading.Unavailable>(reading).Reason);
        Assert.Equal([1], next.Data<SeriesData.Points>(Arm.Baseline).Values);
        Assert.Equal(Body(server.Requests.First()), Body(server.Requests.ElementAt(3)));
    }

    [Fact]
    public async Task Nobody_asks_again_before_the_pause_that_a_server_wants_is_over()
    {
        await using var server = new ScriptedServer(ScriptedServer.Answer(429, "", "Retry-After: 60"), Empty, Empty);
        var clock = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(From + 10));
        using var source = Open(server.Address, clock);

        var first = await source.ReadAsync();
        clock.Advance(TimeSpan.FromSeconds(59));
        var second = await source.ReadAsync();
        var asked = server.Requests.Count;
        clock.Advance(TimeSpan.FromSeconds(2));
        var third = await source.ReadAsync();

        Assert.Equal("metrics.m: It answers 429 and asks for a pause of 60 s.", Assert.IsType<SourceReading.Unavailable>(first).Reason);
        Assert.StartsWith("metrics.m: It asked for a pause until ", Assert.IsType<SourceReading.Unavailable>(second).Reason, StringComparison.Ordinal);
        Assert.Equal(1, asked);
        Assert.IsType<SourceReading.NoData>(third);
    }

    [Fact]
    public async Task A_short_pause_is_waited_for()
    {
        await using var server = new ScriptedServer(ScriptedServer.Answer(503, "", "Retry-After: 1"), Empty, Empty);

        Assert.IsType<SourceReading.NoData>(await RealTimeAsync(server));
    }

    [Theory]
    [InlineData(401, "", "It answers 401: the credentials are missing, wrong, or not enough.")]
    [InlineData(404, "", "It answers 404: there is no Prometheus API at ")]
    [InlineData(422, """{"status":"error","error":"query processing would load too many samples"}""", "It answers 422: query processing would load too many samples.")]
    [InlineData(302, "", "It answers 302, a redirection, which is not followed: write the final address as url.")]
    [InlineData(200, "<html>Log in</html>", "The answer is not one of a Prometheus API")]
    [InlineData(200, """{"status":"success","data":{"resultType":"vector","result":[]}}""", "The answer is not a matrix")]
    [InlineData(200, """{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1700000010,2]]}]}}""", "The answer is not one of a Prometheus API")]
    [InlineData(200, """{"status":"error","error":"no"}""", "The server says: no")]
    public async Task What_will_not_work_is_refused_at_once(int code, string body, string reason)
    {
        await using var server = new ScriptedServer(ScriptedServer.Answer(code, body, "Location: http://elsewhere.example/"));

        var reading = await RealTimeAsync(server);

        Assert.StartsWith($"metrics.m: {reason}", Assert.IsType<SourceReading.Refused>(reading).Reason, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_partial_answer_is_no_answer()
    {
        var partial = ScriptedServer.Answer(200, """{"status":"success","warnings":["store down"],"data":{"resultType":"matrix","result":[]}}""");
        await using var server = new ScriptedServer(partial, partial, partial);

        Assert.Equal("metrics.m: The answer may be incomplete: store down", Assert.IsType<SourceReading.Unavailable>(await RealTimeAsync(server)).Reason);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_no_answer()
    {
        var broken = Value(1).Replace("Content-Length: ", "Content-Length: 9", StringComparison.Ordinal);
        await using var server = new ScriptedServer(broken, broken, broken);

        Assert.StartsWith("metrics.m: No answer from localhost:", Assert.IsType<SourceReading.Unavailable>(await RealTimeAsync(server)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_huge_answer_is_refused_before_it_is_held()
    {
        await using var server = new ScriptedServer(ScriptedServer.Answer(200, new string(' ', (1 << 20) + 1)));

        var reading = await RealTimeAsync(server, "\"maxAnswerMiB\": 1,");

        Assert.Equal("metrics.m: The answer is larger than 1 MiB: add labels up in the query, or raise maxAnswerMiB.", Assert.IsType<SourceReading.Refused>(reading).Reason);
    }

    [Fact]
    public async Task Several_series_for_one_number_are_refused()
    {
        var two = ScriptedServer.Answer(200, """{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"a":"1"},"values":[[1700000010,"1"]]},{"metric":{"a":"2"},"values":[[1700000010,"1"]]}]}}""");
        await using var server = new ScriptedServer(two, two);

        Assert.Equal("metrics.m.value gives 2 series for one arm: make it one number, with avg or max.", Assert.IsType<SourceReading.Refused>(await RealTimeAsync(server)).Reason);
    }

    [Fact]
    public async Task A_silent_server_is_given_up_after_the_timeout_and_a_cancelled_reading_ends_at_once()
    {
        await using var server = new ScriptedServer();
        using var impatient = Sourced.Read(Sourced.Settings(server.Address, Points, "\"timeout\": \"100ms\",")).Open(Start(new Shifted()));
        using var patient = Open(server.Address, Fixed());
        using var stop = new CancellationTokenSource();

        var waiting = patient.ReadAsync(stop.Token);
        await server.Waiting.Task;
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal("metrics.m: No answer within 0.1 s.", Assert.IsType<SourceReading.Unavailable>(await impatient.ReadAsync()).Reason);
    }

    [Fact]
    public async Task Credentials_and_headers_go_with_every_request_and_secrets_are_read_anew()
    {
        using var folder = new Cases.TempFolder();
        var token = Path.Combine(folder.Path, "token");
        await File.WriteAllTextAsync(token, "first\n", TestContext.Current.CancellationToken);
        await using var server = new ScriptedServer(Empty, Empty, Empty, Empty);
        using var source = Sourced.Read(Sourced.Settings(server.Address, Points, """ "auth": {"bearerFile": "token"}, "headers": {"X-Scope-OrgID": "team"},"""), folder.Path).Open(Start(Fixed(20)));

        await source.ReadAsync();
        await File.WriteAllTextAsync(token, "second", TestContext.Current.CancellationToken);
        using var again = Sourced.Read(Sourced.Settings(server.Address, Points, """ "auth": {"user": "me", "passwordFile": "token"},"""), folder.Path).Open(Start(Fixed(20)));
        await again.ReadAsync();

        Assert.Contains("Authorization: Bearer first\r\n", server.Requests.First(), StringComparison.Ordinal);
        Assert.Contains("X-Scope-OrgID: team\r\n", server.Requests.First(), StringComparison.Ordinal);
        Assert.Contains($"Authorization: Basic {Convert.ToBase64String("me:second"u8)}\r\n", server.Requests.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_cannot_be_read_names_its_file_only()
    {
        await using var server = new ScriptedServer();
        using var source = Sourced.Read(Sourced.Settings(server.Address, Points, """ "auth": {"bearerFile": "missing"},""")).Open(Start(new Shifted()));

        Assert.Equal("metrics.m: The secret in missing cannot be read: there is no such file.", Assert.IsType<SourceReading.Unavailable>(await source.ReadAsync()).Reason);
    }

    [Fact]
    public async Task An_interval_is_asked_for_only_when_it_is_over_and_the_delay_too()
    {
        await using var server = new ScriptedServer(Value(1), Value(2));
        var clock = Fixed(14.9);
        using var source = Sourced.Read(Sourced.Settings(server.Address, Points, "\"delay\": \"5s\",")).Open(Start(clock));

        Assert.IsType<SourceReading.NoData>(await source.ReadAsync());
        Assert.Empty(server.Requests);
        clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.IsType<SourceReading.Rows>(await source.ReadAsync());
    }

    private static string Value(int value) => ScriptedServer.Answer(200, $$$"""{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[{{{From + 10}}},"{{{value}}}"]]}]}}""");

    private static string Body(string request) => request[request.IndexOf("\r\n\r\n", StringComparison.Ordinal)..];

    private static FakeTimeProvider Fixed(double after = 10) => new(DateTimeOffset.FromUnixTimeMilliseconds((long)((From + after) * 1000)));

    private static SourceStart Start(TimeProvider clock) => new(Policy.Inferred, From * 1_000_000_000) { Clock = clock };

    private static ISampleSource Open(Uri address, TimeProvider? clock = null) => Sourced.Read(Sourced.Settings(address, Points)).Open(Start(clock ?? new Shifted()));

    private static async Task<SourceReading> RealTimeAsync(ScriptedServer server, string more = "")
    {
        using var source = Sourced.Read(Sourced.Settings(server.Address, Points, more)).Open(Start(new Shifted()));
        return await source.ReadAsync();
    }

    /// <summary>Runs as time does, from ten seconds after the beginning.</summary>
    private sealed class Shifted : TimeProvider
    {
        private readonly TimeSpan _shift = DateTimeOffset.FromUnixTimeSeconds(From + 10) - System.GetUtcNow();

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _shift;
    }
}

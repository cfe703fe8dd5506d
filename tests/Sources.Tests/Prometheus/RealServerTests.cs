using CanaryJudge.Judging.Model;

namespace CanaryJudge.Sources.Tests.Prometheus;

/// <summary>What real servers say of counters that reset, die, are born and pause.</summary>
/// <remarks>Interval i of a test is from <c>10 i</c> to <c>10 (i + 1)</c> seconds after its beginning; samples come on the ends.</remarks>
public sealed class RealServerTests(MetricServers servers)
{
    private static int _tests;
    private readonly string _job = $"t{Interlocked.Increment(ref _tests)}";

    /// <summary>Half an hour ago: a server takes no older samples than an hour.</summary>
    private readonly long _start = (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 1800) / 10 * 10;

    public enum Server
    {
        Prometheus,
        VictoriaMetrics,
    }

    [Theory]
    [InlineData(Server.Prometheus)]
    [InlineData(Server.VictoriaMetrics)]
    public async Task Counters_give_whole_increases_that_add_up_over_processes_and_resets(Server server)
    {
        var address = await WriteAsync(server, new RemoteWrite()
            .Add(Name("requests", "v1", "a"), At((0, 100), (10, 160), (20, 220), (30, 30), (40, 90)))
            .Add(Name("requests", "v1", "b"), At((0, 7), (10, 17), (20, 27), (30, 37), (40, 47)))
            .Add(Name("errors", "v1", "a"), At((0, 5), (10, 6), (20, 6), (30, 1), (40, 1)))
            .Add(Name("requests", "v2", "c"), At((0, 0), (10, 8), (20, 15), (30, 24), (40, 31)))
            .Add(Name("errors", "v2", "c"), At((0, 0), (10, 0), (20, 1), (30, 1), (40, 4))));

        var reading = await ReadAsync(address, $$$"""{"m": {"events": "{{{Select("errors")}}}", "total": "{{{Select("requests")}}}"}}""", 40);

        var baseline = reading.Data<SeriesData.Ratios>(Arm.Baseline);
        Assert.Equal([0, 10, 20, 30], baseline.Seconds(_start));
        Assert.Equal([70, 70, 40, 70], baseline.Totals);
        Assert.Equal([1, 0, 1, 0], baseline.Events);
        var canary = reading.Data<SeriesData.Ratios>(Arm.Canary);
        Assert.Equal([8, 7, 9, 7], canary.Totals);
        Assert.Equal([0, 1, 0, 3], canary.Events);
    }

    [Theory]
    [InlineData(Server.Prometheus)]
    [InlineData(Server.VictoriaMetrics)]
    public async Task The_first_error_of_a_known_process_counts_and_the_history_of_a_new_process_does_not(Server server)
    {
        var address = await WriteAsync(server, new RemoteWrite()
            .Add(Name("requests", "v1", "a"), At((0, 10), (10, 20), (20, 30), (30, 40)))
            .Add(Name("errors", "v1", "a"), At((20, 2), (30, 3)))
            .Add(Name("requests", "v2", "new"), At((10, 5000), (20, 5009), (30, 5018)))
            .Add(Name("errors", "v2", "new"), At((10, 40), (20, 40), (30, 41))));

        var reading = await ReadAsync(address, $$$"""{"m": {"events": "{{{Select("errors")}}}", "total": "{{{Select("requests")}}}"}}""", 30);

        Assert.Equal([0, 2, 1], reading.Data<SeriesData.Ratios>(Arm.Baseline).Events);
        var canary = reading.Data<SeriesData.Ratios>(Arm.Canary);
        Assert.Equal([10, 20], canary.Seconds(_start));
        Assert.Equal([9, 9], canary.Totals);
        Assert.Equal([0, 1], canary.Events);
    }

    [Fact]
    public async Task A_process_whose_scrapes_fail_counts_when_it_is_seen_again()
    {
        var address = await WriteAsync(Server.Prometheus, new RemoteWrite()
            .Add(Name("requests", "v1", "a"), At((0, 10), (10, 20), (20, RemoteWrite.Stale), (30, 60), (40, 65)))
            .Add(Name("requests", "v2", "b"), At((0, 1), (10, 2), (20, 3), (30, RemoteWrite.Stale))));

        var reading = await ReadAsync(address, $$$"""{"m": {"events": "{{{Select("requests")}}}"}}""", 40);

        var baseline = reading.Data<SeriesData.Counts>(Arm.Baseline);
        Assert.Equal([0, 20, 30], baseline.Seconds(_start));
        Assert.Equal([10, 40, 5], baseline.Events);
        Assert.Equal([10, 10, 10], baseline.Exposures);
        var canary = reading.Data<SeriesData.Counts>(Arm.Canary);
        Assert.Equal([0, 10], canary.Seconds(_start));
    }

    [Theory]
    [InlineData(Server.Prometheus)]
    [InlineData(Server.VictoriaMetrics)]
    public async Task Classic_histograms_become_counts_in_the_buckets_that_all_processes_have(Server server)
    {
        var write = new RemoteWrite();
        void Histogram(string version, string instance, params (string Le, double[] Values)[] buckets)
        {
            foreach (var (le, values) in buckets)
            {
                write.Add($"{Name("seconds_bucket", version, instance)},le={le}", [.. values.Select((v, i) => (_start + (10 * i), v))]);
            }
        }

        Histogram("v1", "a", ("0.1", [1, 5, 6]), ("0.25", [1, 6, 7]), ("0.5", [2, 8, 12]), ("+Inf", [2, 9, 14]));
        Histogram("v1", "b", ("0.1", [0, 2, 1]), ("0.5", [0, 2, 3]), ("+Inf", [0, 3, 3]));
        Histogram("v2", "c", ("0.1", [0, 4, 4]), ("0.5", [0, 4, 5]), ("+Inf", [0, 5, 9]));
        var address = await WriteAsync(server, write);

        var reading = await ReadAsync(address, $$$"""{"m": {"buckets": "{{{Select("seconds_bucket")}}}"}}""", 20);

        // b's first bucket falls from 2 to 1 in the second interval: all of b counts from zero again, 1, 2 more, 0 more.
        var baseline = reading.Data<SeriesData.Histograms>(Arm.Baseline);
        Assert.Equal([0.1, 0.5, double.PositiveInfinity], baseline.UpperBounds);
        Assert.Equal([6, 2, 2], baseline.Rows[0]);
        Assert.Equal([2, 5, 1], baseline.Rows[1]);
        var canary = reading.Data<SeriesData.Histograms>(Arm.Canary);
        Assert.Equal(baseline.UpperBounds, canary.UpperBounds);
        Assert.Equal([4, 0, 1], canary.Rows[0]);
        Assert.Equal([0, 1, 3], canary.Rows[1]);
    }

    [Fact]
    public async Task Native_histograms_become_counts_in_fixed_buckets()
    {
        // Schema 3, bucket 0 ends at 1 (s); bucket -8 ends at 0.5.
        var address = await WriteAsync(Server.Prometheus, new RemoteWrite()
            .AddHistogram(Name("seconds", "v1", "a"), 3, -1, (_start, [1, 1]), (_start + 10, [4, 2]), (_start + 20, [4, 7]))
            .AddHistogram(Name("seconds", "v2", "b"), 4, -1, (_start, [0, 0]), (_start + 10, [2, 3]), (_start + 20, [1, 1])));

        var reading = await ReadAsync(address, $$$"""{"m": {"buckets": "{{{Select("seconds")}}}"}}""", 20);

        var baseline = reading.Data<SeriesData.Histograms>(Arm.Baseline);
        var one = Array.IndexOf(baseline.UpperBounds, 1);
        Assert.Equal((3, 1), (baseline.Rows[0][one - 1], baseline.Rows[0][one]));
        Assert.Equal((0, 5), (baseline.Rows[1][one - 1], baseline.Rows[1][one]));
        Assert.Equal(5, baseline.Rows[1].Sum());

        // The finer schema's two buckets below 1 lie in one of ours; it was reset before the second interval ended.
        var canary = reading.Data<SeriesData.Histograms>(Arm.Canary);
        Assert.Equal(5, canary.Rows[0][one]);
        Assert.Equal(2, canary.Rows[1][one]);
    }

    [Fact]
    public async Task A_native_histogram_coarser_than_our_buckets_is_refused()
    {
        var address = await WriteAsync(Server.Prometheus, new RemoteWrite()
            .AddHistogram(Name("seconds", "v1", "a"), 0, 0, (_start, [1]), (_start + 10, [4])));

        var reading = await ReadAsync(address, $$$"""{"m": {"buckets": "{{{Select("seconds")}}}"}}""", 10);

        Assert.StartsWith("metrics.m.buckets: a native histogram is coarser than eight buckets to a doubling", Assert.IsType<SourceReading.Refused>(reading).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Server.Prometheus)]
    [InlineData(Server.VictoriaMetrics)]
    public async Task Points_take_any_expression_and_leave_out_what_is_no_number(Server server)
    {
        var address = await WriteAsync(server, new RemoteWrite()
            .Add(Name("load", "v1", "a"), At((10, 1), (20, 0), (30, 3)))
            .Add(Name("load", "v1", "b"), At((10, 2), (20, 0), (30, 4)))
            .Add(Name("load", "v2", "c"), At((10, 5), (20, 6), (30, 7))));

        var reading = await ReadAsync(address, $$$"""{"m": {"value": "sum({{{Select("load")}}}) / (sum({{{Select("load")}}}) > bool 0)"}}""", 30);

        var baseline = reading.Data<SeriesData.Points>(Arm.Baseline);
        Assert.Equal(TimeSpan.FromSeconds(10), baseline.Interval);
        Assert.Equal([0, 20], baseline.Seconds(_start));
        Assert.Equal([3, 7], baseline.Values);
        Assert.Equal([5, 6, 7], reading.Data<SeriesData.Points>(Arm.Canary).Values);
    }

    [Fact]
    public async Task Increases_of_the_servers_own_making_are_rounded()
    {
        var address = await WriteAsync(Server.Prometheus, new RemoteWrite()
            .Add(Name("requests", "v1", "a"), At((0, 10), (5, 15), (10, 20), (15, 25), (20, 30)))
            .Add(Name("requests", "v2", "b"), At((0, 10), (5, 11), (10, 12), (15, 13), (20, 14))));

        var reading = await ReadAsync(address, $$$"""{"m": {"events": "sum(increase({{{Select("requests")}}}[$window]))", "perInterval": true}}""", 20);

        Assert.Equal([10, 10], reading.Data<SeriesData.Counts>(Arm.Baseline).Events);
        Assert.Equal([2, 2], reading.Data<SeriesData.Counts>(Arm.Canary).Events);
    }

    [Fact]
    public async Task However_a_run_is_cut_into_readings_and_restarts_the_rows_are_the_same()
    {
        long Value(int i) => i > 25 ? 3 * (i - 25) : 100 + (7 * i);
        var moments = Enumerable.Range(0, 50).Where(i => i % 11 != 5);
        var address = await WriteAsync(Server.Prometheus, new RemoteWrite()
            .Add(Name("requests", "v1", "a"), [.. moments.Select(i => (_start + (10 * i), i % 11 == 4 ? RemoteWrite.Stale : Value(i)))])
            .Add(Name("requests", "v2", "b"), [.. Enumerable.Range(20, 30).Select(i => (_start + (10L * i), (double)Value(i)))]));
        var settings = Sourced.Settings(address, $$$"""{"m": {"events": "{{{Select("requests")}}}"}}""");
        using var whole = Sourced.Open(settings, _start, _start + 490);
        var expected = Rows(await whole.ReadAsync()).ToHashSet();

        var found = new HashSet<(Arm, long, double, double)>();
        foreach (var (from, to) in new[] { (0, 60), (55, 130), (100, 270), (250, 300), (290, 490) })
        {
            using var source = Sourced.Open(settings, _start + from, _start + to);
            found.UnionWith(Rows(await source.ReadAsync()));
        }

        Assert.Equal(expected.Order(), found.Order());

        static IEnumerable<(Arm, long, double, double)> Rows(SourceReading reading) =>
            from series in Assert.IsType<SourceReading.Rows>(reading).Series
            let data = (SeriesData.Counts)series.Data
            from i in Enumerable.Range(0, data.Count)
            select (series.Arm, data.At[i], data.Events[i], data.Exposures[i]);
    }

    [Fact]
    public async Task Nothing_found_is_no_data_and_a_mistake_in_a_query_is_told_in_the_servers_words()
    {
        var address = await servers.PrometheusAsync();

        Assert.IsType<SourceReading.NoData>(await ReadAsync(address, """{"m": {"events": "nobody{version=\"$version\"}"}}""", 30));
        var refused = Assert.IsType<SourceReading.Refused>(await ReadAsync(address, """{"m": {"events": "nobody{version=\"$version\""}}""", 30));

        Assert.StartsWith("metrics.m: It answers 400: ", refused.Reason, StringComparison.Ordinal);
        Assert.Contains("unexpected end of input", refused.Reason, StringComparison.Ordinal);
    }

    private (long, double)[] At(params (int Seconds, double Value)[] samples) => [.. samples.Select(s => (_start + s.Seconds, s.Value))];

    private string Name(string metric, string version, string instance) => $"__name__={metric},job={_job},version={version},instance={instance}";

    private string Select(string metric) => $$"""{{metric}}{job=\"{{_job}}\",version=\"$version\"}""";

    private async Task<Uri> WriteAsync(Server server, RemoteWrite write)
    {
        var address = server == Server.Prometheus ? await servers.PrometheusAsync() : await servers.VictoriaMetricsAsync();
        await write.SendAsync(address);
        if (server == Server.VictoriaMetrics)
        {
            // It shows new data after a flush only.
            using var http = new HttpClient();
            await http.GetStringAsync(new Uri(address, "internal/force_flush"), TestContext.Current.CancellationToken);
        }

        return address;
    }

    private async Task<SourceReading> ReadAsync(Uri address, string metrics, int seconds)
    {
        using var source = Sourced.Open(Sourced.Settings(address, metrics), _start, _start + seconds);
        return await source.ReadAsync();
    }
}

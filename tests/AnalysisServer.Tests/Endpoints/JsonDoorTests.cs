namespace CanaryJudge.AnalysisServer.Tests.Endpoints;

public sealed class JsonDoorTests
{
    private const string Evaluate = "/v1/judgements:evaluate";

    [Fact]
    public async Task Unknown_keys_and_wrong_types_are_listed_with_the_path_as_written()
    {
        await using var server = await RunningServer.StartAsync();

        var (http, status) = await Refusals.PostAsync(server, Evaluate, """
            {"series": [
              {"metric": "m", "arm": "BASELNE", "samples": {"valeu": [1]}},
              {"metric": 5, "arm": "CANARY", "ratios": {"events": [1, 1.5], "total": ["3", -1]}, "labels": {"region": 1}}],
             "policy": {"metrics": [{"name": "x", "toleranc": "5%", "critical": "yes"}]}, "seed": "many"}
            """);

        Assert.Equal(400, http);
        Assert.Equal(3, (int)status["code"]!);
        Assert.Equal(
            [
                "series[0].arm", "series[0].samples.valeu", "series[1].metric", "series[1].ratios.events[1]", "series[1].ratios.total[1]",
                "series[1].labels.region", "metrics[0].toleranc", "metrics[0].critical", "seed",
            ],
            Refusals.Fields(status));
    }

    [Fact]
    public async Task Two_policies_in_one_request_are_one_too_many()
    {
        await using var server = await RunningServer.StartAsync();

        var (http, status) = await Refusals.PostAsync(server, Evaluate, """{"policy": {}, "policyYaml": "kind: Policy"}""");

        Assert.Equal(400, http);
        Assert.Equal(["policyYaml"], Refusals.Fields(status));
    }

    [Fact]
    public async Task A_field_that_is_given_twice_is_named()
    {
        await using var server = await RunningServer.StartAsync();

        var (http, status) = await Refusals.PostAsync(server, Evaluate, """{"policyYaml": "kind: Policy", "policyYaml": "kind: Policy"}""");

        Assert.Equal(400, http);
        Assert.Equal("policyYaml: It is given twice.", (string)status["message"]!);
    }

    [Theory]
    [InlineData("""{"step": {"epoch": 1, "weightBasisPoints": -1, "since": "2026-01-05T12:00:00Z"}}""", "step.weightBasisPoints: Found -1; it must be a whole number of at most 32 bits, at least 0, not quoted.")]
    [InlineData("""{"step": {"epoch": 1, "weightBasisPoints": "5", "since": "2026-01-05T12:00:00Z"}}""", "step.weightBasisPoints: Found \"5\"; it must be a whole number of at most 32 bits, at least 0, not quoted.")]
    [InlineData("""{"step": {"epoch": 1, "weightBasisPoints": 5, "since": "yesterday"}}""", "step.since: Found \"yesterday\"; it must be a time, as \"2026-01-31T14:00:00Z\".")]
    [InlineData("""{"step": {"epoch": 18446744073709551616, "weightBasisPoints": 5, "since": "2026-01-05T12:00:00+02:00"}}""", "step.epoch: Found 18446744073709551616; it must be a whole number of at most 64 bits, at least 0.")]
    public async Task A_step_that_cannot_be_read_says_where_and_what_it_must_be(string json, string message)
    {
        await using var server = await RunningServer.StartAsync();

        var (http, status) = await Refusals.PostAsync(server, "/v1/analyses/a:setStep", json);

        Assert.Equal((400, message), (http, (string)status["message"]!));
    }

    [Theory]
    [InlineData(@"{""\ud800"": 1}", 1)]
    [InlineData(@"{""policy"": ""\ud800""}", 11)]
    [InlineData(@"{""policyYaml"": ""\udc00\ud800""}", 15)]
    [InlineData(@"{""policy"": {""metrics"": [{""name"": ""a\ud800b""}]}}", 33)]
    [InlineData("{\"x\u00FF\": 1}", 1)]
    [InlineData("{\"policyYaml\": \"\u00FF\u00FE\"}", 15)]
    public async Task A_string_that_is_no_text_is_refused_with_its_place(string latin1, int byteIndex)
    {
        await using var server = await RunningServer.StartAsync();
        using var content = new ByteArrayContent(System.Text.Encoding.Latin1.GetBytes(latin1));
        content.Headers.ContentType = new("application/json");

        using var response = await server.Http.PostAsync(new Uri("/v1/policies:lint", UriKind.Relative), content, TestContext.Current.CancellationToken);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains($"The string at byte {byteIndex + 1} is no text", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_in_escapes_is_text()
    {
        await using var server = await RunningServer.StartAsync();

        var (http, status) = await Refusals.PostAsync(server, Evaluate, @"{""\ud83d\ude00"": 1}");

        Assert.Equal((400, "😀"), (http, Assert.Single(Refusals.Fields(status))));
    }

    [Fact]
    public async Task Chunks_that_are_none_are_refused_with_a_status()
    {
        await using var server = await RunningServer.StartAsync();
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(server.Http.BaseAddress!.Host, server.Http.BaseAddress.Port, TestContext.Current.CancellationToken);

        await client.GetStream().WriteAsync("POST /v1/policies:lint HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(client.GetStream());
        var answer = await reader.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\": 3", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"series\": null}")]
    [InlineData("{} {}")]
    [InlineData("{\"series\": {}}")]
    [InlineData("\u0000\u0001\u0002")]
    [InlineData("{\"series\": [{\"points\": {\"interval\": \"5 minutes\"}}]}")]
    public async Task What_is_no_request_is_refused_with_a_reason(string json)
    {
        await using var server = await RunningServer.StartAsync();

        var (http, status) = await Refusals.PostAsync(server, Evaluate, json);

        Assert.Equal(400, http);
        Assert.Equal(3, (int)status["code"]!);
        Assert.NotEmpty(Refusals.Fields(status));
    }

    [Fact]
    public async Task Numbers_may_be_strings_names_the_protos_own_and_a_policy_may_name_its_schema()
    {
        await using var server = await RunningServer.StartAsync();

        var (http, json) = await Refusals.PostAsync(server, Evaluate, """
            {"series": [
              {"metric": "m", "arm": "BASELINE", "points": {"interval": "60s", "time_unix_nano": ["1760000000000000000"], "value": ["NaN"]}},
              {"metric": "m", "arm": 2, "points": {"interval": "60s", "timeUnixNano": [1760000000000000000], "value": [1.5]}}],
             "policy": {"$schema": "policy.schema.json", "metrics": [{"name": "m"}]}, "seed": 18446744073709551615}
            """);

        Assert.True(http == 200, json.ToJsonString());
        Assert.Equal("18446744073709551615", (string)json["seed"]!);
    }

    [Fact]
    public async Task Exponential_histograms_and_a_split_come_in_as_JSON()
    {
        await using var server = await RunningServer.StartAsync();

        var (http, json) = await Refusals.PostAsync(server, Evaluate, """
            {"series": [
              {"metric": "latency_s", "arm": "BASELINE", "histograms": {"scale": -2, "timeUnixNano": ["1760000000000000000"],
                "row": [{"positive": {"offset": -1, "bucketCounts": [3, "4"]}, "negative": {}, "zeroCount": "2", "zeroThreshold": 0.5}]}},
              {"metric": "latency_s", "arm": "CANARY", "histograms": {"scale": -3, "timeUnixNano": ["1760000000000000000"],
                "row": [{"scale": -2, "positive": {"bucket_counts": [600]}}]}}],
             "expectedSplit": {"canaryShare": 0.05}}
            """);

        Assert.True(http == 200, json.ToJsonString());
        Assert.Equal((9.0, 600.0), ((double)json["metrics"]![0]!["baseline"]!["count"]!, (double)json["metrics"]![0]!["canary"]!["count"]!));
        Assert.Equal("SPLIT_MISMATCH", (string)json["warnings"]![0]!["code"]!);
    }

    [Fact]
    public async Task A_scale_that_is_no_whole_number_and_a_share_that_is_none_are_named()
    {
        await using var server = await RunningServer.StartAsync();

        var (_, types) = await Refusals.PostAsync(server, Evaluate, """{"series": [{"histograms": {"scale": 1.5, "row": [{"positive": {"offset": "-3"}}]}}]}""");
        var (_, share) = await Refusals.PostAsync(server, Evaluate, """{"expectedSplit": {"canaryShare": 5}}""");

        Assert.Equal(["series[0].histograms.scale", "series[0].histograms.row[0].positive.offset"], Refusals.Fields(types));
        Assert.Equal(["expected_split.canary_share"], Refusals.Fields(share));
    }

    [Fact]
    public async Task A_page_in_a_browser_cannot_post_without_asking_first()
    {
        await using var server = await RunningServer.StartAsync();

        // The types that a browser sends across origins without a preflight.
        foreach (var type in new[] { "text/plain", "application/x-www-form-urlencoded", "multipart/form-data" })
        {
            using var body = new StringContent("{}", System.Text.Encoding.UTF8, type);
            using var answer = await server.Http.PostAsync(Evaluate, body, TestContext.Current.CancellationToken);

            Assert.Equal(400, (int)answer.StatusCode);
        }

        Assert.Equal(0, await server.MeterAsync("canaryjudge_evaluation_seconds_count"));
    }

    [Fact]
    public async Task Mistakes_in_the_data_have_the_same_details_as_over_grpc()
    {
        await using var server = await RunningServer.StartAsync();

        var (http, status) = await Refusals.PostAsync(server, Evaluate, """{"series": [{"metric": "", "arm": "CANARY", "samples": {}}]}""");

        Assert.Equal(400, http);
        Assert.Equal(["series[0].metric"], Refusals.Fields(status));
    }

    [Fact]
    public async Task A_limit_answers_429_with_its_name_and_setting()
    {
        await using var server = await RunningServer.StartAsync("--max-series-per-request", "1");

        var (http, status) = await Refusals.PostAsync(server, Evaluate, """{"series": [{"metric": "a"}, {"metric": "b"}]}""");

        Assert.Equal(429, http);
        var violation = status["details"]![0]!["violations"]![0]!;
        Assert.Equal("Limits:MaxSeriesPerRequest", (string)violation["subject"]!);
        Assert.Contains("--max-series-per-request", (string)violation["description"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_that_is_too_large_answers_429_with_or_without_its_length(bool chunked)
    {
        await using var server = await RunningServer.StartAsync("--max-message-bytes", "2000");
        using var body = new ByteArrayContent(new byte[3000]);
        using var request = new HttpRequestMessage(HttpMethod.Post, Evaluate) { Content = body };
        body.Headers.ContentType = new("application/json");
        request.Headers.TransferEncodingChunked = chunked;

        using var answer = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(429, (int)answer.StatusCode);
        Assert.Contains("Limits:MaxMessageBytes", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}

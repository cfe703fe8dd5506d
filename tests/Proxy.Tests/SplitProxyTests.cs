using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using CanaryJudge.AnalysisClient.Traffic;
using CanaryJudge.AnalysisClient.Traffic.Proxies;
using CanaryJudge.Rollouts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace CanaryJudge.Proxy.Tests;

/// <summary>The proxy between real servers.</summary>
public sealed class SplitProxyTests : IAsyncLifetime
{
    private static readonly HttpClientHandler NoCookies = new() { UseCookies = false };
    private readonly HttpClient _http = new(NoCookies, disposeHandler: false);
    private Backend _baseline = null!;
    private Backend _canary = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => (_baseline, _canary) = (await Backend.StartAsync("baseline"), await Backend.StartAsync("canary"));

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _baseline.DisposeAsync();
        await _canary.DisposeAsync();
    }

    [Fact]
    public async Task It_starts_at_zero_and_does_what_the_controller_orders()
    {
        await using var proxy = await StartAsync(o => o with { Cookie = null });
        using var controller = Controller(proxy);

        Assert.Equal(Weight.Zero, await controller.ReadAsync(Cancellation));
        Assert.Equal(0, await CanariesAsync(proxy, 50));
        Assert.Equal(new WeightChange.Applied(new(2_500)), await controller.SetAsync(new("r", 1, 1, new(2_500)), Cancellation));
        Assert.Equal(new(2_500), await controller.ReadAsync(Cancellation));

        // 1000 draws at 25%: six standard deviations are 82.
        Assert.InRange(await CanariesAsync(proxy, 1000), 168, 332);
        await controller.SetAsync(new("r", 2, 1, Weight.Full), Cancellation);
        Assert.Equal(50, await CanariesAsync(proxy, 50));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_is_in_the_canary_at_a_weight_is_in_it_at_every_higher_one(bool byHeader)
    {
        await using var proxy = await StartAsync(o => byHeader ? o with { Header = "X-User" } : o);
        using var controller = Controller(proxy);
        var before = new HashSet<int>();
        for (var epoch = 1; epoch <= 3; epoch++)
        {
            await controller.SetAsync(new("r", epoch, 1, new(new[] { 500, 2_500, 5_000 }[epoch - 1])), Cancellation);
            var now = new HashSet<int>();
            for (var user = 0; user < 400; user++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, proxy.Address);
                request.Headers.Add(byHeader ? "X-User" : "Cookie", byHeader ? $"{user}" : $"canaryjudge=user{user}");
                using var answer = await _http.SendAsync(request, Cancellation);
                if (await answer.Content.ReadAsStringAsync(Cancellation) == "canary")
                {
                    now.Add(user);
                }
            }

            Assert.Superset(before, now);
            Assert.True(now.Count > before.Count);
            before = now;
        }
    }

    [Fact]
    public async Task Who_has_no_cookie_is_given_one_and_stays_where_it_puts_him()
    {
        await using var proxy = await StartAsync(o => o);
        using var controller = Controller(proxy);
        await controller.SetAsync(new("r", 1, 1, new(5_000)), Cancellation);
        for (var user = 0; user < 10; user++)
        {
            using var handler = new HttpClientHandler { CookieContainer = new CookieContainer() };
            using var http = new HttpClient(handler);

            var arms = new HashSet<string>();
            for (var i = 0; i < 10; i++)
            {
                arms.Add(await http.GetStringAsync(proxy.Address, Cancellation));
            }

            Assert.Single(arms);
            var cookie = Assert.Single(handler.CookieContainer.GetCookies(proxy.Address));
            Assert.True(cookie.HttpOnly);
            Assert.Equal(32, cookie.Value.Length);
        }
    }

    [Fact]
    public async Task A_weight_that_nobody_renews_falls_to_zero_and_one_that_is_renewed_stays()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var proxy = await StartAsync(o => o with { Cookie = null }, clock);
        using var controller = Controller(proxy);
        var order = new WeightOrder("r", 1, 1, Weight.Full);

        await controller.SetAsync(order with { ValidUntil = clock.GetUtcNow().AddSeconds(60) }, Cancellation);
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(5, await CanariesAsync(proxy, 5));
        await controller.SetAsync(order with { ValidUntil = clock.GetUtcNow().AddSeconds(60) }, Cancellation);
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(5, await CanariesAsync(proxy, 5));
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(0, await CanariesAsync(proxy, 5));
        Assert.Equal(Weight.Zero, await controller.ReadAsync(Cancellation));
        Assert.True((await controller.DescribeAsync(Cancellation))!.Expires);
    }

    [Fact]
    public async Task An_older_order_is_refused_and_another_rollouts_is_not()
    {
        await using var proxy = await StartAsync(o => o);
        using var controller = Controller(proxy);
        await controller.SetAsync(new("r", 7, 2, new(100)), Cancellation);

        Assert.Equal(
            new WeightChange.Rejected("Fence 1, epoch 9 is older than fence 2, epoch 7, which was taken before."),
            await controller.SetAsync(new("r", 9, 1, new(500)), Cancellation));
        Assert.IsType<WeightChange.Rejected>(await controller.SetAsync(new("r", 6, 2, new(500)), Cancellation));
        Assert.Equal(new(100), await controller.ReadAsync(Cancellation));
        Assert.Equal(new WeightChange.Applied(new(500)), await controller.SetAsync(new("other", 1, 1, new(500)), Cancellation));
    }

    [Fact]
    public async Task A_proxy_that_is_down_is_unknown_and_one_that_was_restarted_is_read_as_zero()
    {
        var proxy = await StartAsync(o => o);
        using var controller = Controller(proxy);
        await controller.SetAsync(new("r", 1, 1, new(500)), Cancellation);
        await proxy.DisposeAsync();

        Assert.Null(await controller.ReadAsync(Cancellation));
        Assert.Null(await controller.DescribeAsync(Cancellation));
        Assert.IsType<WeightChange.Unknown>(await controller.SetAsync(new("r", 2, 1, new(600)), Cancellation));
        await using var again = await StartAsync(o => o with { Control = proxy.Control.Authority });
        Assert.Equal(Weight.Zero, await controller.ReadAsync(Cancellation));
    }

    [Theory]
    [InlineData("PUT", "http://127.0.0.1", "{}", HttpStatusCode.BadRequest)]
    [InlineData("PUT", "http://127.0.0.1", """{"rolloutId":"r","basisPoints":10001}""", HttpStatusCode.BadRequest)]
    [InlineData("PUT", "http://127.0.0.1", """{"rolloutId":"r","basisPoints":1,"weight":2}""", HttpStatusCode.BadRequest)]
    [InlineData("PUT", "http://127.0.0.1", """{"rolloutId":"no id","basisPoints":1}""", HttpStatusCode.BadRequest)]
    [InlineData("PUT", "http://127.0.0.1", """{"rolloutId":"r","basisPoints":1,"epoch":0}""", HttpStatusCode.BadRequest)]
    [InlineData("PUT", "http://127.0.0.1", """{"rolloutId":"by-hand","basisPoints":1}""", HttpStatusCode.OK)]
    [InlineData("PUT", "http://evil.example", """{"rolloutId":"r","basisPoints":1}""", HttpStatusCode.Forbidden)]
    [InlineData("POST", "http://127.0.0.1", "{}", HttpStatusCode.MethodNotAllowed)]
    public async Task The_control_door_takes_orders_from_this_machine_only_and_whole(string method, string host, string body, HttpStatusCode code)
    {
        await using var proxy = await StartAsync(o => o);
        using var request = new HttpRequestMessage(new(method), new Uri(proxy.Control, "/split")) { Content = new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")) };
        request.Headers.Host = new Uri(host).Host;

        using var answer = await _http.SendAsync(request, Cancellation);

        Assert.Equal(code, answer.StatusCode);
    }

    [Fact]
    public async Task A_header_may_ask_for_an_arm_and_is_not_measured()
    {
        await using var proxy = await StartAsync(o => o with { ArmHeader = "X-Arm" });
        using var request = new HttpRequestMessage(HttpMethod.Get, proxy.Address) { Headers = { { "X-Arm", "canary" } } };

        using var answer = await _http.SendAsync(request, Cancellation);

        Assert.Equal("canary", await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal((0, 0), await MeasuredAsync(proxy));
    }

    [Fact]
    public async Task A_tunnel_is_refused_and_no_failure_of_a_version()
    {
        await using var proxy = await StartAsync(o => o);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, proxy.Address.Port, Cancellation);
        await client.GetStream().WriteAsync("CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n"u8.ToArray(), Cancellation);
        using var answer = new StreamReader(client.GetStream());

        Assert.Equal("HTTP/1.1 405 Method Not Allowed", await answer.ReadLineAsync(Cancellation));
        Assert.Equal((0, 0), await MeasuredAsync(proxy));
    }

    [Fact]
    public async Task Requests_pass_as_they_came_with_body_host_and_path_and_say_for_whom()
    {
        await using var echo = await Backend.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync();
            await context.Response.WriteAsync($"{context.Request.Method} {context.Request.Host} {context.Request.Path}{context.Request.QueryString} {context.Request.Headers["X-Forwarded-For"]} {context.Request.Headers["X-Forwarded-Proto"]} {body}");
        });
        await using var proxy = await StartAsync(o => o with { Baseline = new(echo.Address, "/shop") });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(proxy.Address, "/cart?a=1%2F2")) { Content = new StringContent("two") };
        request.Headers.Host = "shop.example";

        using var answer = await _http.SendAsync(request, Cancellation);

        Assert.Equal("POST shop.example /shop/cart?a=1%2F2 127.0.0.1 http two", await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task The_canary_gets_copies_of_what_changes_nothing()
    {
        var copies = 0;
        await using var canary = await Backend.StartAsync(context =>
        {
            Interlocked.Increment(ref copies);
            return context.Response.WriteAsync("copy");
        });
        await using var proxy = await StartAsync(o => o with { Canary = canary.Address, Mirror = 1 });

        Assert.Equal("baseline", await _http.GetStringAsync(proxy.Address, Cancellation));
        using var post = await _http.PostAsync(proxy.Address, new StringContent("x"), Cancellation);
        await SoonAsync(async () => await MeasuredAsync(proxy) == (2, 1));

        Assert.Equal("baseline", await post.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(1, copies);
    }

    [Fact]
    public async Task Under_load_every_request_is_answered_and_counted_while_the_weight_moves()
    {
        await using var proxy = await StartAsync(o => o with { Cookie = null });
        using var controller = Controller(proxy);
        var arms = new System.Collections.Concurrent.ConcurrentBag<string>();
        var load = Parallel.ForAsync(0, 2_000, new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = Cancellation }, async (_, cancellation) => arms.Add(await _http.GetStringAsync(proxy.Address, cancellation)));
        for (var epoch = 1; !load.IsCompleted; epoch++)
        {
            Assert.IsType<WeightChange.Applied>(await controller.SetAsync(new("r", epoch, 1, new(epoch % 2 == 0 ? 2_000 : 8_000)), Cancellation));
            await Task.Delay(5, Cancellation);
        }

        await load;

        // A request is counted just after its last byte.
        await SoonAsync(async () => await MeasuredAsync(proxy) is var (b, c) && b + c == 2_000);
        Assert.Equal((arms.Count(a => a == "baseline"), arms.Count(a => a == "canary")), await MeasuredAsync(proxy));
    }

    [Theory]
    [InlineData("0.0.0.0:0", "Control is '0.0.0.0:0'; whoever reaches it sets the weight, so it must be a loopback address.")]
    [InlineData("here", "Control is 'here'; it must be an IP address and a port such as 127.0.0.1:8088.")]
    public async Task Orders_are_taken_on_loopback_only(string control, string message)
    {
        var e = await Assert.ThrowsAsync<ArgumentException>(() => StartAsync(o => o with { Control = control }));

        Assert.StartsWith(message, e.Message, StringComparison.Ordinal);
    }

    private static ITrafficController Controller(SplitProxy proxy) => ProxyController.Kind.Open(new Dictionary<string, string> { ["control"] = proxy.Control.ToString() });

    private static async Task SoonAsync(Func<Task<bool>> holds)
    {
        for (var left = 200; !await holds(); left--)
        {
            Assert.True(left > 0, "It did not come to hold within 10 s.");
            await Task.Delay(50, Cancellation);
        }
    }

    private async Task<(long Baseline, long Canary)> MeasuredAsync(SplitProxy proxy)
    {
        var state = await _http.GetFromJsonAsync(new Uri(proxy.Control, "/split"), ProxyStateJson.Default.ProxyState, Cancellation);
        return (state!.BaselineRequests, state.CanaryRequests);
    }

    private Task<SplitProxy> StartAsync(Func<SplitProxyOptions, SplitProxyOptions> with, TimeProvider? clock = null) => SplitProxy.StartAsync(
        with(new() { Baseline = _baseline.Address, Canary = _canary.Address, Listen = "127.0.0.1:0", Control = "127.0.0.1:0" }), clock ?? TimeProvider.System, Cancellation);

    private async Task<int> CanariesAsync(SplitProxy proxy, int requests)
    {
        var canaries = 0;
        for (var i = 0; i < requests; i++)
        {
            canaries += await _http.GetStringAsync(proxy.Address, Cancellation) == "canary" ? 1 : 0;
        }

        return canaries;
    }
}

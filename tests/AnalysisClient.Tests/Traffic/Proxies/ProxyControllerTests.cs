using System.Net;
using System.Net.Sockets;
using System.Text;
using CanaryJudge.AnalysisClient.Traffic;

namespace CanaryJudge.AnalysisClient.Tests.Traffic.Proxies;

/// <summary>What is not our proxy is named.</summary>
public sealed class ProxyControllerTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\nno", "is no control door of canaryjudge proxy (status 200)")]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "is no control door of canaryjudge proxy (status 404)")]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n", "does not answer: ")]
    [InlineData("", "does not answer: ")]
    public async Task What_answers_in_its_place_is_said(string answer, string trouble)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = AnswerAsync(listener, answer);
        using var controller = TrafficKinds.All.Single(k => k.Name == "proxy").Open(new Dictionary<string, string> { ["control"] = $"http://{listener.LocalEndpoint}" });

        Assert.Null(await controller.ReadAsync(TestContext.Current.CancellationToken));

        Assert.Contains(trouble, controller.Trouble, StringComparison.Ordinal);
        listener.Stop();
        await Assert.ThrowsAnyAsync<Exception>(() => answering);
    }

    /// <summary>A client whose connection ends without an answer may try another: all of them are answered, until the listener stops.</summary>
    private static async Task AnswerAsync(TcpListener listener, string answer)
    {
        var buffer = new byte[4096];
        while (true)
        {
            using var connection = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
            _ = await connection.GetStream().ReadAtLeastAsync(buffer, 1, throwOnEndOfStream: false, TestContext.Current.CancellationToken);
            await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer), TestContext.Current.CancellationToken);
        }
    }
}

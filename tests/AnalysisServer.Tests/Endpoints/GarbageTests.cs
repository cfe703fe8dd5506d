using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using CanaryJudge.AnalysisServer.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CanaryJudge.AnalysisServer.Tests.Endpoints;

public sealed class GarbageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("JudgeService/Evaluate")]
    [InlineData("JudgeService/EvaluateStream")]
    [InlineData("JudgeService/Lint")]
    [InlineData("AnalysisService/CreateAnalysis")]
    [InlineData("AnalysisService/Ingest")]
    [InlineData("AnalysisService/IngestBatch")]
    [InlineData("AnalysisService/SetStep")]
    [InlineData("AnalysisService/WatchAnalysis")]
    public async Task A_frame_that_is_no_message_is_an_invalid_argument(string method)
    {
        await using var server = await RunningServer.StartAsync();
        var door = server.App.Services.GetRequiredService<ServerDoors>().Grpc;
        using var http = new HttpClient();
        using var body = new ByteArrayContent([0, 0, 0, 0, 5, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(door, $"/canaryjudge.v1.{method}")) { Content = body, Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };

        using var answer = await http.SendAsync(request, Cancellation);
        await answer.Content.ReadAsByteArrayAsync(Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var status = answer.Headers.TryGetValues("grpc-status", out var early) ? early.Single() : answer.TrailingHeaders.GetValues("grpc-status").Single();
        Assert.Equal("3", status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Random_bytes_at_a_door_close_their_connection_and_nothing_else(bool grpcDoor)
    {
        await using var server = await RunningServer.StartAsync();
        var doors = server.App.Services.GetRequiredService<ServerDoors>();
        var door = grpcDoor ? doors.Grpc : doors.Http;
        var bytes = new byte[4096];
        new Random(1).NextBytes(bytes);

        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(door.Host, door.Port, Cancellation);
            var stream = socket.GetStream();
            await stream.WriteAsync(bytes, Cancellation);
            socket.Client.Shutdown(SocketShutdown.Send);
            var rest = new byte[1024];
            try
            {
                while (await stream.ReadAsync(rest, Cancellation) > 0)
                {
                }
            }
            catch (IOException)
            {
                // A reset is an answer too.
            }
        }

        await server.Judge.EvaluateAsync(Requests.Samples(), cancellationToken: Cancellation);
        Assert.Equal("Healthy", await server.Http.GetStringAsync("/healthz", Cancellation));
    }
}

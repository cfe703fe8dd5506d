using System.Diagnostics;
using CanaryJudge.Contracts.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace CanaryJudge.Figures;

/// <summary>Evaluate over gRPC beside a bare echo of the same request, one server process and one client.</summary>
internal static class EchoFigures
{
    private const int Metrics = 10;
    private const int Points = 60;
    private const int Warming = 20_000;
    private const int Rounds = 30;
    private const int CallsOfRound = 100;
    private static readonly TimeSpan Load = TimeSpan.FromSeconds(5);

    public static async Task RunAsync()
    {
        using var server = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "CanaryJudge.Figures.dll"), "echo-server"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        server.ErrorDataReceived += (_, _) => { };
        server.BeginErrorReadLine();
        try
        {
            var addresses = (await server.StandardOutput.ReadLineAsync().ConfigureAwait(false))!.Split(' ');
            using GrpcChannel judge = GrpcChannel.ForAddress(addresses[0]), echo = GrpcChannel.ForAddress(addresses[1]);
            var (service, invoker, request) = (new JudgeService.JudgeServiceClient(judge), echo.CreateCallInvoker(), Request());
            await MeasureAsync(
                async () => await service.EvaluateAsync(request).ConfigureAwait(false),
                async () => await invoker.AsyncUnaryCall(EchoBase.Call, host: null, new CallOptions(), request).ConfigureAwait(false),
                request.CalculateSize(),
                (await service.EvaluateAsync(request).ConfigureAwait(false)).CalculateSize()).ConfigureAwait(false);
        }
        finally
        {
            server.StandardInput.Close();
            await server.WaitForExitAsync().ConfigureAwait(false);
        }
    }

    private static async Task MeasureAsync(Func<Task> evaluate, Func<Task> echo, int requestBytes, int answerBytes)
    {
        await CallsAsync(evaluate, Warming).ConfigureAwait(false);
        await CallsAsync(echo, Warming).ConfigureAwait(false);

        // In turns, so that what else the machine does falls on both.
        List<double> evaluating = [], echoing = [];
        for (var round = 0; round < Rounds; round++)
        {
            evaluating.AddRange(await CallsAsync(evaluate, CallsOfRound).ConfigureAwait(false));
            echoing.AddRange(await CallsAsync(echo, CallsOfRound).ConfigureAwait(false));
        }

        double evaluateRate = await RateAsync(evaluate).ConfigureAwait(false), echoRate = await RateAsync(echo).ConfigureAwait(false);
        Page.Write(
            "echo",
            [
                $"{Metrics} metrics of {Points} points in both arms: {requestBytes:N0} bytes there; back {answerBytes:N0} from Evaluate, {requestBytes:N0} from the echo.",
                $"One call after the other, then {2 * Environment.ProcessorCount} callers at once for {Load.TotalSeconds:0} s; client and server share the cores.",
                "",
                "| | p50, ms | p99, ms | calls/s, all cores busy |",
                "|---|---|---|---|",
                $"| Evaluate | {Page.Number(Clock.Quantile(evaluating, 0.5))} | {Page.Number(Clock.Quantile(evaluating, 0.99))} | {evaluateRate:N0} |",
                $"| echo | {Page.Number(Clock.Quantile(echoing, 0.5))} | {Page.Number(Clock.Quantile(echoing, 0.99))} | {echoRate:N0} |",
                $"| Evaluate / echo | {Page.Number(Clock.Quantile(evaluating, 0.5) / Clock.Quantile(echoing, 0.5))} | {Page.Number(Clock.Quantile(evaluating, 0.99) / Clock.Quantile(echoing, 0.99))} | {Page.Number(evaluateRate / echoRate)} |",
            ]);
    }

    private static async Task<List<double>> CallsAsync(Func<Task> call, int count)
    {
        var times = new List<double>(count);
        for (var i = 0; i < count; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await call().ConfigureAwait(false);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return times;
    }

    private static async Task<double> RateAsync(Func<Task> call)
    {
        long done = 0;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 2 * Environment.ProcessorCount).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(start) < Load)
            {
                await call().ConfigureAwait(false);
                Interlocked.Increment(ref done);
            }
        }))).ConfigureAwait(false);
        return done / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static EvaluateRequest Request()
    {
        var random = new Random(1);
        var request = new EvaluateRequest();
        for (var metric = 0; metric < Metrics; metric++)
        {
            foreach (var arm in new[] { Series.Types.Arm.Baseline, Series.Types.Arm.Canary })
            {
                var points = new Points();
                for (var i = 0; i < Points; i++)
                {
                    points.TimeUnixNano.Add(1_769_868_000_000_000_000 + (i * 60_000_000_000));
                    points.Value.Add(100 * Math.Exp(0.1 * (random.NextDouble() - 0.5)));
                }

                request.Series.Add(new Series { Metric = $"metric_{metric}_ms", Arm = arm, Points = points });
            }
        }

        return request;
    }
}

using System.Diagnostics;
using CanaryJudge.Contracts.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Data.Sqlite;

namespace CanaryJudge.Figures;

/// <summary>Durable ingest of raw samples over one stream, beside a bare stream of the same messages and the same bytes written to bare SQLite.</summary>
internal static class IngestFigures
{
    private const int Batches = 400;
    private const int ValuesOfArm = 5_000;
    private const int TogetherInSqlite = 16;
    private const int Warming = 5;
    private const int Rounds = 5;
    private const long Start = 1_769_868_000_000_000_000;

    public static async Task RunAsync()
    {
        var host = await AnalysisHostProcess.StartAsync().ConfigureAwait(false);
        await using var _ = host.ConfigureAwait(false);
        using GrpcChannel judge = GrpcChannel.ForAddress(host.Judge), bare = GrpcChannel.ForAddress(host.Bare);
        var analyses = new AnalysisService.AnalysisServiceClient(judge);
        double ingest = 0, stream = 0, sqlite = 0;

        // In turns, once the server is warm: the compiler works beside it for its first seconds. The best of each, so that what else the machine does
        // counts least.
        for (var round = -Warming; round < Rounds; round++)
        {
            var name = (await analyses.CreateAnalysisAsync(new() { PolicyYaml = "metrics: [{name: latency_ms, kind: samples}]", Options = new() { StopRule = RunOptions.Types.StopRule.FailOnly } }).ConfigureAwait(false)).Analysis.Name;
            var batches = Enumerable.Range(1, Batches).Select(i => Batch(name, i)).ToArray();
            var (a, b, c) = (
                await RateAsync(() => analyses.Ingest(), batches).ConfigureAwait(false),
                await RateAsync(() => bare.CreateCallInvoker().AsyncDuplexStreamingCall(BareStreamBase.Call, null, new CallOptions()), batches).ConfigureAwait(false),
                SqliteRate(batches));
            if (round >= 0)
            {
                (ingest, stream, sqlite) = (Math.Max(ingest, a), Math.Max(stream, b), Math.Max(sqlite, c));
            }
        }

        var slower = Math.Min(stream, sqlite);
        Page.Write(
            "ingest",
            [
                $"{Batches} batches of {2 * ValuesOfArm:N0} samples ({Batch("analyses/a", 1).CalculateSize():N0} bytes) of one metric, one stream, one analysis that closes a bucket and looks with each batch; the best of {Rounds} rounds after {Warming} that warm.",
                $"Bare gRPC: the same messages on a stream, acknowledged and thrown away. Bare SQLite: the same bytes, {TogetherInSqlite} batches a transaction, synced.",
                "",
                "| | samples/s | MB/s |",
                "|---|---|---|",
                Row("durable ingest, looks included", ingest),
                Row("bare gRPC stream", stream),
                Row("bare SQLite", sqlite),
                $"| the slower of the two / ingest | {Page.Number(slower / ingest)} | |",
            ]);
    }

    private static string Row(string what, double batches) =>
        $"| {what} | {batches * 2 * ValuesOfArm:N0} | {Page.Number(batches * Batch("analyses/a", 1).CalculateSize() / 1e6)} |";

    private static async Task<double> RateAsync(Func<AsyncDuplexStreamingCall<IngestRequest, IngestResponse>> open, IngestRequest[] batches)
    {
        using var call = open();
        var start = Stopwatch.GetTimestamp();
        var acks = Task.Run(async () =>
        {
            for (var i = 0; i < batches.Length; i++)
            {
                if (!await call.ResponseStream.MoveNext(CancellationToken.None).ConfigureAwait(false))
                {
                    throw new InvalidOperationException("The stream ended early.");
                }
            }
        });
        foreach (var batch in batches)
        {
            await call.RequestStream.WriteAsync(batch).ConfigureAwait(false);
        }

        await call.RequestStream.CompleteAsync().ConfigureAwait(false);
        await acks.ConfigureAwait(false);
        return batches.Length / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double SqliteRate(IngestRequest[] batches)
    {
        var folder = Directory.CreateTempSubdirectory("canaryjudge-sqlite-");
        try
        {
            var bytes = Array.ConvertAll(batches, b => b.ToByteArray());
            using var connection = new SqliteConnection($"Data Source={Path.Combine(folder.FullName, "bare.db")};Pooling=False");
            connection.Open();
            Run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE log (position INTEGER PRIMARY KEY, entry BLOB NOT NULL)");
            var start = Stopwatch.GetTimestamp();
            foreach (var group in bytes.Index().Chunk(TogetherInSqlite))
            {
                using var transaction = connection.BeginTransaction();
                foreach (var (index, entry) in group)
                {
                    using var insert = connection.CreateCommand();
                    insert.Transaction = transaction;
                    insert.CommandText = "INSERT INTO log VALUES ($position, $entry)";
                    insert.Parameters.AddWithValue("$position", index);
                    insert.Parameters.AddWithValue("$entry", entry);
                    insert.ExecuteNonQuery();
                }

                transaction.Commit();
            }

            return batches.Length / Stopwatch.GetElapsedTime(start).TotalSeconds;

            void Run(string text)
            {
                using var command = connection.CreateCommand();
                command.CommandText = text;
                command.ExecuteNonQuery();
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IngestRequest Batch(string name, int sequence)
    {
        var random = new Random(sequence);
        var batch = new IngestRequest { Analysis = name, Producer = "figures", Sequence = (ulong)sequence };
        foreach (var arm in new[] { Series.Types.Arm.Baseline, Series.Types.Arm.Canary })
        {
            var samples = new Samples();
            for (var i = 0; i < ValuesOfArm; i++)
            {
                samples.TimeUnixNano.Add(Start + (sequence * 60_000_000_000) + (i * 10_000_000L) + random.Next(10_000_000));
                samples.Value.Add(100 * Math.Exp(random.NextDouble() - 0.5));
            }

            batch.Series.Add(new Series { Metric = "latency_ms", Arm = arm, Samples = samples });
        }

        return batch;
    }
}

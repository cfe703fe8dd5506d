using System.Text.Json.Nodes;
using CanaryJudge.AnalysisClient;
using CanaryJudge.Contracts.V1;
using CanaryJudge.Judging.Reports;
using Grpc.Core;

namespace CanaryJudge.Cli.Commands.Analyses;

/// <summary>One run of a push: goes on after what the producer has sent before, and says what became of the rows.</summary>
/// <param name="client">The server.</param>
/// <param name="analysis">The analysis as it was before.</param>
/// <param name="producer">The sender.</param>
internal sealed class Push(AnalysesClient client, Analysis analysis, string producer)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly SortedDictionary<string, long> _rejected = new(StringComparer.Ordinal);
    private long _accepted, _duplicate, _late;
    private int _sent, _before;

    /// <summary>Sends the batches that are not durable yet.</summary>
    /// <param name="batches">All of the data.</param>
    /// <param name="how">The format.</param>
    /// <param name="cancellation">Ends it; the same push goes on from there.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(List<PushedBatch> batches, Output how, CancellationToken cancellation)
    {
        // The newest durable one goes again: a repeat tells whether the data are still the same.
        var known = analysis.Producers.GetValueOrDefault(producer);
        var sender = client.Sender(analysis.Name, producer, known > 0 ? known - 1 : 0);
        _before = (int)Math.Min(known > 0 ? known - 1 : 0, (ulong)batches.Count);
        string? ended = null;
        using (var progress = new Progress(batches.Count - _before, "pushing"))
        {
            try
            {
                foreach (var batch in batches.Skip(_before))
                {
                    Count(await SendAsync(sender, batch, cancellation).ConfigureAwait(false));
                    progress.Done();
                }
            }
            catch (JudgeRequestException e) when (Fact(e, "ANALYSIS_ENDED") is { } state)
            {
                ended = state;
            }
            catch (JudgeRequestException e) when (Fact(e, "SEQUENCE_REUSED") is not null)
            {
                progress.Clear();
                await Console.Error.WriteLineAsync($"canaryjudge: the data begin like data pushed before but go on differently, in batch {_before + _sent + 1}. Push only what is new, or name another sender with --producer; rows pushed twice count twice.").ConfigureAwait(false);
                return ExitCode.Usage;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable)
            {
                progress.Clear();
                await Console.Error.WriteLineAsync($"canaryjudge: {Numbers.Count(_before + _sent)} of {Numbers.Count(batches.Count)} batches are durable; the same command goes on from there.").ConfigureAwait(false);
                throw;
            }
        }

        await Console.Out.WriteLineAsync((how.Format == "json" ? Json(ended) : Text(batches.Count, ended)).AsMemory(), cancellation).ConfigureAwait(false);
        return _accepted + _duplicate + _late == 0 && _rejected.Count > 0 ? ExitCode.Usage : batches.Count == 0 ? ExitCode.NoData : ExitCode.Pass;
    }

    private static async Task<IngestBatchResponse> SendAsync(BatchSender sender, PushedBatch batch, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await sender.SendAsync(batch.Wire, cancellation).ConfigureAwait(false);
            }
            catch (JudgeRequestException e) when (e.Problems.Any(p => p.Path.Contains("MaxIngestBytes", StringComparison.Ordinal)))
            {
                // Others fill the server just now.
                await Task.Delay(Pause, cancellation).ConfigureAwait(false);
            }
        }
    }

    private static string? Fact(JudgeRequestException e, string reason) => e.Problems.FirstOrDefault(p => p.Path == reason)?.Message.Replace("state=", "", StringComparison.Ordinal);

    private void Count(IngestBatchResponse ack)
    {
        _sent += ack.Repeated ? 0 : 1;
        _before += ack.Repeated ? 1 : 0;
        _accepted += ack.Counts.Accepted;
        _duplicate += ack.Counts.Duplicate;
        _late += ack.Counts.Late;
        foreach (var rejected in ack.Counts.Rejected)
        {
            var reason = EnumName.Of(rejected.Reason);
            _rejected[reason] = _rejected.GetValueOrDefault(reason) + rejected.Rows;
        }
    }

    private string Text(int all, string? ended)
    {
        var words = new List<string> { $"{Numbers.Count(_sent)} of {Numbers.Count(all)} batches pushed" };
        Add(_before, "durable before");
        words.Add($"{Numbers.Count(_accepted)} rows accepted");
        Add(_duplicate, "duplicate");
        Add(_late, "too late");
        words.AddRange(_rejected.Select(r => $"{Numbers.Count(r.Value)} rejected: {r.Key}"));
        return string.Join(", ", words) + (ended is null ? "" : $". The analysis has ended ({ended}) and takes no more");

        void Add(long count, string what)
        {
            if (count > 0)
            {
                words.Add($"{Numbers.Count(count)} {what}");
            }
        }
    }

    private string Json(string? ended) => new JsonObject
    {
        ["analysis"] = analysis.Name,
        ["producer"] = producer,
        ["pushed"] = _sent,
        ["repeated"] = _before,
        ["accepted"] = _accepted,
        ["duplicate"] = _duplicate,
        ["late"] = _late,
        ["rejected"] = new JsonObject(_rejected.Select(r => KeyValuePair.Create<string, JsonNode?>(r.Key, r.Value))),
        ["ended"] = ended is not null,
    }.ToJsonString();
}

using System.Diagnostics;
using CanaryJudge.AnalysisServer.Hosting;
using CanaryJudge.AnalysisServer.Mapping;
using CanaryJudge.AnalysisServer.Telemetry;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.AnalysisServer.Endpoints;

/// <summary>One evaluation from the wire to the wire: limits, mapping, a slot, the judge.</summary>
/// <param name="judge">The judge.</param>
/// <param name="read">The reader of policy files.</param>
/// <param name="limits">What a request may ask for.</param>
/// <param name="slots">How many run at the same time.</param>
/// <param name="threads">Where the judge computes.</param>
/// <param name="meters">Counts.</param>
/// <param name="log">One line per judgement.</param>
internal sealed class Evaluator(JudgeSnapshot judge, ReadPolicy read, LimitOptions limits, EvaluationSlots slots, JudgeThreads threads, ServerMeters meters, ILogger<Evaluator> log)
{
    /// <summary>A single request this small is judged in a few milliseconds at most, where it arrives: two changes of thread would cost more. A stream goes on reading.</summary>
    private const int QuickBytes = 64 * 1024;

    /// <summary>Evaluates a request.</summary>
    /// <param name="request">As received.</param>
    /// <param name="bounded">Refuse when too many wait.</param>
    /// <param name="cancellation">Ends the evaluation, wherever it is.</param>
    /// <returns>The judgement.</returns>
    /// <exception cref="InvalidRequestException">Policy or data are wrong.</exception>
    /// <exception cref="LimitExceededException">There is too much.</exception>
    public async Task<Wire.Judgement> EvaluateAsync(Wire.EvaluateRequest request, bool bounded, CancellationToken cancellation)
    {
        var size = request.CalculateSize();
        meters.RequestBytes.Observe(size);
        LimitCheck.Require(request, limits);
        var violations = new Violations();
        var policy = ToPolicy.Read(request, read, violations);
        var snapshot = ToModel.Snapshot(request.Series, violations);
        if (violations.Any)
        {
            throw new InvalidRequestException(violations.ToList());
        }

        using var slot = await slots.TakeAsync(bounded, cancellation).ConfigureAwait(false);
        var judgement = await JudgeAsync(policy, snapshot, request.Seed, bounded && size <= QuickBytes, cancellation).ConfigureAwait(false);
        var wire = ToWire.Judgement(judgement);
        meters.ResponseBytes.Observe(wire.CalculateSize());
        return wire;
    }

    private async Task<Judgement> JudgeAsync(Policy policy, Snapshot snapshot, ulong seed, bool isQuick, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var judgement = isQuick
            ? judge(policy, snapshot, seed, cancellation)
            : await Task.Factory.StartNew(() => judge(policy, snapshot, seed, cancellation), cancellation, TaskCreationOptions.DenyChildAttach, threads).ConfigureAwait(false);

        var elapsed = Stopwatch.GetElapsedTime(start);
        meters.Seconds.Observe(elapsed.TotalSeconds);
        meters.Count(judgement.Verdict.ToString().ToLowerInvariant());
        Log.Judged(log, judgement.Metrics.Count, judgement.Verdict.ToString(), judgement.ReasonCode.ToString(), (long)elapsed.TotalMilliseconds);
        return judgement;
    }
}

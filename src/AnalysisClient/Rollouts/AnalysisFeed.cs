using System.Threading.Channels;
using CanaryJudge.Contracts.V1;
using CanaryJudge.Rollouts;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Verdict = CanaryJudge.Rollouts.Verdict;

namespace CanaryJudge.AnalysisClient.Rollouts;

/// <summary>Verdicts of an analysis on a CanaryJudge server; the analysis has the rollout's id and ends at FAIL only.</summary>
/// <remarks>Every call is made again, after 1, 2, 4 ... 10 s, until it holds or something newer takes its place. A server that is not there is silence.</remarks>
/// <param name="client">The server; the feed does not own it.</param>
/// <param name="request">The analysis to create. Its request id makes a repeat harmless, so a restarted runner finds its analysis again.</param>
/// <param name="time">The clock.</param>
public sealed class AnalysisFeed(AnalysesClient client, CreateAnalysisRequest request, TimeProvider time) : IVerdictFeed
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private readonly string _name = $"analyses/{request.AnalysisId}";
    private readonly Channel<SetStepRequest> _wanted = Channel.CreateBounded<SetStepRequest>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
    private SetStepRequest? _newest;
    private bool _isFinished;

    /// <summary>What the server refused, and why; null: nothing. Being unreachable is not refusing.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Hears what was refused.</summary>
    public Action<string> OnRefused { get; init; } = _ => { };

    /// <summary>Hears after every call whether the server answers (null), else why not.</summary>
    public Action<string?> OnAnswer { get; init; } = _ => { };

    /// <summary>Why a call got no answer, in words.</summary>
    /// <param name="e">How it failed.</param>
    public static string Reason(RpcException e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return e.Status.Detail.Length > 0 ? e.Status.Detail : e.StatusCode == StatusCode.DeadlineExceeded ? "No answer in time." : $"{e.StatusCode}.";
    }

    /// <inheritdoc />
    public async Task RunAsync(Func<RolloutInput.Judged, Judgement?, ValueTask> hear, CancellationToken cancellation)
    {
        try
        {
            if (await InsistAsync(() => client.CreateAsync(request, cancellation), cancellation).ConfigureAwait(false) is null)
            {
                // Refused: there is nothing to listen to, and what else could be refused would only hide why.
                return;
            }

            await Task.WhenAll(SetStepsAsync(cancellation), ListenAsync(hear, cancellation)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The rollout is over.
        }
    }

    /// <inheritdoc />
    public void Watch(EpochSpan epoch) => Want(new()
    {
        Name = _name,
        Step = new() { Epoch = (ulong)epoch.Epoch, Index = (uint)epoch.Step, WeightBasisPoints = (uint)epoch.Weight.BasisPoints, Since = epoch.Since.ToTimestamp() },
    });

    /// <inheritdoc />
    public void EndEpoch(DateTimeOffset at) => Want(new() { Name = _name, Ended = at.ToTimestamp() });

    /// <inheritdoc />
    public async Task FinishAsync(CancellationToken cancellation)
    {
        _isFinished = true;
        try
        {
            await client.FinishAsync(_name, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is RpcException or JudgeRequestException or OperationCanceledException)
        {
            // It ended by itself at FAIL, or the server is gone: the rollout is over all the same.
        }
    }

    private void Want(SetStepRequest request)
    {
        _newest = request;
        _wanted.Writer.TryWrite(request);
    }

    private async Task SetStepsAsync(CancellationToken cancellation)
    {
        await foreach (var step in _wanted.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            // That there is no step to end, or that the analysis has ended by itself at FAIL, is nothing to complain of.
            await InsistAsync(() => client.SetStepAsync(step, cancellation), cancellation, () => !ReferenceEquals(step, _newest), mayBeRefused: step.Step is null).ConfigureAwait(false);
        }
    }

    private async Task ListenAsync(Func<RolloutInput.Judged, Judgement?, ValueTask> hear, CancellationToken cancellation)
    {
        while (true)
        {
            if (await ListenOnceAsync(hear, cancellation).ConfigureAwait(false))
            {
                return;
            }

            // Back after a break: a server that lost nothing hears the same step twice, one that was set up anew needs it.
            if (_newest is { } step)
            {
                Want(step);
            }
        }
    }

    /// <summary>Listens until the analysis ends.</summary>
    /// <returns>Whether it ended, or was refused; else the connection broke.</returns>
    private async Task<bool> ListenOnceAsync(Func<RolloutInput.Judged, Judgement?, ValueTask> hear, CancellationToken cancellation)
    {
        try
        {
            await foreach (var told in client.WatchAsync(_name, 0, cancellation).ConfigureAwait(false))
            {
                OnAnswer(null);
                if (told.Look is { Judgement: { } judgement } look)
                {
                    await hear(Read(look), judgement).ConfigureAwait(false);
                }
                else if (told.StateChange is { State: not Analysis.Types.State.Failed } ended && !_isFinished)
                {
                    Refuse($"The analysis was ended by another hand: {ended.State}. Nobody judges any more.");
                }
            }

            return true;
        }
        catch (JudgeRequestException e)
        {
            Refuse(e.Message);
            return true;
        }
        catch (RpcException e)
        {
            Miss(e, cancellation);
            await Task.Delay(TimeSpan.FromSeconds(1), time, cancellation).ConfigureAwait(false);
            return false;
        }
    }

    private RolloutInput.Judged Read(AnalysisEvent.Types.Look look) => new(
        (long)look.Epoch,
        look.Judgement.Verdict switch
        {
            Judgement.Types.Verdict.Pass => Verdict.Pass,
            Judgement.Types.Verdict.Fail => Verdict.Fail,
            _ => Verdict.Inconclusive,
        },
        (long)look.CanaryTraffic,
        look.Data,
        $"{_name}/looks/{look.Number}");

    private void Miss(RpcException e, CancellationToken cancellation)
    {
        if (!cancellation.IsCancellationRequested)
        {
            OnAnswer(Reason(e));
        }
    }

    private void Refuse(string why) => OnRefused(Refusal = why);

    /// <summary>Makes a call until it holds, is refused, or something newer has come.</summary>
    private async Task<T?> InsistAsync<T>(Func<Task<T>> call, CancellationToken cancellation, Func<bool>? isOld = null, bool mayBeRefused = false)
    {
        for (var pause = TimeSpan.FromSeconds(1); isOld?.Invoke() != true; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                var answer = await call().ConfigureAwait(false);
                OnAnswer(null);
                return answer;
            }
            catch (JudgeRequestException e)
            {
                if (!mayBeRefused)
                {
                    Refuse(e.Message);
                }

                return default;
            }
            catch (RpcException e)
            {
                Miss(e, cancellation);
                await Task.Delay(pause, time, cancellation).ConfigureAwait(false);
            }
        }

        return default;
    }
}

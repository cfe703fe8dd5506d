using CanaryJudge.Contracts.V1;
using CanaryJudge.Rollouts;
using Google.Protobuf.WellKnownTypes;

namespace CanaryJudge.AnalysisClient.Traffic.PlugIns;

/// <summary>Moves the weight through a plug-in in any language: a program, a web hook, or a gRPC server.</summary>
/// <remarks>
/// Everything about the target is the plug-in's to say. An answer that the contract does not allow counts as none; a call that takes too long is given
/// up. The contract: <c>proto/canaryjudge/v1/traffic.proto</c>.
/// </remarks>
public sealed class PlugInController : ITrafficController
{
    private readonly string _name;
    private readonly TimeSpan _timeout;
    private readonly IPlugIn _plugIn;
    private DescribeResponse? _said;

    internal PlugInController(string name, TimeSpan timeout, IPlugIn plugIn) => (_name, _timeout, _plugIn) = (name, timeout, plugIn);

    /// <inheritdoc />
    public string? Trouble { get; private set; }

    /// <inheritdoc />
    public Task<TargetFacts?> DescribeAsync(CancellationToken cancellation) => KnownAsync(
        async c =>
        {
            var said = await _plugIn.DescribeAsync(c).ConfigureAwait(false);
            var facts = PlugInAnswers.Facts(said);
            _said = said;
            return facts;
        },
        cancellation);

    /// <inheritdoc />
    public async Task<Weight?> ReadAsync(CancellationToken cancellation)
    {
        var reason = "";
        var read = await KnownAsync(
            async c =>
            {
                var answer = await _plugIn.GetWeightAsync(c).ConfigureAwait(false);
                reason = answer.Reason;
                return new Reading(PlugInAnswers.Weight(answer));
            },
            cancellation).ConfigureAwait(false);
        Trouble ??= reason.Length > 0 ? $"{_name}: {Spelling.Shown(reason)}" : null;
        return read?.Weight;
    }

    /// <inheritdoc />
    public async Task<WeightChange> SetAsync(WeightOrder order, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(order);
        WeightChange? change = null;
        var failure = await TryAsync(async c => change = PlugInAnswers.Change(await OrderAsync(order, c).ConfigureAwait(false), order.Weight), cancellation).ConfigureAwait(false);
        return failure is null ? change! : new WeightChange.Unknown(failure);
    }

    /// <inheritdoc />
    public void Dispose() => _plugIn.Dispose();

    private async Task<Contracts.V1.WeightChange?> OrderAsync(WeightOrder order, CancellationToken cancellation)
    {
        if (order.Final && order.Weight == Weight.Full && (await SaidAsync(cancellation).ConfigureAwait(false)).Promotes)
        {
            return (await _plugIn.PromoteAsync(new() { RolloutId = order.RolloutId, Epoch = (ulong)order.Epoch, Fence = (ulong)order.Fence }, cancellation).ConfigureAwait(false)).Change;
        }

        if (order.Final && order.Weight == Weight.Zero && (await SaidAsync(cancellation).ConfigureAwait(false)).Aborts)
        {
            return (await _plugIn.AbortAsync(new() { RolloutId = order.RolloutId, Epoch = (ulong)order.Epoch, Fence = (ulong)order.Fence }, cancellation).ConfigureAwait(false)).Change;
        }

        var request = new SetWeightRequest
        {
            RolloutId = order.RolloutId,
            Epoch = (ulong)order.Epoch,
            Fence = (ulong)order.Fence,
            WeightBasisPoints = (uint)order.Weight.BasisPoints,
            Final = order.Final,
            ValidUntil = order.ValidUntil is { } until ? Timestamp.FromDateTimeOffset(until) : null,
        };
        return (await _plugIn.SetWeightAsync(request, cancellation).ConfigureAwait(false)).Change;
    }

    /// <summary>What the plug-in said of itself. It holds, so it is asked once.</summary>
    private async Task<DescribeResponse> SaidAsync(CancellationToken cancellation) => _said ??= await _plugIn.DescribeAsync(cancellation).ConfigureAwait(false);

    private async Task<T?> KnownAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellation)
        where T : class
    {
        T? known = null;
        Trouble = await TryAsync(async c => known = await ask(c).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        return known;
    }

    /// <summary>Makes a call with a limit of time.</summary>
    /// <returns>Why there is no answer; null: there is one.</returns>
    private async Task<string?> TryAsync(Func<CancellationToken, Task> call, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_timeout);
        try
        {
            await call(limit.Token).ConfigureAwait(false);
            return null;
        }
        catch (PlugInException e)
        {
            return $"{_name}: {e.Message}.";
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"{_name} did not answer within {_timeout.TotalSeconds:0.###} s.";
        }
    }

    private sealed record Reading(Weight? Weight);
}

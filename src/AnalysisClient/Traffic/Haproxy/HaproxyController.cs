using System.Net.Sockets;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Traffic.Haproxy;

/// <summary>Splits at HAProxy through its runtime API: the weights of the servers of one backend, without a reload.</summary>
/// <remarks>
/// <para>Steps: what whole weights up to 256 on each server give, towards the baseline. Read-back: yes. Fences: no, HAProxy keeps no mark. Sticky: only
/// with a consistent hash, or cookies.</para>
/// <para>Weights do not survive a reload: HAProxy starts with its configuration's, which is read as drift and set again.</para>
/// <para>Source: HAProxy management guide, "set server", "show servers state", "show stat".</para>
/// </remarks>
public sealed class HaproxyController : ITrafficController
{
    private const string Static = "static LB algorithm";

    private readonly HaproxySocket _socket;
    private readonly string _backend;
    private readonly string _canary;
    private readonly string _baseline;

    private HaproxyController(TrafficSettings settings)
    {
        _socket = new(settings["socket"]);
        _backend = settings["backend"];
        _canary = settings["canary"];
        _baseline = settings["baseline"];
    }

    /// <summary>The kind <c>haproxy</c>.</summary>
    public static TrafficKind Kind { get; } = TrafficKind.Of(
        "haproxy",
        "Splits at HAProxy through its runtime socket",
        [
            new("socket", "the runtime socket, of level admin: a path, or host:port") { IsRequired = true, Check = HaproxySocket.Check },
            new("backend", "the backend that holds both arms") { IsRequired = true, Check = v => v.Contains(',', StringComparison.Ordinal) || v.Contains('*', StringComparison.Ordinal) || HaproxyArms.Check(v) is not null ? "A backend is one name of letters, digits and - _ . :" : null },
            new("canary", "the canary's servers, with commas between: canary, or canary-*") { Default = "canary", Check = HaproxyArms.Check },
            new("baseline", "the baseline's servers, likewise") { Default = "baseline", Check = HaproxyArms.Check },
        ],
        s => new HaproxyController(s));

    /// <inheritdoc />
    public string? Trouble { get; private set; }

    /// <inheritdoc />
    public async Task<TargetFacts?> DescribeAsync(CancellationToken cancellation) =>
        await LookAsync(cancellation).ConfigureAwait(false) is not { Arms: { } arms, Backend: { } backend } ? null : new()
        {
            Target = $"HAProxy backend {_backend} at {_socket.Address}",
            Grain = backend.IsAllOrNothing ? 10_000 : ServerWeights.Grain(arms.Canary.Count, arms.Baseline.Count),
            LateBound = TimeSpan.FromSeconds(1),
        };

    /// <inheritdoc />
    public async Task<Weight?> ReadAsync(CancellationToken cancellation) => (await LookAsync(cancellation).ConfigureAwait(false)).Arms?.InForce;

    /// <inheritdoc />
    public async Task<WeightChange> SetAsync(WeightOrder order, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(order);
        var look = await LookAsync(cancellation).ConfigureAwait(false);
        if (look is not { Arms: { } arms, Backend: { } backend })
        {
            return look.Problem!;
        }

        if (Refusal(order.Weight, arms, backend) is { } refusal)
        {
            return new WeightChange.Rejected(refusal);
        }

        try
        {
            var weights = ServerWeights.For(order.Weight, arms.Canary.Count, arms.Baseline.Count)!.Value;
            var answer = await SendAsync(arms, weights.Canary.ToString(), weights.Baseline.ToString(), cancellation).ConfigureAwait(false);
            if (IsEnd(order.Weight) && answer.Contains(Static, StringComparison.Ordinal))
            {
                if (arms.WithoutConfiguredWeight(canary: order.Weight == Weight.Full) is { } unfit)
                {
                    return new WeightChange.Rejected($"'balance {backend.Algorithm}' knows only the configured weight and none, and {unfit} is configured with none.");
                }

                answer = await SendAsync(arms, weights.Canary == 0 ? "0%" : "100%", weights.Baseline == 0 ? "0%" : "100%", cancellation).ConfigureAwait(false);
            }

            return await ResultAsync(order.Weight, arms, backend, answer, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return new WeightChange.Unknown($"HAProxy at {_socket.Address}: {e.Message}");
        }
    }

    private static bool IsEnd(Weight weight) => weight == Weight.Zero || weight == Weight.Full;

    private static string AllOrNothing(string algorithm) =>
        $"'balance {algorithm}' takes no weights but 0% and 100%; use roundrobin or random(1), or a hash with 'hash-type consistent'.";

    /// <summary>Why a weight cannot be had here; null: it can.</summary>
    private string? Refusal(Weight weight, HaproxyArms arms, HaproxyBackend backend) =>
        IsEnd(weight) ? null
        : backend.IsAllOrNothing ? AllOrNothing(backend.Algorithm)
        : ServerWeights.For(weight, arms.Canary.Count, arms.Baseline.Count) is null
            ? $"{weight} of {_backend} cannot be had: the smallest share of {arms.Canary.Count} canary and {arms.Baseline.Count} baseline servers lies above it, 1 of {ServerWeights.Largest} each."
            : null;

    /// <summary>Sets one arm and, if HAProxy takes that, the other: in an order that never gives the canary more than it has or will have, and never takes the
    /// weight from one arm before the other has some.</summary>
    /// <returns>What HAProxy says; empty: it took all.</returns>
    private async Task<string> SendAsync(HaproxyArms arms, string canary, string baseline, CancellationToken cancellation)
    {
        var baselineRises = arms.Baseline.Max(s => s.Weight) <= (baseline == "100%" ? ServerWeights.Largest : int.Parse(baseline.TrimEnd('%')));
        string canaries = Commands(arms.Canary, canary), baselines = Commands(arms.Baseline, baseline);
        var first = await SayAsync(baselineRises ? baselines : canaries, cancellation).ConfigureAwait(false);
        return first.Length > 0 ? first : await SayAsync(baselineRises ? canaries : baselines, cancellation).ConfigureAwait(false);
    }

    private string Commands(IEnumerable<HaproxyServer> servers, string weight) => string.Join(';', servers.Select(s => $"set server {_backend}/{s.Name} weight {weight}"));

    private async Task<string> SayAsync(string commands, CancellationToken cancellation) =>
        (await _socket.SendAsync(commands, cancellation).ConfigureAwait(false)).Trim().ReplaceLineEndings(" ");

    /// <summary>What came of the commands. HAProxy's silence alone is not taken for success.</summary>
    private async Task<WeightChange> ResultAsync(Weight asked, HaproxyArms before, HaproxyBackend backend, string answer, CancellationToken cancellation)
    {
        var look = await LookAsync(cancellation).ConfigureAwait(false);
        if (look.Arms is not { } arms)
        {
            return new WeightChange.Unknown("The weights were sent, but what came of them cannot be seen.");
        }

        if (answer.Length > 0)
        {
            var said = answer.Contains(Static, StringComparison.Ordinal) ? AllOrNothing(backend.Algorithm) : $"HAProxy: {Spelling.Shown(answer)}";
            return arms.InForce == before.InForce ? new WeightChange.Rejected(said) : new WeightChange.Unknown(said);
        }

        var wanted = ServerWeights.For(asked, arms.Canary.Count, arms.Baseline.Count)?.InForce(arms.Canary.Count, arms.Baseline.Count);
        return arms.InForce is { } found && found == wanted ? new WeightChange.Applied(found)
            : new WeightChange.Unknown($"HAProxy took the weights, but {_backend} runs at {arms.InForce?.ToString() ?? "no split"}{(arms.Out.Any() ? $"; taken out: {string.Join(", ", arms.Out)}" : "")}.");
    }

    private async Task<Look> LookAsync(CancellationToken cancellation)
    {
        var look = await TryLookAsync(cancellation).ConfigureAwait(false);
        Trouble = look switch
        {
            { Problem: WeightChange.Rejected refused } => refused.Reason,
            { Problem: WeightChange.Unknown unknown } => unknown.Reason,
            { Arms.InForce: null } => $"HAProxy backend {_backend} has no server with weight.",
            _ => null,
        };
        return look;
    }

    private async Task<Look> TryLookAsync(CancellationToken cancellation)
    {
        try
        {
            var answer = await _socket.SendAsync(HaproxyBackend.Commands(_backend), cancellation).ConfigureAwait(false);
            if (HaproxyBackend.Parse(answer) is not { } backend)
            {
                // Each of its answers ends with an empty line; one that does not was cut off, by its end or a reload.
                if (!answer.EndsWith("\n\n", StringComparison.Ordinal))
                {
                    return new(null, null, new WeightChange.Unknown($"HAProxy at {_socket.Address} broke off its answer."));
                }

                return new(null, null, new WeightChange.Rejected($"HAProxy at {_socket.Address} does not show the backend '{_backend}': {Spelling.Shown(answer.Trim())}"));
            }

            var (arms, problem) = HaproxyArms.Of(backend, _canary, _baseline);
            return new(backend, arms, problem is null ? null : new WeightChange.Rejected($"HAProxy backend {_backend} {problem}."));
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return new(null, null, new WeightChange.Unknown($"HAProxy at {_socket.Address}: {e.Message}"));
        }
    }

    /// <summary>The backend as it runs now, or why there is no split to see; then nothing was written.</summary>
    private sealed record Look(HaproxyBackend? Backend, HaproxyArms? Arms, WeightChange? Problem);
}

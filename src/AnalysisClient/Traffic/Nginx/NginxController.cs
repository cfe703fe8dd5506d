using CanaryJudge.AnalysisClient.Traffic.Programs;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Traffic.Nginx;

/// <summary>Splits at an open-source NGINX on this machine: writes one include file and reloads.</summary>
/// <remarks>
/// <para>Steps: 0.01 %. Read-back: yes, from the loaded configuration. Fences: yes, by the mark in the file, under a lock. Sticky: by the chosen key, and
/// who is in at a weight stays in at every higher one.</para>
/// <para>The order of things: write beside, rename, <c>nginx -t</c>, put the old file back if that fails, signal the master, ask until the order is in
/// force. The master lets old workers accept for 100 ms beside the new ones, so an order is in force when only it has answered for 300 ms. Connections
/// that are open stay with an old worker until they end; <c>worker_shutdown_timeout</c> bounds that.</para>
/// </remarks>
public sealed class NginxController : ITrafficController
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5), s_quiet = TimeSpan.FromMilliseconds(300), s_late = TimeSpan.FromSeconds(2), s_poll = TimeSpan.FromMilliseconds(20);

    private readonly IncludeFile _file;
    private readonly NginxSplit _split;
    private readonly NginxMaster _master;
    private readonly NginxStatus _status;

    private NginxController(TrafficSettings settings)
    {
        _file = new(settings["include"]);
        _split = new(settings["name"], settings["key"], settings["canary"], settings["baseline"]);
        _master = new(CommandLine.Split(settings["test"])!, settings.Find("reload") is { } reload ? CommandLine.Split(reload) : null, settings["pid"]);
        _status = new(settings["status"]);
    }

    /// <summary>The kind <c>nginx</c>.</summary>
    public static TrafficKind Kind { get; } = TrafficKind.Of(
        "nginx",
        "Splits at NGINX through an include file and a reload",
        [
            new("include", "the file to write, which nginx.conf includes in its http block") { IsRequired = true },
            new("key", "what decides the arm, text with NGINX variables: $cookie_user keeps users in their arm, $request_id draws for each request")
            {
                IsRequired = true, Check = v => v.IndexOfAny(['"', '\\', '\n', '\r']) >= 0 ? "A key has no quotes, backslashes or line ends." : v.Contains('$', StringComparison.Ordinal) ? null : "A key without a variable such as $cookie_user puts everybody into one arm.",
            },
            new("status", "where NGINX answers with the order in force: http://127.0.0.1:8089/canaryjudge or unix:/run/canaryjudge.sock") { IsRequired = true, Check = NginxStatus.Check },
            new("canary", "the canary's upstream") { Default = "canary", Check = CheckUpstream },
            new("baseline", "the baseline's upstream") { Default = "baseline", Check = CheckUpstream },
            new("name", "the prefix of the variables: $canaryjudge_arm and $canaryjudge_state") { Default = "canaryjudge", Check = CheckName },
            new("test", "the command that tests the configuration") { Default = "nginx -t -q", Check = CommandLine.Check },
            new("reload", "the command that loads the configuration, instead of a signal to the master") { Check = CommandLine.Check },
            new("pid", "the file with the id of the master process") { Default = "/run/nginx.pid" },
        ],
        s => new NginxController(s));

    /// <inheritdoc />
    public string? Trouble { get; private set; }

    /// <inheritdoc />
    public Task<TargetFacts?> DescribeAsync(CancellationToken cancellation) =>
        Task.FromResult<TargetFacts?>(new() { Target = $"NGINX through {_file.Path}", Grain = 1, Fences = true, LateBound = s_late });

    /// <inheritdoc />
    public async Task<Weight?> ReadAsync(CancellationToken cancellation)
    {
        var (state, problem) = await _status.ReadAsync(cancellation).ConfigureAwait(false);

        // The loaded file can still be looked at, if nobody has written another since: its shares must be those that it claims.
        var isEdited = state?.Mark is { } mark && Text() is { } text && NginxSplit.MarkOf(text) == mark && !_split.IsConsistent(text, state.Weight);
        Trouble = isEdited ? $"{_file.Path} was edited: its shares are not those of the order it names." : problem;
        return isEdited ? null : state?.Weight;
    }

    /// <inheritdoc />
    public async Task<WeightChange> SetAsync(WeightOrder order, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(order);
        try
        {
            using var turn = _file.TryLock();
            return turn is null
                ? new WeightChange.Unknown($"Another process is changing {_file.Path}.")
                : await SetLockedAsync(order, cancellation).ConfigureAwait(false);
        }
        catch (UnauthorizedAccessException e)
        {
            return new WeightChange.Rejected($"{e.Message} The runner must be allowed to write {_file.Path}, and beside it.");
        }
        catch (IOException e)
        {
            return new WeightChange.Unknown($"{_file.Path}: {e.Message}");
        }
    }

    /// <inheritdoc />
    public void Dispose() => _status.Dispose();

    private static string? CheckUpstream(string name) =>
        name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or ':') ? null : "An upstream has letters, digits and . - _ : only.";

    private static string? CheckName(string name) =>
        name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_') ? null : "A name has small letters, digits and _ only.";

    private async Task<WeightChange> SetLockedAsync(WeightOrder order, CancellationToken cancellation)
    {
        var before = _file.Read();
        if (before is not null && NginxSplit.MarkOf(before)?.Refuses(order) is { } older)
        {
            return new WeightChange.Rejected(older);
        }

        if (before is not null && !_split.IsOurs(before))
        {
            return new WeightChange.Rejected($"{_file.Path} holds something else than a split that sets ${_split.Name}_state; give a file of its own, or an empty one.");
        }

        var after = _split.Render(order);
        if (after == before && await IsInForceAsync(order, cancellation).ConfigureAwait(false))
        {
            return new WeightChange.Applied(order.Weight);
        }

        return await LoadAsync(before, after, cancellation).ConfigureAwait(false) ?? await WaitAsync(order, cancellation).ConfigureAwait(false);
    }

    /// <summary>Brings a file into force, or leaves the one before.</summary>
    /// <returns>Why not; null: the master was told.</returns>
    private async Task<WeightChange?> LoadAsync(string? before, string after, CancellationToken cancellation)
    {
        var told = false;
        try
        {
            _file.Write(after);
            if (await _master.TestAsync(cancellation).ConfigureAwait(false) is { } mistake)
            {
                return new WeightChange.Rejected(mistake);
            }

            var problem = await _master.ReloadAsync(cancellation).ConfigureAwait(false);
            told = problem is null;
            return told ? null : new WeightChange.Unknown(problem!);
        }
        finally
        {
            // A file that lies there unloaded would come into force with anybody's next reload.
            if (!told)
            {
                _file.Write(before);
            }
        }
    }

    private async Task<WeightChange> WaitAsync(WeightOrder order, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(s_patience);
        try
        {
            for (var agreed = TimeSpan.Zero; agreed < s_quiet;)
            {
                await Task.Delay(s_poll, patience.Token).ConfigureAwait(false);
                agreed = await IsInForceAsync(order, patience.Token).ConfigureAwait(false) ? agreed + s_poll : TimeSpan.Zero;
            }

            return new WeightChange.Applied(order.Weight);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new WeightChange.Unknown($"NGINX was told to reload, but {s_patience.TotalSeconds} s later does not answer with this order; its error log says why.");
        }
    }

    private async Task<bool> IsInForceAsync(WeightOrder order, CancellationToken cancellation) =>
        (await _status.ReadAsync(cancellation).ConfigureAwait(false)).State == new NginxState(order.Weight, OrderMark.Of(order));

    private string? Text()
    {
        try
        {
            return _file.Read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

namespace CanaryJudge.Proxy;

/// <summary>What a proxy splits between, and how.</summary>
public sealed record SplitProxyOptions
{
    /// <summary>Where the version is that everyone else uses: scheme, host, port, and a path to put before every request's.</summary>
    public required Uri Baseline { get; init; }

    /// <summary>Where the new version is.</summary>
    public required Uri Canary { get; init; }

    /// <summary>The address to listen on for requests.</summary>
    /// <value>host:port; port 0: a free one. The default is 127.0.0.1:8088.</value>
    public string Listen { get; init; } = "127.0.0.1:8088";

    /// <summary>The address to listen on for orders; loopback only.</summary>
    /// <value>host:port; port 0: a free one. The default is 127.0.0.1:8089.</value>
    public string Control { get; init; } = "127.0.0.1:8089";

    /// <summary>The header whose value keeps a user in one arm; null: a cookie does, unless <see cref="Cookie"/> is null too.</summary>
    public string? Header { get; init; }

    /// <summary>The cookie that keeps a user in one arm; it is given to whoever has none. Null: each request is drawn anew.</summary>
    public string? Cookie { get; init; } = "canaryjudge";

    /// <summary>A header that chooses the arm itself, with the value <c>baseline</c> or <c>canary</c>, whatever the weight; such requests are not measured. Null: none.</summary>
    public string? ArmHeader { get; init; }

    /// <summary>The share of the baseline's GET and HEAD requests that the canary gets a copy of, from 0 to 1. Its answers to them go nowhere, and count.</summary>
    public double Mirror { get; init; }

    /// <summary>How long a version may take to begin its answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>The judge's server that is told what was measured; null: nobody is.</summary>
    public string? Server { get; init; }

    /// <summary>The analysis that the measurements are for: its id. Null: that of the rollout that set the weight.</summary>
    public string? Analysis { get; init; }

    /// <summary>What the latency is called in the policy; of kind samples, in milliseconds. Of requests that succeeded.</summary>
    public string LatencyMetric { get; init; } = "latency_ms";

    /// <summary>What the share of failed requests is called in the policy; of kind ratio. Failed: answered with 500 and above, or not at all.</summary>
    public string ErrorsMetric { get; init; } = "errors";
}

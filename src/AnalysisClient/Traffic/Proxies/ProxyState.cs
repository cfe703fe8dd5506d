using System.Text.Json.Serialization;

namespace CanaryJudge.AnalysisClient.Traffic.Proxies;

/// <summary>What our proxy says of itself: the body of <c>GET /split</c>.</summary>
public sealed record ProxyState
{
    /// <summary>The weight in force.</summary>
    /// <value>From 0 to 10,000.</value>
    public required int BasisPoints { get; init; }

    /// <summary>The rollout whose order was taken last; null: none since the start.</summary>
    public string? RolloutId { get; init; }

    /// <summary>That order's fence.</summary>
    public long Fence { get; init; }

    /// <summary>That order's epoch.</summary>
    public long Epoch { get; init; }

    /// <summary>When the weight falls to zero unless the order is renewed; null: never.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>Why this order was refused; null: it was not.</summary>
    public string? Refusal { get; init; }

    /// <summary>The baseline's requests that were measured since the start.</summary>
    public long BaselineRequests { get; init; }

    /// <summary>The canary's.</summary>
    public long CanaryRequests { get; init; }

    /// <summary>Measurements that were given up because the judge's server did not take them in time.</summary>
    public long Dropped { get; init; }

    /// <summary>Why the judge's server did not take the newest measurements; null: it did.</summary>
    public string? Trouble { get; init; }
}

/// <summary>An order to our proxy: the body of <c>PUT /split</c>.</summary>
public sealed record ProxyOrder
{
    /// <summary>The rollout.</summary>
    public required string RolloutId { get; init; }

    /// <summary>The runner's fence; null: 1, for orders by hand.</summary>
    public long? Fence { get; init; }

    /// <summary>The number of the move; null: 1, for orders by hand.</summary>
    public long? Epoch { get; init; }

    /// <summary>The weight.</summary>
    /// <value>From 0 to 10,000.</value>
    public required int BasisPoints { get; init; }

    /// <summary>When it falls to zero unless the order comes again; null: never.</summary>
    public DateTimeOffset? ValidUntil { get; init; }
}

/// <summary>The JSON of both.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ProxyState))]
[JsonSerializable(typeof(ProxyOrder))]
public sealed partial class ProxyStateJson : JsonSerializerContext;

namespace CanaryJudge.Shop;

/// <summary>How one version of the shop behaves.</summary>
public sealed class ShopOptions
{
    /// <summary>Where it listens, on loopback.</summary>
    public int Port { get; set; } = 9001;

    /// <summary>Its version, which each answer carries as <c>X-Version</c>.</summary>
    public string Version { get; set; } = "1.0";

    /// <summary>The median time of an answer.</summary>
    public double Milliseconds { get; set; } = 20;

    /// <summary>How much slower it is: 0.7 is 70 % more.</summary>
    public double Slower { get; set; }

    /// <summary>The share of requests that fail.</summary>
    public double Fails { get; set; }

    /// <summary>The share of users who notice either; always the same ones.</summary>
    public double For { get; set; } = 1;
}

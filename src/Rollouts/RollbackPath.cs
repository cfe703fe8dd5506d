namespace CanaryJudge.Rollouts;

/// <summary>How a rollback goes down.</summary>
public sealed record RollbackPath
{
    /// <summary>Whether it stops at the weights of <see cref="Through"/>; else zero is asked at once.</summary>
    public bool Stepped { get; init; }

    /// <summary>The weights between, rising.</summary>
    public IReadOnlyList<Weight> Through { get; init; } = [];

    /// <summary>Seconds at each of them.</summary>
    /// <value>The default is 30 seconds.</value>
    public long Every { get; init; } = 30;

    /// <summary>The next weight below one.</summary>
    internal Weight Below(Weight weight) => Stepped ? Through.Where(w => w < weight).DefaultIfEmpty(Weight.Zero).Max() : Weight.Zero;
}

namespace CanaryJudge.Statistics.Sequential;

/// <summary>The buckets of one stratum, added up.</summary>
internal sealed class EventTotal : IStateful
{
    private EventBucket _sum;

    internal EventBucket Sum => _sum;

    internal void Add(EventBucket bucket) => _sum = _sum.Plus(bucket);

    internal void Clear() => _sum = default;

    public void Exchange(StateExchange state) => EventBucket.Exchange(state, ref _sum);
}

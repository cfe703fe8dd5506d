namespace CanaryJudge.Statistics.Sequential;

/// <summary>In how many buckets each arm had data.</summary>
internal sealed class ArmsPresence : IStateful
{
    private const double TooManyMissing = 0.2;
    private long _buckets;
    private long _baseline;
    private long _canary;

    internal long Buckets => _buckets;

    internal SequentialReasons Reasons =>
        _buckets - Math.Min(_baseline, _canary) > TooManyMissing * _buckets ? SequentialReasons.MissingData : SequentialReasons.None;

    internal void Add(bool baseline, bool canary)
    {
        _buckets++;
        _baseline += baseline ? 1 : 0;
        _canary += canary ? 1 : 0;
    }

    public void Exchange(StateExchange state)
    {
        state.Number(ref _buckets);
        state.Number(ref _baseline);
        state.Number(ref _canary);
    }
}

using CanaryJudge.Judging;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.AnalysisServer.Tests;

/// <summary>The real judge behind a gate: it answers when the gate opens, and gives up when it is cancelled.</summary>
internal sealed class HeldJudge : IDisposable
{
    private readonly ManualResetEventSlim _gate = new();
    private int _started;
    private int _most;
    private int _now;

    /// <summary>Policies of this name are answered at once.</summary>
    public const string Quick = "quick";

    public int Started => Volatile.Read(ref _started);

    public int Now => Volatile.Read(ref _now);

    public int Most => Volatile.Read(ref _most);

    public void Open() => _gate.Set();

    public Judgement Decide(Policy policy, Snapshot snapshot, ulong seed, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _started);
        var now = Interlocked.Increment(ref _now);
        InterlockedMax(now);
        try
        {
            if (policy.Name != Quick)
            {
                _gate.Wait(cancellation);
            }

            return Judge.Decide(policy, snapshot, seed, cancellation);
        }
        finally
        {
            Interlocked.Decrement(ref _now);
        }
    }

    public void Dispose() => _gate.Dispose();

    private void InterlockedMax(int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref _most)) < value && Interlocked.CompareExchange(ref _most, value, seen) != seen)
        {
        }
    }
}

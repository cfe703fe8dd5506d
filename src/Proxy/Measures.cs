namespace CanaryJudge.Proxy;

/// <summary>What was measured, second by second; at most so many latencies wait for being sent.</summary>
internal sealed class Measures(TimeProvider clock)
{
    /// <summary>Latencies that wait at most, of both arms: some megabytes. Beyond, requests still count, their latencies do not.</summary>
    public const int MostLatencies = 200_000;

    /// <summary>Seconds that wait at most: a server that is away longer misses the oldest.</summary>
    public const int MostSeconds = 600;

    private readonly Lock _turn = new();
    private readonly SortedDictionary<long, Second> _seconds = [];
    private int _latencies;

    /// <summary>Latencies and seconds that were given up because nobody took them in time.</summary>
    public long Dropped { get; private set; }

    /// <summary>Requests measured since the start, by arm.</summary>
    public (long Baseline, long Canary) Requests { get; private set; }

    /// <summary>Notes a request that has ended now.</summary>
    /// <param name="arm">Its arm.</param>
    /// <param name="milliseconds">How long it took.</param>
    /// <param name="failed">Whether it failed; then its latency says nothing.</param>
    public void Add(ProxyArm arm, double milliseconds, bool failed)
    {
        lock (_turn)
        {
            var now = clock.GetUtcNow().UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
            var number = now / TimeSpan.TicksPerSecond;
            if (!_seconds.TryGetValue(number, out var second))
            {
                _seconds.Add(number, second = new(number));
                Drop();
            }

            var part = arm == ProxyArm.Canary ? second.Canary : second.Baseline;
            part.Total++;
            part.Failed += failed ? 1UL : 0;
            Requests = arm == ProxyArm.Canary ? Requests with { Canary = Requests.Canary + 1 } : Requests with { Baseline = Requests.Baseline + 1 };
            if (failed)
            {
                return;
            }

            if (_latencies == MostLatencies)
            {
                Dropped++;
                return;
            }

            _latencies++;
            part.Times.Add(now * TimeSpan.NanosecondsPerTick);
            part.Latencies.Add(milliseconds);
        }
    }

    /// <summary>Takes out the seconds that are over.</summary>
    /// <returns>In order; none: nothing is over.</returns>
    public IReadOnlyList<Second> Take()
    {
        lock (_turn)
        {
            var present = (clock.GetUtcNow().UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerSecond;
            Second[] over = [.. _seconds.Values.TakeWhile(s => s.Number < present)];
            Array.ForEach(over, Remove);
            return over;
        }
    }

    private void Drop()
    {
        while (_seconds.Count > MostSeconds)
        {
            Remove(_seconds.First().Value);
            Dropped++;
        }
    }

    private void Remove(Second second)
    {
        _seconds.Remove(second.Number);
        _latencies -= second.Baseline.Latencies.Count + second.Canary.Latencies.Count;
    }

    /// <summary>What ended in one second.</summary>
    /// <param name="number">Seconds since 1970.</param>
    internal sealed class Second(long number)
    {
        public long Number => number;

        public Part Baseline { get; } = new();

        public Part Canary { get; } = new();
    }

    /// <summary>One arm's.</summary>
    internal sealed class Part
    {
        public ulong Total { get; set; }

        public ulong Failed { get; set; }

        /// <summary>When each request that succeeded ended. Unix nanoseconds.</summary>
        public List<long> Times { get; } = [];

        /// <summary>How long each took. Milliseconds.</summary>
        public List<double> Latencies { get; } = [];
    }
}

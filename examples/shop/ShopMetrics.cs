using System.Globalization;
using System.Text;

namespace CanaryJudge.Shop;

/// <summary>Requests by status, and their times, as Prometheus reads them.</summary>
internal sealed class ShopMetrics
{
    // From 2 ms to some 2 s, each bound 15 % above the one before: a bucket must be narrower than the margin it is judged by.
    private static readonly double[] Bounds = [.. Enumerable.Range(0, 50).Select(i => Math.Round(0.002 * Math.Pow(1.15, i), 5))];

    private readonly Lock _turn = new();
    private readonly SortedDictionary<int, long> _requests = [];
    private readonly long[] _buckets = new long[Bounds.Length + 1];
    private double _sum;

    /// <summary>Counts a request.</summary>
    public void Count(int code, TimeSpan time)
    {
        lock (_turn)
        {
            _requests[code] = _requests.GetValueOrDefault(code) + 1;
            _sum += time.TotalSeconds;
            var bucket = Array.BinarySearch(Bounds, time.TotalSeconds);
            _buckets[bucket < 0 ? ~bucket : bucket]++;
        }
    }

    /// <summary>The text format of Prometheus.</summary>
    public string Text()
    {
        lock (_turn)
        {
            var text = new StringBuilder("# TYPE http_requests_total counter\n");
            foreach (var (code, count) in _requests)
            {
                text.Append(CultureInfo.InvariantCulture, $"http_requests_total{{code=\"{code}\"}} {count}\n");
            }

            text.Append("# TYPE http_request_duration_seconds histogram\n");
            long below = 0;
            for (var i = 0; i <= Bounds.Length; i++)
            {
                below += _buckets[i];
                text.Append(CultureInfo.InvariantCulture, $"http_request_duration_seconds_bucket{{le=\"{(i < Bounds.Length ? Bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf")}\"}} {below}\n");
            }

            return text.Append(CultureInfo.InvariantCulture, $"http_request_duration_seconds_sum {_sum}\nhttp_request_duration_seconds_count {below}\n").ToString();
        }
    }
}

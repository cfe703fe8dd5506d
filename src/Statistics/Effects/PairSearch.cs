using CanaryJudge.Statistics.Special;

namespace CanaryJudge.Statistics.Effects;

/// <summary>Searches the pairs of two sorted arms for neighbouring ranks, from any start and at any spread of the values.</summary>
/// <remarks>
/// <para>Shapes: n baseline and m canary values, ascending; two ranks from 1 to n m. Units: those of the pairing.</para>
/// <para>Method: each pivot is counted with two pointers in O(n + m) and narrows the window of both ranks. Pivots are
/// guessed by the caller, then come by interpolation, by a sample of pairs in the window, and by halving the ordered
/// 64-bit representation when those stall. A window of few pairs is collected and sorted.</para>
/// <para>Error: none. Cost: at worst 100 counts per rank; memory for the pairs of the last window.</para>
/// <para>Source: D. B. Johnson and T. Mizoguchi, SIAM J. Comput. 7 (1978) 147-153, with sampled pivots after R. W. Floyd
/// and R. L. Rivest, Commun. ACM 18 (1975) 165-172.</para>
/// </remarks>
internal ref struct PairSearch<TPairing>
    where TPairing : struct, IPairing
{
    private const int SampleSize = 4_096;

    private readonly ReadOnlySpan<double> _baseline;
    private readonly ReadOnlySpan<double> _canary;
    private readonly CancellationToken _cancellation;
    private readonly Window[] _windows;
    private readonly int _fewPairs;
    private ulong _chance = 0x9E3779B97F4A7C15;

    private PairSearch(ReadOnlySpan<double> baseline, ReadOnlySpan<double> canary, RankRange wanted, CancellationToken cancellation)
    {
        _baseline = baseline;
        _canary = canary;
        _cancellation = cancellation;
        _fewPairs = 1_024 + ((baseline.Length + canary.Length) / 8);
        var pairs = (long)baseline.Length * canary.Length;
        _windows = [new(wanted.Low, pairs), new(wanted.High, pairs)];
    }

    /// <summary>The numbers of both ranks.</summary>
    /// <param name="sortedBaseline">Baseline, ascending.</param>
    /// <param name="sortedCanary">Canary, ascending.</param>
    /// <param name="wanted">The ranks, 1 being the smallest pair.</param>
    /// <param name="guess">Numbers that may lie close to the answers; any will do.</param>
    /// <param name="cancellation">Stops the search between two passes.</param>
    internal static (double Low, double High) Find(
        ReadOnlySpan<double> sortedBaseline,
        ReadOnlySpan<double> sortedCanary,
        RankRange wanted,
        (double Low, double High) guess,
        CancellationToken cancellation)
    {
        var search = new PairSearch<TPairing>(sortedBaseline, sortedCanary, wanted, cancellation);
        search.SetOverflowApart();
        search.Try(guess.Low);
        search.Try(guess.High);
        return (search.Solve(search._windows[0]), search.Solve(search._windows[1]));
    }

    // A window holds what lies strictly between its ends; pairs that overflow to an infinity are answered first.
    private void SetOverflowApart()
    {
        foreach (var infinity in (ReadOnlySpan<double>)[double.NegativeInfinity, double.PositiveInfinity])
        {
            if (TPairing.Of(_canary[0], _baseline[^1]) == infinity || TPairing.Of(_canary[^1], _baseline[0]) == infinity)
            {
                var (less, most) = Count(infinity);
                foreach (var window in _windows)
                {
                    window.Narrow(infinity, less, most);
                }
            }
        }
    }

    private double Solve(Window window)
    {
        while (!window.Solved)
        {
            var before = window.Pairs;
            if (before <= _fewPairs)
            {
                Collect(window);
            }
            else if (window.Stalls > 8)
            {
                Try(Bisection.Between(window.Low, window.High));
            }
            else if (window.Stalls % 2 == 0 && double.IsFinite(window.High - window.Low))
            {
                TryInterpolation(window);
            }
            else
            {
                TrySample(window);
            }

            window.Stalls += window.Pairs > before / 4 ? 1 : 0;
        }

        return window.Answer;
    }

    private void Try(double pivot)
    {
        foreach (var window in _windows)
        {
            if (window.Holds(pivot))
            {
                var (less, most) = Count(pivot);
                foreach (var each in _windows)
                {
                    each.Narrow(pivot, less, most);
                }

                return;
            }
        }
    }

    private void TryInterpolation(Window window)
    {
        var share = (window.Rank - window.Below - 0.5) / window.Pairs;
        var margin = 3 / Math.Sqrt(window.Pairs);
        var (low, width) = (window.Low, window.High - window.Low);
        Try(low + (width * (share - margin)));
        Try(low + (width * (share + margin)));
    }

    private void TrySample(Window window)
    {
        var sample = Sample(window);
        var share = (window.Rank - window.Below - 0.5) / window.Pairs * sample.Length;
        var margin = 1.5 * Math.Sqrt(sample.Length) * Math.Sqrt(Math.Max(0.01, share / sample.Length * (1 - (share / sample.Length))));
        Try(sample[(int)Math.Clamp(share, 0, sample.Length - 1)]);
        Try(sample[(int)Math.Clamp(share - margin, 0, sample.Length - 1)]);
        Try(sample[(int)Math.Clamp(share + margin, 0, sample.Length - 1)]);
    }

    /// <summary>Pairs strictly inside the window, one from each of equal stretches of them, sorted.</summary>
    private double[] Sample(Window window)
    {
        var sample = new double[(int)Math.Min(SampleSize, window.Pairs)];
        var stretch = (double)window.Pairs / sample.Length;
        long passed = 0;
        var next = 0;
        var position = (long)(Chance() * stretch);
        var rows = new Rows(_baseline, _canary, window);
        while (next < sample.Length && rows.MoveNext())
        {
            while (next < sample.Length && position < passed + rows.Length)
            {
                sample[next++] = TPairing.Of(rows.Canary, _baseline[rows.First + (int)(position - passed)]);
                position = Math.Min((long)((next + Chance()) * stretch), window.Pairs - 1);
            }

            passed += rows.Length;
        }

        Samples.Sort(sample);
        return sample;
    }

    private void Collect(Window window)
    {
        var found = new double[window.Pairs];
        var filled = 0;
        var rows = new Rows(_baseline, _canary, window);
        while (rows.MoveNext())
        {
            for (var j = 0; j < rows.Length; j++)
            {
                found[filled++] = TPairing.Of(rows.Canary, _baseline[rows.First + j]);
            }
        }

        Samples.Sort(found);
        var (low, high, below) = (window.Low, window.High, window.Below);
        foreach (var each in _windows)
        {
            if (!each.Solved && each.Low == low && each.High == high)
            {
                each.Solve(found[each.Rank - below - 1]);
            }
        }
    }

    /// <summary>How many pairs are below the pivot, and how many are not above it.</summary>
    private (long Less, long Most) Count(double pivot)
    {
        _cancellation.ThrowIfCancellationRequested();
        long less = 0, most = 0;
        int j = 0, k = 0;
        var baseline = _baseline;
        foreach (var canary in _canary)
        {
            while (j < baseline.Length && TPairing.Of(canary, baseline[j]) > pivot)
            {
                j++;
            }

            k = Math.Max(k, j);
            while (k < baseline.Length && TPairing.Of(canary, baseline[k]) >= pivot)
            {
                k++;
            }

            most += baseline.Length - j;
            less += baseline.Length - k;
        }

        return (less, most);
    }

    // A fixed seed: the same arms take the same path. Source: G. Marsaglia, J. Statist. Softw. 8 (2003) 14.
    private double Chance()
    {
        _chance ^= _chance << 13;
        _chance ^= _chance >> 7;
        _chance ^= _chance << 17;
        return (_chance >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>The pairs strictly inside a window, canary value by canary value.</summary>
    private ref struct Rows(ReadOnlySpan<double> baseline, ReadOnlySpan<double> canary, Window window)
    {
        private readonly ReadOnlySpan<double> _baseline = baseline;
        private readonly ReadOnlySpan<double> _canary = canary;
        private int _row = -1;
        private int _end;

        internal double Canary { get; private set; }

        internal int First { get; private set; }

        internal readonly int Length => _end - First;

        internal bool MoveNext()
        {
            if (++_row == _canary.Length)
            {
                return false;
            }

            Canary = _canary[_row];
            while (First < _baseline.Length && TPairing.Of(Canary, _baseline[First]) >= window.High)
            {
                First++;
            }

            _end = Math.Max(_end, First);
            while (_end < _baseline.Length && TPairing.Of(Canary, _baseline[_end]) > window.Low)
            {
                _end++;
            }

            return true;
        }
    }

    /// <summary>Where one rank's number lies: strictly between Low and High, Below pairs being at or below Low.</summary>
    private sealed class Window(long rank, long pairs)
    {
        internal long Rank => rank;

        internal double Low { get; private set; } = double.NegativeInfinity;

        internal double High { get; private set; } = double.PositiveInfinity;

        internal long Below { get; private set; }

        internal long Pairs { get; private set; } = pairs;

        internal double Answer { get; private set; }

        internal bool Solved { get; private set; }

        internal int Stalls { get; set; }

        internal bool Holds(double pivot) => !Solved && pivot > Low && pivot < High;

        internal void Solve(double answer) => (Answer, Solved) = (answer, true);

        internal void Narrow(double pivot, long less, long most)
        {
            if (Solved || pivot < Low || pivot > High)
            {
                return;
            }

            if (rank <= less)
            {
                (High, Pairs) = (pivot, less - Below);
            }
            else if (rank > most)
            {
                (Low, Pairs, Below) = (pivot, Pairs - (most - Below), most);
            }
            else
            {
                Solve(pivot);
            }
        }
    }
}

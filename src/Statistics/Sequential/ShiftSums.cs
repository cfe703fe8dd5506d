using CanaryJudge.Statistics.Effects;

namespace CanaryJudge.Statistics.Sequential;

/// <summary>z statistics of strata, summed at a list of shifts: sum of sqrt(v) z and sum of v.</summary>
internal sealed class ShiftSums(int size) : IStateful
{
    /// <summary>Strata with fewer values in an arm are left out.</summary>
    internal const int FewestInArm = 10;

    private double[] _sums = new double[size];
    private double _information;

    internal double Information => _information;

    internal static bool Counts(ArmsHistogram stratum) => stratum.BaselineCount >= FewestInArm && stratum.CanaryCount >= FewestInArm;

    internal double Z(int at) => _information > 0 ? _sums[at] / Math.Sqrt(_information) : 0;

    /// <summary>The sum of sqrt(v) z at a shift.</summary>
    internal double Sum(int at) => _sums[at];

    internal void Add(BucketPair stratum, Func<int, double> z)
    {
        var v = stratum.Information;
        for (var i = 0; i < _sums.Length; i++)
        {
            _sums[i] += Math.Sqrt(v) * z(i);
        }

        _information += v;
    }

    internal int Size => _sums.Length;

    internal void Add(ShiftSums other)
    {
        for (var i = 0; i < _sums.Length; i++)
        {
            _sums[i] += other._sums[i];
        }

        _information += other._information;
    }

    /// <summary>A copy of the first shifts.</summary>
    internal ShiftSums First(int shifts)
    {
        var copy = new ShiftSums(shifts) { _information = _information };
        _sums.AsSpan(0, shifts).CopyTo(copy._sums);
        return copy;
    }

    internal ShiftSums Copy() => First(_sums.Length);

    public void Exchange(StateExchange state)
    {
        var length = _sums.Length;
        state.Numbers(ref _sums);
        state.Number(ref _information);
        if (_sums.Length != length)
        {
            throw new FormatException($"The state holds {_sums.Length} shifts instead of {length}; it was written with other settings.");
        }
    }
}

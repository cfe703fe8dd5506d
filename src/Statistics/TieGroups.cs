namespace CanaryJudge.Statistics;

/// <summary>Walks through two sorted arms value by value, ascending: how many lie below the value, how many equal it.</summary>
/// <param name="sortedBaseline">Finite and ascending; not checked.</param>
/// <param name="sortedCanary">Finite and ascending; not checked.</param>
internal ref struct TieGroups(ReadOnlySpan<double> sortedBaseline, ReadOnlySpan<double> sortedCanary)
{
    private readonly ReadOnlySpan<double> _baseline = sortedBaseline;
    private readonly ReadOnlySpan<double> _canary = sortedCanary;

    internal int BaselineBelow { get; private set; }

    internal int CanaryBelow { get; private set; }

    internal int BaselineTied { get; private set; }

    internal int CanaryTied { get; private set; }

    // double, not int: both arms together may exceed 32 bits.
    internal readonly double Below => (double)BaselineBelow + CanaryBelow;

    internal readonly double Tied => (double)BaselineTied + CanaryTied;

    internal bool MoveNext()
    {
        BaselineBelow += BaselineTied;
        CanaryBelow += CanaryTied;
        int i = BaselineBelow, j = CanaryBelow;
        if (i == _baseline.Length && j == _canary.Length)
        {
            return false;
        }

        var value = i == _baseline.Length || (j < _canary.Length && _canary[j] < _baseline[i]) ? _canary[j] : _baseline[i];
        while (i < _baseline.Length && _baseline[i] == value)
        {
            i++;
        }

        while (j < _canary.Length && _canary[j] == value)
        {
            j++;
        }

        BaselineTied = i - BaselineBelow;
        CanaryTied = j - CanaryBelow;
        return true;
    }
}

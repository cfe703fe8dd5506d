using System.Runtime.InteropServices;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Analyses;

/// <summary>The samples of one arm in one open bucket.</summary>
internal sealed class SampleColumns
{
    private readonly List<long> _at = [];
    private readonly List<double> _values = [];
    private readonly List<ulong> _clusters = [];

    /// <summary>How many there are.</summary>
    public int Count => _at.Count;

    /// <summary>The earliest time; the end of all times without samples.</summary>
    public long Earliest => _at.Count == 0 ? long.MaxValue : _at.Min();

    /// <summary>Takes samples that lie in this bucket.</summary>
    public void Add(ReadOnlySpan<long> at, ReadOnlySpan<double> values, ReadOnlySpan<ulong> clusters)
    {
        _at.AddRange(at);
        _values.AddRange(values);
        _clusters.AddRange(clusters);
    }

    /// <summary>All samples in order of time, then value, then cluster: the same however they came.</summary>
    /// <param name="columns">Of one arm.</param>
    public static SeriesData.Samples Ordered(IReadOnlyList<SampleColumns> columns)
    {
        var at = Joined(columns, c => c._at);
        var values = Joined(columns, c => c._values);
        // A bucket in which some samples have no cluster cannot be judged by clusters.
        var clusters = columns.All(c => c._clusters.Count == c._at.Count) ? Joined(columns, c => c._clusters) : [];
        if (!IsOrdered(at, values, clusters))
        {
            Order(ref at, ref values, ref clusters);
        }

        return new(at, values, clusters);
    }

    /// <summary>Writes the state.</summary>
    public void Write(StateWriter to)
    {
        to.Wholes(CollectionsMarshal.AsSpan(_at));
        to.Numbers(CollectionsMarshal.AsSpan(_values));
        to.Keys(CollectionsMarshal.AsSpan(_clusters));
    }

    /// <summary>Reads the state.</summary>
    public static SampleColumns Read(ref StateReader from)
    {
        var columns = new SampleColumns();
        columns.Add(from.Wholes(), from.Numbers(), from.Keys());
        return columns;
    }

    private static T[] Joined<T>(IReadOnlyList<SampleColumns> columns, Func<SampleColumns, List<T>> column)
    {
        var joined = GC.AllocateUninitializedArray<T>(columns.Sum(c => column(c).Count));
        var next = 0;
        foreach (var part in columns.Select(column))
        {
            part.CopyTo(joined, next);
            next += part.Count;
        }

        return joined;
    }

    private static void Order(ref long[] at, ref double[] values, ref ulong[] clusters)
    {
        var keys = at;
        var second = values;
        var third = clusters;
        var order = new int[at.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        order.AsSpan().Sort((i, j) => Compare(keys, second, third, i, j));
        at = Array.ConvertAll(order, i => keys[i]);
        values = Array.ConvertAll(order, i => second[i]);
        clusters = third.Length == 0 ? [] : Array.ConvertAll(order, i => third[i]);
    }

    private static bool IsOrdered(long[] at, double[] values, ulong[] clusters)
    {
        for (var i = 1; i < at.Length; i++)
        {
            if (Compare(at, values, clusters, i - 1, i) > 0)
            {
                return false;
            }
        }

        return true;
    }

    private static int Compare(long[] at, double[] values, ulong[] clusters, int i, int j)
    {
        var byTime = at[i].CompareTo(at[j]);
        if (byTime != 0)
        {
            return byTime;
        }

        // By the bits where the values are equal: -0 and 0 must not change places.
        var byValue = values[i].CompareTo(values[j]);
        byValue = byValue != 0 ? byValue : BitConverter.DoubleToInt64Bits(values[i]).CompareTo(BitConverter.DoubleToInt64Bits(values[j]));
        return byValue != 0 || clusters.Length == 0 ? byValue : clusters[i].CompareTo(clusters[j]);
    }
}

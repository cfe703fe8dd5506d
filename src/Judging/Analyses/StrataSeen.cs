using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Stratifying;

namespace CanaryJudge.Judging.Analyses;

/// <summary>Which labels of a metric make strata, by what its closed buckets have shown so far. Of bounded size.</summary>
/// <remarks>
/// The rule is that of <see cref="StrataSplit"/>, over all buckets so far; it only ever adds labels, so what makes strata goes on making them. It
/// learns from closed buckets alone, in their order: how the data were cut into batches changes nothing.
/// </remarks>
internal sealed class StrataSeen
{
    /// <summary>So many strata have evidence of their own; further ones share <see cref="Others"/>.</summary>
    internal const int MostStrata = 64;

    /// <summary>So many combinations of labels are remembered in an arm, to find those that make strata.</summary>
    internal const int MostRemembered = 256;

    /// <summary>The stratum of what has none of its own.</summary>
    internal const string Others = "(others)";

    private readonly SortedDictionary<string, IReadOnlyDictionary<string, string>> _baseline = new(StringComparer.Ordinal), _canary = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _named = new(StringComparer.Ordinal);
    private string[] _making = [];

    /// <summary>What was pooled in an arm, or beyond the most strata.</summary>
    public IEnumerable<Warning> Warnings => StrataSplit.Pooled(Arm.Baseline, [.. _baseline.Values], _making)
        .Concat(StrataSplit.Pooled(Arm.Canary, [.. _canary.Values], _making))
        .Concat(_named.Contains(Others) ? [new(WarningCode.StrataPooled, $"There are more than {MostStrata} strata; those that came later are judged as one.")] : []);

    /// <summary>Learns the labels of a closing bucket's rows.</summary>
    /// <param name="arm">Their arm.</param>
    /// <param name="stratum">The labels in one line.</param>
    /// <param name="labels">The labels.</param>
    public void See(Arm arm, string stratum, IReadOnlyDictionary<string, string> labels)
    {
        var seen = arm == Arm.Baseline ? _baseline : _canary;
        if (seen.Count < MostRemembered && seen.TryAdd(stratum, labels))
        {
            _making = StrataSplit.Making([.. _baseline.Values], [.. _canary.Values]);
        }
    }

    /// <summary>The stratum of rows whose labels were seen; empty while nothing makes strata.</summary>
    public string NameOf(IReadOnlyDictionary<string, string> labels)
    {
        var name = StrataSplit.Name(labels, _making);
        if (name.Length == 0 || _named.Contains(name))
        {
            return name;
        }

        name = _named.Count < MostStrata ? name : Others;
        _named.Add(name);
        return name;
    }

    /// <summary>Writes the state.</summary>
    public void Write(StateWriter to)
    {
        foreach (var seen in new[] { _baseline, _canary })
        {
            to.Length(seen.Count);
            foreach (var labels in seen.Values)
            {
                SeriesBytes.Write(to, labels);
            }
        }

        to.Length(_named.Count);
        foreach (var name in _named)
        {
            to.Text(name);
        }
    }

    /// <summary>Reads the state.</summary>
    public static StrataSeen Read(ref StateReader from)
    {
        var strata = new StrataSeen();
        foreach (var arm in new[] { Arm.Baseline, Arm.Canary })
        {
            for (var left = from.Length(); left > 0; left--)
            {
                var labels = SeriesBytes.ReadLabels(ref from);
                strata.See(arm, Series.LineOf(labels), labels);
            }
        }

        for (var left = from.Length(); left > 0; left--)
        {
            strata._named.Add(from.Text());
        }

        return strata;
    }
}

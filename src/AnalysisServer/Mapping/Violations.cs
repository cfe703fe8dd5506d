namespace CanaryJudge.AnalysisServer.Mapping;

/// <summary>Everything that is wrong with a request, in order; long lists are cut.</summary>
internal sealed class Violations
{
    /// <summary>How many are spelled out; the rest is counted.</summary>
    public const int Shown = 50;

    private readonly List<Violation> _shown = [];
    private long _more;

    /// <summary>Whether anything is wrong.</summary>
    public bool Any => _shown.Count > 0;

    /// <summary>Whether further ones are only counted, so that no text need be made for them.</summary>
    public bool Full => _shown.Count == Shown;

    /// <summary>Adds one.</summary>
    /// <param name="path">Where.</param>
    /// <param name="message">What is wrong and how to mend it.</param>
    public void Add(string path, string message)
    {
        if (Full)
        {
            _more++;
        }
        else
        {
            _shown.Add(new(path, message));
        }
    }

    /// <summary>Counts one that is not shown.</summary>
    public void AddUnseen() => _more++;

    /// <summary>The list, with a last entry that counts what it leaves out.</summary>
    /// <returns>At most <see cref="Shown"/> + 1 entries.</returns>
    public IReadOnlyList<Violation> ToList() => _more == 0 ? _shown : [.. _shown, new("", $"and {_more:N0} more problems.")];
}

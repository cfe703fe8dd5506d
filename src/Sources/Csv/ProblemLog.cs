using CanaryJudge.Sources.Policies;

namespace CanaryJudge.Sources.Csv;

/// <summary>Collects mistakes: the first ones in full, the rest counted.</summary>
internal sealed class ProblemLog
{
    private const int Most = 20;
    private readonly List<DataProblem> _problems = [];

    /// <summary>The first mistakes.</summary>
    public IReadOnlyList<DataProblem> Problems => _problems;

    /// <summary>All mistakes.</summary>
    public long Count { get; private set; }

    /// <summary>Mistakes that no skipping of rows mends.</summary>
    public long Fatal { get; private set; }

    /// <summary>Notes the mistakes of another, which come after its own.</summary>
    public void Add(ProblemLog other)
    {
        Count += other.Count;
        Fatal += other.Fatal;
        _problems.AddRange(other.Problems.Take(Most - _problems.Count));
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        (Count, Fatal) = (0, 0);
        _problems.Clear();
    }

    /// <summary>Notes a mistake.</summary>
    public void Add(string file, long line, int column, ReadOnlySpan<char> value, string message, bool fatal = false)
    {
        Count++;
        Fatal += fatal ? 1 : 0;
        if (_problems.Count < Most)
        {
            _problems.Add(new(file, line, column, Words.Shown(value), message));
        }
    }
}

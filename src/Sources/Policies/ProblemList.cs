namespace CanaryJudge.Sources.Policies;

/// <summary>Collects the mistakes of one text.</summary>
internal sealed class ProblemList(string file, string text)
{
    private const int Most = 100;
    private const int LongestLine = 200;
    private readonly List<LocatedProblem> _problems = [];
    private int _beyond;

    /// <summary>The lines of the text.</summary>
    public TextLines Lines { get; } = new(text);

    /// <summary>Whether something stops the judging.</summary>
    public bool HasErrors => Errors > 0;

    /// <summary>How many problems stop the judging, those not kept included.</summary>
    public int Errors { get; private set; }

    /// <summary>Adds an error.</summary>
    public void Error(Place place, string path, string message) => Add(place, path, message, isWarning: false);

    /// <summary>Adds a warning.</summary>
    public void Warn(Place place, string path, string message) => Add(place, path, message, isWarning: true);

    /// <summary>All problems, in the order of the text.</summary>
    public IReadOnlyList<LocatedProblem> InOrder()
    {
        var ordered = _problems.OrderBy(p => p.Line).ThenBy(p => p.Column).ToList();
        if (_beyond > 0)
        {
            var last = ordered[^1];
            ordered.Add(last with { Path = "", Message = $"{_beyond} more problems are not shown.", IsWarning = !HasErrors, Count = _beyond });
        }

        return ordered;
    }

    private void Add(Place place, string path, string message, bool isWarning)
    {
        Errors += isWarning ? 0 : 1;
        if (_problems.Count == Most)
        {
            _beyond++;
            return;
        }

        _problems.Add(new(file, place.Line, place.Column, Math.Max(1, place.Length), path, message, isWarning, LineAt(place.Line)));
    }

    private string LineAt(int number)
    {
        var line = Lines.Line(number);
        return Blanked(line[..Math.Min(line.Length, LongestLine)].TrimEnd());
    }

    private static string Blanked(ReadOnlySpan<char> line)
    {
        var blanked = line.ToArray();
        for (var i = 0; i < blanked.Length; i++)
        {
            blanked[i] = char.IsControl(blanked[i]) ? ' ' : blanked[i];
        }

        return new(blanked);
    }
}

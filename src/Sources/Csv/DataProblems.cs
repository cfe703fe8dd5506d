namespace CanaryJudge.Sources.Csv;

/// <summary>Collects what cannot be read.</summary>
internal sealed class DataProblems(CsvOptions options)
{
    /// <summary>So many bad rows, unless they are to be skipped, and the rest of the file is not worth reading.</summary>
    private const int Enough = 1000;
    private readonly List<DataProblem> _kept = [];

    /// <summary>The first problems.</summary>
    public IReadOnlyList<DataProblem> Kept => _kept;

    /// <summary>How many more there were.</summary>
    public long More { get; private set; }

    /// <summary>Rows that could not be read.</summary>
    public long BadRows { get; private set; }

    /// <summary>Whether the data are refused.</summary>
    public bool Refused { get; private set; }

    /// <summary>A row that cannot be read: refuses the data unless such rows are skipped.</summary>
    /// <exception cref="DataRefusedException">There are so many that reading on is no use.</exception>
    public void BadRow(DataProblem problem)
    {
        BadRows++;
        Refused |= !options.SkipBadRows;
        Keep(problem);
        if (Refused && BadRows >= Enough)
        {
            throw new DataRefusedException();
        }
    }

    /// <summary>A problem that refuses the data in any case; reading may go on to find more.</summary>
    public void Refuse(DataProblem problem)
    {
        Refused = true;
        Keep(problem);
    }

    private void Keep(DataProblem problem)
    {
        if (_kept.Count < Math.Max(1, options.MaxProblems))
        {
            _kept.Add(problem);
        }
        else
        {
            More++;
        }
    }
}

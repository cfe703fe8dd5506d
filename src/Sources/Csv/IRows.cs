namespace CanaryJudge.Sources.Csv;

/// <summary>Takes the rows of one file into series.</summary>
internal interface IRows
{
    /// <summary>Whether a time without a zone was read as UTC.</summary>
    bool ZoneAssumed { get; }

    /// <summary>Takes the record that the reader stands at; false, with a problem, when it cannot be read.</summary>
    bool TryTake();
}

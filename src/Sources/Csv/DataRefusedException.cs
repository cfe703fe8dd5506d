namespace CanaryJudge.Sources.Csv;

/// <summary>Reading on is no use; the problem, if any, is not yet noted. Never leaves this folder.</summary>
internal sealed class DataRefusedException(DataProblem? problem = null) : Exception(problem?.Message)
{
    /// <summary>The problem to note; null when it is noted already.</summary>
    public DataProblem? Problem { get; } = problem;
}

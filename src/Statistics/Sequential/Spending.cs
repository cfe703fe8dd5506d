namespace CanaryJudge.Statistics.Sequential;

/// <summary>How the level of planned looks is spent over time.</summary>
public enum Spending
{
    /// <summary>Almost nothing early, almost everything late: the last look is nearly that of a single one.</summary>
    OBrienFleming,

    /// <summary>Evenly: where stopping early matters most.</summary>
    Pocock,
}

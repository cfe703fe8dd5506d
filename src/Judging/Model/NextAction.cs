namespace CanaryJudge.Judging.Model;

/// <summary>What a traffic controller should do.</summary>
public enum NextAction
{
    /// <summary>Raise the canary's weight.</summary>
    Advance,

    /// <summary>Send all traffic to the baseline.</summary>
    RollBack,

    /// <summary>Leave the weight and collect more data.</summary>
    KeepWatching,
}

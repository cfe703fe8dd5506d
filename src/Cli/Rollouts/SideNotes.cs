namespace CanaryJudge.Cli.Rollouts;

/// <summary>Says once for each change how a part of a rollout is. Until something goes wrong it says nothing.</summary>
/// <param name="part">source, judge or notify[N].</param>
/// <param name="say">Hears it.</param>
internal sealed class SideNotes(string part, Action<SideNote> say)
{
    private const string Available = "available", Unavailable = "unavailable", Refusing = "refuses";
    private readonly Lock _turn = new();
    private string _state = Available;

    /// <summary>It answers.</summary>
    public void IsThere() => Note(Available, null);

    /// <summary>It does not answer.</summary>
    /// <param name="reason">Why.</param>
    public void IsGone(string reason) => Note(Unavailable, reason);

    /// <summary>It will not, and asking again does not help.</summary>
    /// <param name="reason">Why.</param>
    public void Refuses(string reason) => Note(Refusing, reason);

    /// <summary>It answers where there is no reason, else it does not.</summary>
    /// <param name="reason">Why not; null: it answers.</param>
    public void Is(string? reason) => Note(reason is null ? Available : Unavailable, reason);

    private void Note(string state, string? reason)
    {
        lock (_turn)
        {
            // Another call that holds does not take back what was refused.
            if (_state != state && _state != Refusing)
            {
                _state = state;
                say(new(TimeProvider.System.GetUtcNow(), part, state, reason));
            }
        }
    }
}

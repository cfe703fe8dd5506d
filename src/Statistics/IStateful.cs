namespace CanaryJudge.Statistics;

/// <summary>Something that can be stored and restored to the bit.</summary>
public interface IStateful
{
    /// <summary>Writes all of the state, or replaces all of it by what is read.</summary>
    /// <param name="state">The exchange. When it reads, the object must have been made with the same settings as the one that wrote.</param>
    /// <exception cref="FormatException">The bytes are not such a state; the object is then of no further use.</exception>
    void Exchange(StateExchange state);
}

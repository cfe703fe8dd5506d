namespace CanaryJudge.Statistics;

/// <summary>Something that users choose by name in a policy.</summary>
public interface INamed
{
    /// <summary>The name users write: kebab-case, unique in its catalog, never changed once released.</summary>
    string Name { get; }
}

namespace CanaryJudge.Sources.Policies;

/// <summary>A text that is no document at all. Caught at the door and shown as a problem; never leaves this folder.</summary>
internal sealed class DocumentException(Place place, string message) : Exception(message)
{
    /// <summary>Where reading ended.</summary>
    public Place Place { get; } = place;
}

namespace CanaryJudge.Sources.Policies.Shapes;

/// <summary>A map whose keys were read: what a check of several keys needs to place its problems, and not to build on mistakes.</summary>
/// <param name="Map">The map as written.</param>
/// <param name="Misread">The keys whose values were refused: what the value says of them is a default, not what was written.</param>
internal sealed record ReadMap(MapNode Map, IReadOnlySet<string> Misread)
{
    /// <summary>Where a key stands; the map's own place when it is not written.</summary>
    public Place PlaceOf(string key) => Map.Find(key)?.KeyPlace ?? Map.Place;

    /// <summary>Whether a key is written and could not be read.</summary>
    public bool IsMisread(string key) => Misread.Contains(key);
}

namespace CanaryJudge.Sources.Policies;

/// <summary>What a document may be; beyond it is refused rather than read slowly.</summary>
internal static class DocumentLimits
{
    /// <summary>Bytes of a text: 1 MiB.</summary>
    public const int Bytes = 1 << 20;

    /// <summary>Lists and maps inside each other.</summary>
    public const int Depth = 64;

    /// <summary>Values, aliases followed: what stops ten lines that stand for a billion.</summary>
    public const long Values = 100_000;

    /// <summary>The refusal of too many values.</summary>
    public static DocumentException TooMany(Place place) =>
        new(place, "the document holds more than 100,000 values, its aliases followed.");

    /// <summary>The refusal of too much depth.</summary>
    public static DocumentException TooDeep(Place place) =>
        new(place, "lists and maps are nested more than 64 deep.");
}

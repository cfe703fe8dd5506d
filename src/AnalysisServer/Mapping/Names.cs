namespace CanaryJudge.AnalysisServer.Mapping;

/// <summary>Turns one enum into another that has the same names, as the model's and the contract's have.</summary>
/// <typeparam name="TFrom">The enum to read.</typeparam>
/// <typeparam name="TTo">The enum to write; it may have more names.</typeparam>
internal static class Names<TFrom, TTo>
    where TFrom : struct, Enum
    where TTo : struct, Enum
{
    private static readonly Dictionary<TFrom, TTo> Map = Enum.GetValues<TFrom>().ToDictionary(v => v, v => Enum.Parse<TTo>(v.ToString()));

    /// <summary>The value of the same name.</summary>
    /// <param name="value">The value to turn.</param>
    /// <returns>Its namesake.</returns>
    public static TTo Of(TFrom value) => Map[value];
}

using System.Collections.Frozen;

namespace CanaryJudge.AnalysisClient.Traffic;

/// <summary>The settings of one controller, complete with defaults, each of them checked.</summary>
public sealed class TrafficSettings
{
    private readonly FrozenDictionary<string, string> _values;

    internal TrafficSettings(IEnumerable<KeyValuePair<string, string>> values) => _values = values.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>A setting that has a value: it is required, or has a default.</summary>
    /// <param name="key">The setting's key.</param>
    /// <exception cref="KeyNotFoundException">There is none; the kind asks for a setting that it does not declare so.</exception>
    public string this[string key] => _values[key];

    /// <summary>A setting that may be left out.</summary>
    /// <param name="key">The setting's key.</param>
    /// <returns>The value; null: not given.</returns>
    public string? Find(string key) => _values.GetValueOrDefault(key);
}

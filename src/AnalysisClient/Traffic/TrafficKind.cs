namespace CanaryJudge.AnalysisClient.Traffic;

/// <summary>A kind of controller: its name, its settings, and how one is made of them.</summary>
/// <remarks>The keys of a kind are checked all at once; an unknown one is never ignored.</remarks>
public sealed class TrafficKind
{
    private readonly Func<TrafficSettings, ITrafficController> _make;

    private TrafficKind(string name, string summary, Type controllerType, IReadOnlyList<TrafficSetting> settings, Func<TrafficSettings, ITrafficController> make)
    {
        Name = name;
        Summary = summary;
        ControllerType = controllerType;
        Settings = settings;
        _make = make;
    }

    /// <summary>The name users write: kebab-case, never changed once released.</summary>
    public string Name { get; }

    /// <summary>What it moves, in a sentence without its full stop.</summary>
    public string Summary { get; }

    /// <summary>The class behind it.</summary>
    public Type ControllerType { get; }

    /// <summary>The settings in the order in which they are shown.</summary>
    public IReadOnlyList<TrafficSetting> Settings { get; }

    /// <summary>Makes a kind.</summary>
    /// <typeparam name="T">The class behind it.</typeparam>
    /// <param name="name">The name users write: kebab-case.</param>
    /// <param name="summary">What it moves, in a sentence without its full stop.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="make">Makes a controller of checked settings. Touches no target, so it works while the target is down.</param>
    public static TrafficKind Of<T>(string name, string summary, IReadOnlyList<TrafficSetting> settings, Func<TrafficSettings, T> make)
        where T : class, ITrafficController => new(name, summary, typeof(T), settings, make);

    /// <summary>All that is wrong with settings.</summary>
    /// <param name="given">Keys and values as written, without <c>kind</c>.</param>
    /// <returns>The problems; none: <see cref="Open"/> works.</returns>
    public IReadOnlyList<TrafficProblem> Problems(IReadOnlyDictionary<string, string> given)
    {
        ArgumentNullException.ThrowIfNull(given);
        return [.. Unknown(given), .. Missing(given), .. Malformed(given)];
    }

    /// <summary>Makes a controller. Touches no target, so it works while the target is down.</summary>
    /// <param name="given">Keys and values as written, without <c>kind</c>.</param>
    /// <returns>The controller.</returns>
    /// <exception cref="ArgumentException">The settings have <see cref="Problems"/>; the message lists them.</exception>
    public ITrafficController Open(IReadOnlyDictionary<string, string> given)
    {
        var problems = Problems(given);
        if (problems.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', problems.Select(p => $"{p.Path}: {p.Message}")), nameof(given));
        }

        return _make(new(from setting in Settings
                         let value = given.GetValueOrDefault(setting.Key, setting.Default!)
                         where value is not null
                         select KeyValuePair.Create(setting.Key, value)));
    }

    private string Article => "aeiou".Contains(Name[0], StringComparison.Ordinal) ? "An" : "A";

    private IEnumerable<TrafficProblem> Unknown(IReadOnlyDictionary<string, string> given)
    {
        string[] known = [.. Settings.Select(s => s.Key)];
        return from key in given.Keys.Order(StringComparer.Ordinal)
               where !known.Contains(key, StringComparer.Ordinal)
               select new TrafficProblem(key, known.Length == 0 ? $"{Article} {Name} controller has no settings." : $"{Article} {Name} controller has no setting '{Spelling.Shown(key)}'. {Spelling.Hint(key, known)}");
    }

    private IEnumerable<TrafficProblem> Missing(IReadOnlyDictionary<string, string> given) =>
        from setting in Settings
        where setting.IsRequired && !given.ContainsKey(setting.Key)
        select new TrafficProblem(setting.Key, $"{Article} {Name} controller needs '{setting.Key}': {setting.Description}.");

    private IEnumerable<TrafficProblem> Malformed(IReadOnlyDictionary<string, string> given) =>
        from setting in Settings
        where given.ContainsKey(setting.Key)
        let problem = given[setting.Key].Length == 0 ? "The value is empty." : setting.Check(given[setting.Key])
        where problem is not null
        select new TrafficProblem(setting.Key, problem);
}

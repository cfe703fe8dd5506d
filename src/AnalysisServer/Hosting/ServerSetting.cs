using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace CanaryJudge.AnalysisServer.Hosting;

/// <summary>One setting of the server and its three spellings.</summary>
/// <param name="Key">In <c>appsettings.json</c>: <c>Server:GrpcPort</c>.</param>
/// <param name="Flag">On the command line: <c>--grpc-port</c>.</param>
/// <param name="Variable">In the environment: <c>CANARYJUDGE_GRPC_PORT</c>.</param>
/// <param name="Description">What it is, in a few words.</param>
/// <param name="Default">The default, as one would write it.</param>
public sealed partial record ServerSetting(string Key, string Flag, string Variable, string Description, string Default)
{
    internal PropertyInfo Property { get; private init; } = typeof(ServerSetting).GetProperty(nameof(Key))!;

    /// <summary>Whether the flag needs no value.</summary>
    public bool IsSwitch => Property.PropertyType == typeof(bool);

    /// <summary>Every setting of the server.</summary>
    public static IReadOnlyList<ServerSetting> All { get; } =
    [
        .. Of(ServerOptions.Section, new ServerOptions()), .. Of(AnalysisOptions.Section, new AnalysisOptions()), .. Of(LimitOptions.Section, new LimitOptions()),
    ];

    /// <summary>The setting behind an options property.</summary>
    /// <param name="property">The property's name, unique over all options.</param>
    /// <returns>The setting.</returns>
    internal static ServerSetting Of(string property) => All.Single(s => s.Property.Name == property);

    /// <summary>The allowed values; null: any.</summary>
    internal RangeAttribute? Range => Property.GetCustomAttribute<RangeAttribute>();

    /// <inheritdoc />
    public override string ToString() => $"{Key} ({Flag}, {Variable})";

    private static IEnumerable<ServerSetting> Of(string section, object defaults) =>
        from property in defaults.GetType().GetProperties()
        let words = Words().Replace(property.Name, "-")
        select new ServerSetting(
            $"{section}:{property.Name}",
            "--" + words.ToLowerInvariant(),
            "CANARYJUDGE_" + words.Replace('-', '_').ToUpperInvariant(),
            property.GetCustomAttribute<DescriptionAttribute>()!.Description,
            Convert.ToString(property.GetValue(defaults), CultureInfo.InvariantCulture) is { Length: > 0 } value ? value : "none")
        { Property = property };

    // Of our own names only: a limit in seconds would end a program that a busy machine leaves waiting for so long.
    [GeneratedRegex("(?<!^)(?=[A-Z])", RegexOptions.None, 60_000)]
    private static partial Regex Words();
}

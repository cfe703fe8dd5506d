using System.Collections;
using System.Globalization;

namespace CanaryJudge.AnalysisServer.Hosting;

/// <summary>Reads the settings: flags win over the environment, the environment over the file, the file over the defaults.</summary>
internal static class Settings
{
    private const string ConfigFlag = "--config";

    /// <summary>Reads every source.</summary>
    /// <param name="args">Flags: <c>--grpc-port 0</c>, <c>--grpc-port=0</c>, <c>--insecure</c>, <c>--config FILE</c>.</param>
    /// <param name="environment">The environment's variables.</param>
    /// <returns>The settings by their keys.</returns>
    /// <exception cref="SettingsException">A flag is unknown or has no value, or the file cannot be read.</exception>
    public static IConfigurationRoot Read(IReadOnlyList<string> args, IDictionary environment)
    {
        var (flags, file) = Flags(args);
        var variables = ServerSetting.All.Where(s => environment[s.Variable] is string)
            .ToDictionary(s => s.Key, s => (string?)environment[s.Variable], StringComparer.OrdinalIgnoreCase);
        try
        {
            var builder = new ConfigurationBuilder();
            if (file is not null)
            {
                builder.AddJsonFile(Path.GetFullPath(file), optional: false);
            }

            return builder.AddInMemoryCollection(variables).AddInMemoryCollection(flags).Build();
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new SettingsException($"{ConfigFlag} {file}: {(e.InnerException ?? e).Message.ReplaceLineEndings(" ")}", e);
        }
    }

    /// <summary>Fills options and holds every value against its range.</summary>
    /// <typeparam name="T">The options.</typeparam>
    /// <param name="settings">What was read.</param>
    /// <returns>The options.</returns>
    /// <exception cref="SettingsException">A value is no number, no duration, or out of its range.</exception>
    public static T Bind<T>(IConfiguration settings)
        where T : new()
    {
        var options = new T();
        foreach (var setting in ServerSetting.All.Where(s => s.Property.DeclaringType == typeof(T)))
        {
            if (settings[setting.Key] is not { } text)
            {
                continue;
            }

            var value = SettingText.Parse(text, setting.Property.PropertyType)
                ?? throw new SettingsException($"{setting} is '{text}'; it must be {SettingText.Shape(setting.Property.PropertyType)}.");
            if (setting.Range is { } range && !range.IsValid(value))
            {
                var (low, high) = (Show(range.Minimum), Show(range.Maximum));
                throw new SettingsException($"{setting} is {text}; it must lie between {low} and {high}.");
            }

            setting.Property.SetValue(options, value);
        }

        return options;
    }

    private static string Show(object bound) => Convert.ToString(bound, CultureInfo.InvariantCulture)!;

    private static (Dictionary<string, string?> Values, string? File) Flags(IReadOnlyList<string> args)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        string? file = null;
        for (var i = 0; i < args.Count; i++)
        {
            var parts = args[i].Split('=', 2);
            var setting = ServerSetting.All.FirstOrDefault(s => s.Flag == parts[0]);
            if (setting is null && parts[0] != ConfigFlag)
            {
                throw new SettingsException($"Unknown flag '{parts[0]}'. Known: {ConfigFlag}, {string.Join(", ", ServerSetting.All.Select(s => s.Flag))}.");
            }

            var value = parts.Length == 2 ? parts[1]
                : setting is { IsSwitch: true } ? "true"
                : i + 1 < args.Count ? args[++i]
                : throw new SettingsException($"{parts[0]} needs a value.");
            if (setting is null)
            {
                file = value;
            }
            else
            {
                values[setting.Key] = value;
            }
        }

        return (values, file);
    }
}

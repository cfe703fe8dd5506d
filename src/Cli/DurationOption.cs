using System.CommandLine;

namespace CanaryJudge.Cli;

/// <summary>Options that take a duration: <c>90s</c>, <c>5m</c>.</summary>
internal static class DurationOption
{
    /// <summary>A new option, checked when the line is parsed.</summary>
    /// <param name="name">Its name, with dashes.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="examples">What a complaint shows.</param>
    public static Option<TimeSpan?> New(string name, string description, string examples = "90s or 5m") => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = r =>
        {
            if (Limit.Parse(r.Tokens[0].Value) is { } time)
            {
                return time;
            }

            r.AddError($"'{r.Tokens[0].Value}': {name} takes a duration such as {examples}.");
            return null;
        },
    };

    /// <summary>A duration in nanoseconds, as analyses count time.</summary>
    public static long? Nanoseconds(TimeSpan? time) => time?.Ticks * TimeSpan.NanosecondsPerTick;
}

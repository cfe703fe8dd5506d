using System.CommandLine;

namespace CanaryJudge.Cli.Commands.Analyses;

/// <summary>Labels on the command line: <c>name=value</c>.</summary>
internal static class LabelOption
{
    /// <summary>Refuses what is no label when the line is parsed.</summary>
    public static void Check(Option<string[]> label) => label.Validators.Add(r =>
    {
        foreach (var token in r.Tokens.Where(t => t.Value.IndexOf('=', StringComparison.Ordinal) < 1))
        {
            r.AddError($"'{token.Value}': --label takes name=value.");
        }
    });

    /// <summary>Names and values; of a name that is repeated the last value.</summary>
    public static IDictionary<string, string> Pairs(string[] labels) =>
        labels.Select(l => l.Split('=', 2)).GroupBy(p => p[0], StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last()[1], StringComparer.Ordinal);
}

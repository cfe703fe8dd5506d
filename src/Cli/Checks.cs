using System.CommandLine;
using System.CommandLine.Parsing;

namespace CanaryJudge.Cli;

/// <summary>Checks of values on the command line that name the option and say what it takes.</summary>
internal static class Checks
{
    /// <summary>Refuses an empty text, which an unset variable of a script leaves.</summary>
    public static void NotEmpty(SymbolResult result, IReadOnlyList<Token> tokens, string name)
    {
        if (tokens.Any(t => string.IsNullOrWhiteSpace(t.Value)))
        {
            result.AddError($"{name} is empty.");
        }
    }

    /// <summary>Takes some words only.</summary>
    public static void OnlyFrom(this Option<string> option, params string[] words)
    {
        option.CompletionSources.Add(words);
        option.Validators.Add(r =>
        {
            foreach (var token in r.Tokens.Where(t => !words.Contains(t.Value, StringComparer.Ordinal)))
            {
                r.AddError($"'{token.Value}': {option.Name} takes {string.Join(", ", words)}.");
            }
        });
    }
}

namespace CanaryJudge.Cli;

/// <summary>Text from elsewhere in a message: on one line, and nothing that a terminal would obey.</summary>
internal static class OneLine
{
    /// <summary>The text with control characters as question marks.</summary>
    public static string Of(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));
}

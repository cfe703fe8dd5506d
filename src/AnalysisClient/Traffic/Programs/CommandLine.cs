using System.Text;

namespace CanaryJudge.AnalysisClient.Traffic.Programs;

/// <summary>A command as users write it: words between spaces; single or double quotes keep spaces. No shell, so nothing else is special.</summary>
internal static class CommandLine
{
    /// <summary>The words of a command.</summary>
    /// <returns>Null: a quote is not closed, or there is no word.</returns>
    public static IReadOnlyList<string>? Split(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        char? quote = null;
        var inWord = false;
        foreach (var c in text)
        {
            if (quote == c)
            {
                quote = null;
            }
            else if (quote is null && c is '"' or '\'' && quote is null)
            {
                quote = c;
                inWord = true;
            }
            else if (quote is null && char.IsWhiteSpace(c))
            {
                End();
            }
            else
            {
                word.Append(c);
                inWord = true;
            }
        }

        End();
        return quote is null && words.Count > 0 ? words : null;

        void End()
        {
            if (inWord)
            {
                words.Add(word.ToString());
                word.Clear();
                inWord = false;
            }
        }
    }

    /// <summary>What is wrong with a setting that holds a command; null: nothing.</summary>
    public static string? Check(string text) => Split(text) is null ? "A command has at least one word, and every quote is closed." : null;
}

using CanaryJudge.Rollouts.Reading;

namespace CanaryJudge.AnalysisClient.Traffic;

/// <summary>How messages name what a user wrote, and what was probably meant.</summary>
internal static class Spelling
{
    private const int Longest = 60;

    /// <summary>A word as a message shows it: at most 60 characters, control characters as question marks.</summary>
    public static string Shown(string text)
    {
        var shown = string.Concat(text.Take(Longest).Select(c => char.IsControl(c) ? '?' : c));
        return text.Length > Longest ? shown + "..." : shown;
    }

    /// <summary><c>Did you mean x?</c> when one word is near enough, else the list of what is known.</summary>
    public static string Hint(string word, IReadOnlyCollection<string> known)
    {
        var near = word.Length > Longest ? null : known.Where(k => NearestWord.Slips(word, k) <= Math.Max(1, Math.Min(word.Length, k.Length) / 3)).MinBy(k => NearestWord.Slips(word, k));
        return near is null ? $"Known: {string.Join(", ", known)}." : $"Did you mean '{near}'? Known: {string.Join(", ", known)}.";
    }
}

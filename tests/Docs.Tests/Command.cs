using System.Globalization;
using System.Text.RegularExpressions;

namespace CanaryJudge.Docs.Tests;

/// <summary>One command of a console block with the output that a reader is shown.</summary>
/// <param name="Text">What is typed.</param>
/// <param name="ExitCode">From <c># exit 3</c>; the default is 0.</param>
/// <param name="First">The line of the page, from 0, at which its output starts.</param>
/// <param name="Expected">The output; <c>...</c> stands for anything.</param>
internal sealed partial record Command(string Text, int? ExitCode, int First, IReadOnlyList<string> Expected)
{
    /// <summary>A server that keeps running for the rest of the page.</summary>
    public bool IsServer => ExitCode is null && Text.StartsWith("./canaryjudge serve", StringComparison.Ordinal);

    /// <summary>Whether the output leaves something open, so that it cannot be rewritten by a machine.</summary>
    public bool HasGaps => Expected.Any(l => l.Contains("...", StringComparison.Ordinal));

    /// <summary>The commands of a block.</summary>
    public static IEnumerable<Command> In(Block block)
    {
        for (var i = 0; i < block.Lines.Count;)
        {
            var text = block.Lines[i].StartsWith("$ ", StringComparison.Ordinal)
                ? block.Lines[i][2..]
                : throw new InvalidOperationException($"A console block starts with '$ ', not with '{block.Lines[i]}'.");
            for (i++; text.EndsWith('\\'); i++)
            {
                text = $"{text}\n{block.Lines[i]}";
            }

            var output = block.Lines.Skip(i).TakeWhile(l => !l.StartsWith("$ ", StringComparison.Ordinal)).ToArray();
            var exit = Exit().Match(text);
            yield return new(text, exit.Success ? int.Parse(exit.Groups["code"].Value, CultureInfo.InvariantCulture) : null, block.First + i, output);
            i += output.Length;
        }
    }

    /// <summary>Whether an output is the expected one.</summary>
    public bool Matches(string output) =>
        Regex.IsMatch(
            output.TrimEnd(),
            $"^{Regex.Escape(string.Join('\n', Expected).TrimEnd()).Replace(@"\.\.\.", @"[\s\S]*?", StringComparison.Ordinal)}$",
            RegexOptions.ExplicitCapture,
            TimeSpan.FromSeconds(10));

    [GeneratedRegex(" # exit (?<code>[0-9]+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Exit();
}

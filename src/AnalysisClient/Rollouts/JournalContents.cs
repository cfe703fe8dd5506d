using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Rollouts;

/// <summary>What stands in a journal.</summary>
/// <param name="Lines">The lines in order; the first holds the header.</param>
/// <param name="Length">The bytes of these lines. What follows is a line that was never finished: it never happened.</param>
public sealed record JournalContents(IReadOnlyList<JournalLine> Lines, long Length)
{
    /// <summary>The file's name in a rollout's folder.</summary>
    public const string FileName = "journal.jsonl";

    private const long Largest = 256L * 1024 * 1024;

    /// <summary>The header; null: there is no journal yet.</summary>
    public JournalHeader? Header => Lines.Count > 0 ? Lines[0].Header : null;

    /// <summary>The records, each with its rollout time.</summary>
    public IEnumerable<(long At, RolloutRecord Record)> Records => Lines.SelectMany(l => l.Records.Select(r => (l.T, r)));

    /// <summary>The fold of the records.</summary>
    public RolloutState State => Header is { } header ? RolloutState.Fold(header.Plan, Records) : RolloutState.Initial;

    /// <summary>Reads a journal without taking it; another process may be writing it.</summary>
    /// <param name="folder">The rollout's folder.</param>
    /// <param name="firstLineOnly">Reads the header alone: enough to go to zero when the rest is damaged.</param>
    /// <exception cref="JournalException">A line before the last is damaged; the message names it.</exception>
    public static JournalContents Read(string folder, bool firstLineOnly = false)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return new([], 0);
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.Length > Largest)
        {
            throw new JournalException($"{path} has {file.Length} bytes; a journal has at most {Largest}.");
        }

        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return Parse(path, bytes, firstLineOnly);
    }

    private static JournalContents Parse(string path, ReadOnlySpan<byte> bytes, bool firstLineOnly)
    {
        var lines = new List<JournalLine>();
        var at = 0;
        while (at < bytes.Length && !(firstLineOnly && lines.Count == 1))
        {
            var end = bytes[at..].IndexOf((byte)'\n');
            if (end < 0)
            {
                break;
            }

            try
            {
                lines.Add(Next(lines, JournalLine.Read(bytes.Slice(at, end))));
            }
            catch (FormatException e)
            {
                if (at + end + 1 < bytes.Length)
                {
                    throw new JournalException($"{path}:{lines.Count + 1}: the line is damaged: {e.Message} Nothing after it can be believed; canaryjudge rollout abort --force goes to zero.", e);
                }

                break;
            }
            catch (InvalidDataException e)
            {
                // Even the last one: a whole line happened, and must not be written over.
                throw new JournalException($"{path}:{lines.Count + 1}: the line cannot be understood: {e.Message} Go on with the program that wrote it; canaryjudge rollout abort --force goes to zero.", e);
            }

            at += end + 1;
        }

        return new(lines, at);
    }

    private static JournalLine Next(List<JournalLine> before, JournalLine line) =>
        line.Seq == before.Count + 1 && (before.Count == 0 || (line.Fence >= before[^1].Fence && line.T >= before[^1].T))
            ? line
            : throw new FormatException($"it is number {line.Seq} of fence {line.Fence}, out of order.");
}

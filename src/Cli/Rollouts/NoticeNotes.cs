using CanaryJudge.AnalysisClient.Rollouts.Notices;

namespace CanaryJudge.Cli.Rollouts;

/// <summary>Says when somebody who is to be told cannot be, when that is over, and which notices were given up.</summary>
/// <param name="notices">Who is told; their addresses may hold secrets and are not shown.</param>
/// <param name="say">Hears it.</param>
internal sealed class NoticeNotes(IReadOnlyList<NoticePart> notices, Action<SideNote> say)
{
    private readonly SideNotes[] _notes = [.. notices.Select((_, i) => new SideNotes(Part(i), say))];

    /// <summary>Hears what became of a notice.</summary>
    /// <param name="target">The number of who was told, from 0.</param>
    /// <param name="notice">The notice.</param>
    /// <param name="fate">What became of it.</param>
    public void Hear(int target, RolloutNotice notice, NoticeFate fate)
    {
        switch (fate)
        {
            case NoticeFate.Taken:
                _notes[target].IsThere();
                break;
            case NoticeFate.Missed:
                _notes[target].IsGone($"{notices[target].Kind} did not take '{notice.Event}'; it is told again for ten minutes.");
                break;
            case NoticeFate.GivenUp:
                say(new(TimeProvider.System.GetUtcNow(), Part(target), "given-up", $"{notices[target].Kind} did not take '{notice.Event}' for ten minutes; it is not told again."));
                break;
        }
    }

    private static string Part(int target) => $"notify[{target}]";
}

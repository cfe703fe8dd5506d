using CanaryJudge.AnalysisClient.Rollouts;
using CanaryJudge.Rollouts;

namespace CanaryJudge.Cli.Rollouts;

/// <summary>A rollout on a terminal, redrawn in place.</summary>
internal sealed class LiveView : IRolloutView, IDisposable
{
    private const int MostEvents = 6;
    private readonly Lock _lock = new();
    private readonly List<string> _events = [];
    private readonly SortedDictionary<string, SideNote> _troubles = new(StringComparer.Ordinal);
    private readonly ScreenStyle _style;
    private readonly TextWriter _output;
    private readonly string _keys;
    private readonly ITimer _timer;
    private RolloutStatus? _status;
    private int _drawn;

    /// <summary>A view.</summary>
    /// <param name="output">The terminal.</param>
    /// <param name="style">What is known of it.</param>
    /// <param name="keys">The last line.</param>
    /// <param name="time">Redraws each second, so that ages count.</param>
    public LiveView(TextWriter output, ScreenStyle style, string keys, TimeProvider time)
    {
        (_output, _style, _keys) = (output, style, keys);
        _timer = time.CreateTimer(_ => Draw(time.GetUtcNow()), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    /// <inheritdoc />
    public void Turned(RolloutStatus status, RolloutInput input, IReadOnlyList<RolloutRecord> records, IReadOnlyList<RolloutAction> actions)
    {
        lock (_lock)
        {
            _status = status;
            foreach (var record in records)
            {
                Note(status.Time, record, status.State);
            }
        }

        Draw(status.Time);
    }

    /// <inheritdoc />
    public void Say(SideNote note)
    {
        lock (_lock)
        {
            if (note.Reason is null)
            {
                _troubles.Remove(note.Part);
            }
            else
            {
                _troubles[note.Part] = note;
            }

            Note(note.Time, note.Reason is null ? "·" : "!", $"{note.Part} {note.State}");
        }

        Draw(note.Time);
    }

    /// <summary>Shows a status that came from elsewhere, with the lines of the journal that came with it.</summary>
    public void Show(RolloutStatus status, IEnumerable<(DateTimeOffset Time, RolloutRecord Record, RolloutState After)> records)
    {
        lock (_lock)
        {
            _status = status;
            foreach (var (time, record, after) in records)
            {
                Note(time, record, after);
            }
        }

        Draw(status.Time);
    }

    /// <inheritdoc />
    public void Dispose() => _timer.Dispose();

    private void Note(DateTimeOffset time, RolloutRecord record, RolloutState after)
    {
        if (RecordText.Of(record, after) is var (sign, text))
        {
            Note(time, sign, text);
        }
    }

    private void Note(DateTimeOffset time, string sign, string text)
    {
        _events.Insert(0, $"{_style.Clock(time)}  {sign}  {text}");
        _events.RemoveRange(Math.Min(MostEvents, _events.Count), Math.Max(0, _events.Count - MostEvents));
    }

    private void Draw(DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_status is not { } status)
            {
                return;
            }

            try
            {
                Draw(status, now);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The terminal is gone; the rollout goes on without it.
            }
        }
    }

    private void Draw(RolloutStatus status, DateTimeOffset now)
    {
        var since = (long)Math.Max(0, (now - status.Time).TotalSeconds);
        var lines = RolloutScreen.Render(status with { Now = status.Now + since, Time = status.Time.AddSeconds(since) }, _events, _troubles.Values, status.State.Phase == RolloutPhase.Done ? "" : _keys, _style);

        // Up to the first line, each one anew to its end, and what is left below away.
        _output.Write(_drawn > 0 ? $"\u001b[{_drawn}A" : "");
        foreach (var line in lines)
        {
            _output.Write($"{line}\u001b[K\n");
        }

        _output.Write("\u001b[J");
        _output.Flush();
        _drawn = lines.Count;
    }
}

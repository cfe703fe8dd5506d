using CanaryJudge.Judging.Reports;

namespace CanaryJudge.Cli;

/// <summary>One line on stderr that says how far many pieces of work are; only on a terminal, and only once the work has taken a second.</summary>
internal sealed class Progress : IDisposable
{
    private readonly Lock _lock = new();
    private readonly int _total;
    private readonly string _doing;
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private int _done;
    private bool _shown;

    /// <summary>Begins.</summary>
    /// <param name="total">How many pieces there are.</param>
    /// <param name="doing">What is done with each: judging, pushing.</param>
    public Progress(int total, string doing = "judging") => (_total, _doing) = (total, doing);

    /// <summary>One more is done.</summary>
    public void Done()
    {
        lock (_lock)
        {
            _done++;
            var elapsed = TimeProvider.System.GetElapsedTime(_started);
            if (Terminal.ShowsProgress && elapsed > TimeSpan.FromSeconds(1) && _done < _total)
            {
                _shown = true;
                Console.Error.Write($"\r\u001b[K{_doing} {_done + 1} of {_total}, {Numbers.Duration(elapsed * ((double)(_total - _done) / _done))} left");
            }
        }
    }

    /// <summary>Takes the line away.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            if (_shown)
            {
                Console.Error.Write("\r\u001b[K");
                _shown = false;
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => Clear();
}

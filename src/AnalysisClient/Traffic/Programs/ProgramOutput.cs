using System.Text;

namespace CanaryJudge.AnalysisClient.Traffic.Programs;

/// <summary>What a program prints, as it comes: the beginning is kept, the rest is read too, so that the program never waits for a reader.</summary>
internal sealed class ProgramOutput
{
    private readonly Lock _turn = new();
    private readonly StringBuilder _kept = new();
    private readonly int _most;
    private bool _isCut;

    /// <summary>Begins to read.</summary>
    /// <param name="from">The pipe. Reading it hears no token: it ends when the last process that holds it does.</param>
    /// <param name="most">How many characters are kept.</param>
    public ProgramOutput(StreamReader from, int most)
    {
        _most = most;
        Ended = ReadAsync(from);
    }

    /// <summary>Ends when nobody can print any more.</summary>
    public Task Ended { get; }

    /// <summary>What was heard up to now, and whether there was more than is kept.</summary>
    public (string Text, bool IsCut) Heard()
    {
        lock (_turn)
        {
            return (_kept.ToString(), _isCut);
        }
    }

    private async Task ReadAsync(StreamReader from)
    {
        var buffer = new char[4096];
        while (await from.ReadAsync(buffer).ConfigureAwait(false) is > 0 and var length)
        {
            lock (_turn)
            {
                var room = Math.Min(length, _most - _kept.Length);
                _kept.Append(buffer, 0, room);
                _isCut |= room < length;
            }
        }
    }
}

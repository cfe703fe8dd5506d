using System.Collections.Concurrent;

namespace CanaryJudge.Sources.Csv;

/// <summary>Reads the blocks of a file side by side and hands them out in their order.</summary>
/// <param name="text">The file after its header.</param>
/// <param name="line">The line where it goes on.</param>
/// <param name="room">Makes room for a block.</param>
/// <param name="cancellation">Ends the reading.</param>
internal sealed class CsvBlocks(LineBlocks text, long line, Func<CsvBlock> room, CancellationToken cancellation) : IDisposable
{
    /// <summary>So many are read while one is taken; each needs some 3 MB, of very short values up to 30.</summary>
    private static readonly int Most = Math.Min(Environment.ProcessorCount, 8);

    /// <summary>So many are read by the caller before others help: until then the compiler, which is at the same code, needs the other core.</summary>
    private const int Alone = 16;

    private readonly BlockingCollection<Task> _work = [];
    private readonly Queue<CsvBlock> _ahead = new();
    private readonly Stack<CsvBlock> _free = new();
    private long _line = line;
    private int _begun;
    private int _threads;
    private bool _ended;

    /// <summary>Waits for the next block.</summary>
    /// <returns>Null: there is none, at the end or where a line is longer than a block.</returns>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public CsvBlock? Next()
    {
        while (!_ended && _ahead.Count <= (_begun < Alone ? 0 : Most))
        {
            var block = _free.TryPop(out var free) ? free : room();
            _ended = !block.Fill(text, ref _line, cancellation);
            if (!_ended)
            {
                _ahead.Enqueue(block);
                Run(block.Reading);
                _begun++;
            }
        }

        if (!_ahead.TryDequeue(out var next))
        {
            return null;
        }

        next.Reading.GetAwaiter().GetResult();
        return next;
    }

    /// <summary>Gives a block back whose rows were taken.</summary>
    public void Free(CsvBlock block) => _free.Push(block);

    /// <inheritdoc />
    public void Dispose() => _work.CompleteAdding();

    /// <summary>The text that was not taken, for somebody who reads it row by row.</summary>
    /// <param name="from">The first block of it; null: all blocks were taken.</param>
    public (ReadBytes Text, long Line) Rest(CsvBlock? from)
    {
        IEnumerable<CsvBlock> left = from is null ? [] : [from, .. _ahead];
        var parts = new Queue<ReadBytes>([.. left.Select(b => b.Text()), text.Read]);
        return (Read, from?.Line ?? _line);

        int Read(Span<byte> to)
        {
            var read = 0;
            while (parts.TryPeek(out var part) && (read = part(to)) == 0)
            {
                parts.Dequeue();
            }

            return read;
        }
    }

    /// <summary>Has it read, by threads of its own: those of the pool are as many as cores, and one of them waits here.</summary>
    private void Run(Task reading)
    {
        if (_begun < Alone)
        {
            reading.RunSynchronously();
            return;
        }

        _work.Add(reading, CancellationToken.None);
        if (_threads < Most)
        {
            _threads++;
            new Thread(Work) { IsBackground = true, Name = "CSV" }.Start();
        }
    }

    private void Work()
    {
        foreach (var reading in _work.GetConsumingEnumerable(CancellationToken.None))
        {
            reading.RunSynchronously();
        }
    }
}

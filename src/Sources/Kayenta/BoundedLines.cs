using System.Text;

namespace CanaryJudge.Sources.Kayenta;

/// <summary>Reads lines of a bounded length, so that a stream without line breaks cannot fill the memory.</summary>
internal sealed class BoundedLines(TextReader text, int longest)
{
    private readonly char[] _buffer = new char[1 << 14];
    private int _next;
    private int _end;

    /// <summary>The next line without its break; null at the end.</summary>
    /// <exception cref="InvalidDataException">The line is longer than allowed.</exception>
    public async ValueTask<string?> ReadAsync(CancellationToken cancellation)
    {
        StringBuilder? line = null;
        while (true)
        {
            if (_next == _end)
            {
                _end = await text.ReadAsync(_buffer.AsMemory(), cancellation).ConfigureAwait(false);
                _next = 0;
                if (_end == 0)
                {
                    return line?.ToString();
                }
            }

            line ??= new();
            var rest = _buffer.AsMemory(_next, _end - _next);
            var stop = rest.Span.IndexOf('\n');
            line.Append(stop < 0 ? rest.Span : rest.Span[..stop]);
            _next += stop < 0 ? rest.Length : stop + 1;
            if (line.Length > longest)
            {
                throw new InvalidDataException("The line is longer than allowed.");
            }

            if (stop >= 0)
            {
                return line.Length > 0 && line[^1] == '\r' ? line.ToString(0, line.Length - 1) : line.ToString();
            }
        }
    }
}

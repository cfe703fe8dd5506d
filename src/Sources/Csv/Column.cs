namespace CanaryJudge.Sources.Csv;

/// <summary>Values that grow in pieces: no copying while reading, one copy at the end.</summary>
internal sealed class Column<T>
    where T : struct
{
    private const int Smallest = 16;
    private const int Largest = 1 << 16;
    private readonly List<T[]> _full = [];
    private T[] _piece = new T[Smallest];
    private int _used;
    private int _before;

    /// <summary>The number of values.</summary>
    public int Count => _before + _used;

    /// <summary>Adds a value.</summary>
    public void Add(T value)
    {
        if (_used == _piece.Length)
        {
            _full.Add(_piece);
            _before += _used;
            _piece = new T[Math.Min(Largest, _piece.Length * 2)];
            _used = 0;
        }

        _piece[_used++] = value;
    }

    /// <summary>Adds the same value until there are so many.</summary>
    public Column<T> PaddedTo(int count, T value)
    {
        while (Count < count)
        {
            Add(value);
        }

        return this;
    }

    /// <summary>All values; the column is empty afterwards, so that its memory is not held twice.</summary>
    public T[] Take()
    {
        var all = new T[Count];
        var at = 0;
        foreach (var piece in _full)
        {
            piece.CopyTo(all, at);
            at += piece.Length;
        }

        _piece.AsSpan(0, _used).CopyTo(all.AsSpan(at));
        _full.Clear();
        _piece = new T[Smallest];
        (_used, _before) = (0, 0);
        return all;
    }
}

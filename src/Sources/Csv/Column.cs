namespace CanaryJudge.Sources.Csv;

/// <summary>Grows by whole blocks: nothing is copied while rows come in, and no more than a block is spare.</summary>
internal sealed class Column<T>
    where T : struct
{
    private const int Smallest = 16;
    private const int Largest = 1 << 15;
    private readonly List<T[]> _full = [];
    private T[] _block = [];
    private int _used;
    private int _before;

    public int Count => _before + _used;

    public void Add(T value)
    {
        if (_used == _block.Length)
        {
            Grow();
        }

        _block[_used++] = value;
    }

    /// <summary>All values in one array; the column is empty afterwards and its blocks are freed as they are copied.</summary>
    public T[] Take()
    {
        var all = new T[Count];
        var at = 0;
        for (var i = 0; i < _full.Count; i++)
        {
            _full[i].CopyTo(all, at);
            at += _full[i].Length;
            _full[i] = [];
        }

        _block.AsSpan(0, _used).CopyTo(all.AsSpan(at));
        _full.Clear();
        (_block, _used, _before) = ([], 0, 0);
        return all;
    }

    /// <summary>Makes an array that was taken the column's first values again.</summary>
    public void PutBack(T[] all)
    {
        _full.Clear();
        _full.Add(all);
        (_block, _used, _before) = ([], 0, all.Length);
    }

    private void Grow()
    {
        if (_used > 0)
        {
            _full.Add(_block);
            _before += _used;
        }

        _block = new T[Math.Clamp(Count, Smallest, Largest)];
        _used = 0;
    }
}

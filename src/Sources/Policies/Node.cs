namespace CanaryJudge.Sources.Policies;

/// <summary>A value of a YAML or JSON text, with its place.</summary>
/// <param name="Place">Where it begins.</param>
internal abstract record Node(Place Place)
{
    /// <summary>What it is, as a message says it: <c>a list</c>.</summary>
    public abstract string Noun { get; }

    /// <summary>How many values it holds, itself included and aliases followed.</summary>
    public virtual long Size => 1;
}

/// <summary>A text, number, true, false or nothing.</summary>
/// <param name="Place">Where it stands, quotes included.</param>
/// <param name="Text">The value without quotes.</param>
/// <param name="Sort">What its spelling makes of it.</param>
internal sealed record ScalarNode(Place Place, string Text, ScalarSort Sort) : Node(Place)
{
    /// <inheritdoc />
    public override string Noun => Sort switch
    {
        ScalarSort.Nothing => "empty",
        ScalarSort.Number => $"the bare number {Shown}",
        ScalarSort.Flag => Shown,
        _ => $"the text \"{Shown}\"",
    };

    /// <summary>The text, short enough for a message.</summary>
    public string Shown => Words.Shown(Text);
}

/// <summary>What a scalar is.</summary>
internal enum ScalarSort
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>Null, or no value at all.</summary>
    Nothing,
}

/// <summary>A list.</summary>
internal sealed record ListNode(Place Place, IReadOnlyList<Node> Items) : Node(Place)
{
    /// <inheritdoc />
    public override string Noun => "a list";

    /// <inheritdoc />
    public override long Size { get; } = 1 + Items.Sum(i => i.Size);
}

/// <summary>A map; keys in the order written, repeated ones included.</summary>
internal sealed record MapNode(Place Place, IReadOnlyList<MapEntry> Entries) : Node(Place)
{
    /// <inheritdoc />
    public override string Noun => "a map";

    /// <inheritdoc />
    public override long Size { get; } = 1 + Entries.Sum(e => e.Value.Size);

    /// <summary>The first entry of that name; null when there is none.</summary>
    public MapEntry? Find(string key) => Entries.FirstOrDefault(e => e.Key == key);
}

/// <summary>A key of a map and its value.</summary>
/// <param name="KeyPlace">Where the key stands.</param>
/// <param name="Key">The key.</param>
/// <param name="Value">The value.</param>
internal sealed record MapEntry(Place KeyPlace, string Key, Node Value);

using System.Text.Json.Nodes;

namespace CanaryJudge.Sources.Policies.Shapes;

/// <summary>A row of the table of keys: a name, what may be written and what it does to a <typeparamref name="T"/>.</summary>
internal abstract class Key<T>(string name, string doc)
{
    /// <summary>The key.</summary>
    public string Name { get; } = name;

    /// <summary>What it means: one sentence.</summary>
    public string Doc { get; } = doc;

    /// <summary>Whether it must be written.</summary>
    public bool Required { get; init; }

    /// <summary>The default as it would be written; null: none, or one that depends on the kind.</summary>
    public JsonNode? Default { get; init; }

    /// <summary>What may be written, with the doc and the default.</summary>
    public JsonObject Schema()
    {
        var schema = ValueSchema();
        schema["description"] = Doc;
        if (Default is not null)
        {
            schema["default"] = Default.DeepClone();
        }

        return schema;
    }

    /// <summary>What <paramref name="target"/> becomes with the value; unchanged, with problems, when the value is not <paramref name="good"/>.</summary>
    public abstract T Apply(T target, Node node, string path, ProblemList problems, out bool good);

    /// <summary>What may be written.</summary>
    protected abstract JsonObject ValueSchema();
}

/// <summary>A row of the table of keys.</summary>
/// <param name="name">The key.</param>
/// <param name="shape">What may be written.</param>
/// <param name="doc">What it means: one sentence.</param>
/// <param name="set">What the value does.</param>
internal sealed class Key<T, TValue>(string name, Shape<TValue> shape, string doc, Func<T, TValue, T> set) : Key<T>(name, doc)
{
    /// <inheritdoc />
    public override T Apply(T target, Node node, string path, ProblemList problems, out bool good)
    {
        good = shape.TryRead(node, path, problems, out var value);
        return good ? set(target, value!) : target;
    }

    /// <inheritdoc />
    protected override JsonObject ValueSchema() => shape.Schema();
}

using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace CanaryJudge.Sources.Policies.Shapes;

/// <summary>A kind of value: what may be written, as JSON Schema and as a reader, side by side so that they agree.</summary>
/// <typeparam name="T">What it becomes.</typeparam>
internal abstract class Shape<T>
{
    /// <summary>What may be written, as JSON Schema.</summary>
    public abstract JsonObject Schema();

    /// <summary>Reads a value; false, with problems, when it is none.</summary>
    public abstract bool TryRead(Node node, string path, ProblemList problems, [NotNullWhen(true)] out T? value);

    /// <summary>Notes a problem of the value at its place, and returns false.</summary>
    protected static bool Refuse(Node node, string path, ProblemList problems, string message)
    {
        problems.Error(node.Place, path, message);
        return false;
    }
}

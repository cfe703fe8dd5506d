using CanaryJudge.Sources.Policies.Shapes;

namespace CanaryJudge.Sources;

/// <summary>No source at all: others push the data to the analysis by themselves, as our proxy or a service of yours does.</summary>
public sealed class PushSource : ISampleSource
{
    private PushSource()
    {
    }

    /// <summary>The kind <c>push</c>.</summary>
    public static SourceKind Kind { get; } = SourceKind.Of(
        "push", "Reads nothing: others send the data to the analysis", new MapShape<object>("a source", () => new(), []), (_, _) => new("push", _ => new PushSource()));

    /// <inheritdoc />
    public Task<SourceReading> ReadAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult<SourceReading>(new SourceReading.NoData(More: false));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        // Holds nothing.
    }
}

using CanaryJudge.Sources.Kayenta;

namespace CanaryJudge.Sources.Tests.Kayenta;

public sealed class EndlessRequestTests
{
    [Fact]
    public async Task A_line_that_never_ends_is_refused_instead_of_filling_the_memory()
    {
        var readings = await KayentaRequests.ReadAllAsync(new Endless(), TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

        var reading = Assert.Single(readings);
        Assert.Equal("A request is longer than 64 MiB; nothing after it was read.", Assert.Single(reading.Problems).Message);
    }

    /// <summary>The same character for ever.</summary>
    private sealed class Endless : TextReader
    {
        public override ValueTask<int> ReadAsync(Memory<char> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill('x');
            return ValueTask.FromResult(buffer.Length);
        }
    }
}

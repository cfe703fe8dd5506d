namespace CanaryJudge.Sources.Tests.Csv;

/// <summary>Tells progress in the thread that makes it.</summary>
internal sealed class Told(Action<long> tell) : IProgress<long>
{
    public void Report(long value) => tell(value);
}

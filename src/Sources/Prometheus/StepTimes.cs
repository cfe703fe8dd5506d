namespace CanaryJudge.Sources.Prometheus;

/// <summary>The moments of one range query: <see cref="Count"/> of them, one step apart.</summary>
/// <param name="First">Unix seconds.</param>
/// <param name="Step">Seconds.</param>
/// <param name="Count">At least 1.</param>
internal readonly record struct StepTimes(long First, long Step, int Count)
{
    /// <summary>The last moment. Unix seconds.</summary>
    public long Last => First + (Step * (Count - 1));

    /// <summary>The number of a moment; −1: it is none of these.</summary>
    /// <param name="seconds">Unix seconds, with a fraction where a server rounds.</param>
    public int IndexOf(double seconds)
    {
        var number = Math.Round((seconds - First) / Step);
        return number >= 0 && number < Count && Math.Abs(seconds - (First + (number * Step))) < 0.5 ? (int)number : -1;
    }
}

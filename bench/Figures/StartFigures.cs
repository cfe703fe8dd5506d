namespace CanaryJudge.Figures;

/// <summary>How long the tool takes for a small file, from the command to its end.</summary>
internal static class StartFigures
{
    private const int Runs = 21;
    private const string Case = "data/fixtures/errors-up";

    public static void Run()
    {
        // The first call builds if anything changed, and warms the disk's cache.
        Child.Run("bash", ["./canaryjudge", "judge", Case], 1, 3);
        List<double> times = [.. Enumerable.Range(0, Runs).Select(_ => Child.Run("bash", ["./canaryjudge", "judge", Case], 1, 3).Time.TotalMilliseconds)];
        Page.Write(
            "start",
            [
                $"`./canaryjudge judge {Case}`, {Runs} runs after the first: median {Clock.Quantile(times, 0.5):0} ms, slowest {times.Max():0} ms.",
            ]);
    }
}

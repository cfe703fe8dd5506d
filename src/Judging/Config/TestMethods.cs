using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Judging.Config;

/// <summary>Which test of <see cref="TwoSampleTests"/> goes with which measure.</summary>
public static class TestMethods
{
    /// <summary>The kind chooses.</summary>
    public const string Auto = "auto";

    private const string Quantiles = "quantile-difference";

    /// <summary>The measure that a test is of.</summary>
    /// <param name="method">A test's name, or <see cref="Auto"/>.</param>
    /// <returns>Null where the kind's default goes with it.</returns>
    public static Measure? MeasureOf(string method) => method switch
    {
        "welch" => new Measure.Mean(),
        Quantiles => new Measure.Quantile(0.5),
        _ => null,
    };

    /// <summary>Why a test cannot decide on a measure.</summary>
    /// <param name="method">A test's name, or <see cref="Auto"/>.</param>
    /// <param name="measure">The measure.</param>
    /// <returns>A sentence that says what can; null: it goes together.</returns>
    public static string? Misfit(string method, Measure measure) => (measure, method) switch
    {
        (_, Auto) or (Measure.Quantile, Quantiles) => null,
        (Measure.Quantile, _) => $"method {method} does not test a quantile. Known for {measure}: {Auto}, {Quantiles}.",
        (_, Quantiles) => $"method {method} tests a quantile, not the {measure}. Write measure: p50 or another quantile.",
        _ => null,
    };
}

namespace CanaryJudge.Judging.Kayenta;

/// <summary>Judges as Kayenta's NetflixACAJudge does, flaws included.</summary>
/// <remarks>It shares nothing with <see cref="Judging.Judge"/>: no error budget, no margin, no verdict without data, no correction for many looks.</remarks>
public static class KayentaJudge
{
    /// <summary>The name in Kayenta's answers.</summary>
    public const string Name = "NetflixACAJudge-v1.0";

    private static readonly KayentaLevels Levels = new();

    /// <summary>Judges.</summary>
    /// <param name="request">Config, thresholds and data.</param>
    /// <exception cref="ArgumentException">The request has <see cref="KayentaRequest.Problems"/>; the message is the first.</exception>
    public static KayentaJudgement Decide(KayentaRequest request) => Judge(request, CancellationToken.None);

    /// <summary>Judges until it is told to stop.</summary>
    /// <param name="request">Config, thresholds and data.</param>
    /// <param name="cancellation">Ends the work between two metrics.</param>
    /// <exception cref="ArgumentException">The request has <see cref="KayentaRequest.Problems"/>; the message is the first.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    internal static KayentaJudgement Judge(KayentaRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Problems().FirstOrDefault() is { } problem)
        {
            throw new ArgumentException($"{problem.Path}: {problem.Message}", nameof(request));
        }

        var metrics = new List<KayentaMetricJudgement>(request.Pairs.Count);
        foreach (var pair in request.Pairs)
        {
            cancellation.ThrowIfCancellationRequested();
            metrics.Add(Decide(request.MetricOf(pair)!, pair));
        }

        var score = KayentaScore.Of(
            [.. metrics.Where(m => !m.Metric.Muted).Select(m => (m.Metric.Groups!, m.Finding))],
            request.Config.GroupWeights);
        var scoreClass = score.Value >= request.PassScore ? KayentaScoreClass.Pass
            : score.Value >= request.MarginalScore ? KayentaScoreClass.Marginal
            : KayentaScoreClass.Fail;
        return new(metrics, score, scoreClass);
    }

    /// <summary>Judges one pair.</summary>
    /// <param name="metric">Its metric's settings.</param>
    /// <param name="pair">Its data.</param>
    public static KayentaMetricJudgement Decide(KayentaMetric metric, KayentaPair pair)
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(pair);
        double[] baseline = KayentaPreparation.Of(metric, pair.Baseline.Span), canary = KayentaPreparation.Of(metric, pair.Canary.Span);
        var finding = KayentaClassifier.Classify(metric, baseline, canary, Levels);
        return new(pair, metric, finding, KayentaSummary.Of(baseline), KayentaSummary.Of(canary));
    }
}

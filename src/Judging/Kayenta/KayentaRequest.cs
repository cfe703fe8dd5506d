using CanaryJudge.Judging.Config;

namespace CanaryJudge.Judging.Kayenta;

/// <summary>All that one judgement needs.</summary>
/// <param name="Config">The canary config.</param>
/// <param name="PassScore">The score from which the judgement is Pass.</param>
/// <param name="MarginalScore">The score from which it is Marginal.</param>
/// <param name="Pairs">The data.</param>
public sealed record KayentaRequest(KayentaConfig Config, double PassScore, double MarginalScore, IReadOnlyList<KayentaPair> Pairs)
{
    /// <summary>The metric of a pair; null when the config has none of that name.</summary>
    public KayentaMetric? MetricOf(KayentaPair pair) => Config.Metrics.FirstOrDefault(m => m.Name == pair.Name);

    /// <summary>What Kayenta refuses to judge. Metrics that no pair names are not looked at.</summary>
    public IEnumerable<PolicyProblem> Problems()
    {
        for (var i = 0; i < Pairs.Count; i++)
        {
            var metric = MetricOf(Pairs[i]);
            if (metric is null)
            {
                yield return new($"metricSetPairList[{i}].name", $"Could not find metric config for {Pairs[i].Name}.");
            }
            else if (metric.Problem is { } problem)
            {
                yield return new($"metricSetPairList[{i}]", problem);
            }
        }
    }
}

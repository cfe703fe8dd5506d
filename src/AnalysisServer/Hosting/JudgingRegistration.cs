using CanaryJudge.AnalysisServer.Endpoints;
using CanaryJudge.Sources.Policies;

namespace CanaryJudge.AnalysisServer.Hosting;

/// <summary>The judge and the policy reader behind the endpoint.</summary>
internal static class JudgingRegistration
{
    /// <summary>Adds what an evaluation needs.</summary>
    /// <param name="services">The host's services.</param>
    public static void AddJudging(this IServiceCollection services)
    {
        services.AddSingleton<JudgeSnapshot>(Evaluation.Of);
        services.AddSingleton<ReadPolicy>((text, fileName) => PolicyFile.Read(text, fileName));
        services.AddSingleton<EvaluationSlots>();
        services.AddSingleton<JudgeThreads>();
        services.AddSingleton<Evaluator>();
        services.AddSingleton<StreamAnswers>();
    }
}

using System.Diagnostics.CodeAnalysis;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Traffic;

/// <summary>Moves the canary's weight at one target, and reads it there.</summary>
/// <remarks>
/// <para>One call at a time. The caller owns all retries: a call tries once and answers as soon as it knows. Nothing is remembered between calls that
/// the target could be asked for, so a new controller with the same settings goes on where another one stopped.</para>
/// <para>A call that is cancelled throws <see cref="OperationCanceledException"/>; its order may still land within <see cref="TargetFacts.LateBound"/>.
/// Any other exception is a bug and is taken as <see cref="WeightChange.Unknown"/>.</para>
/// <para><c>canaryjudge controller test KIND</c> runs the conformance suite against an implementation.</para>
/// </remarks>
public interface ITrafficController : IDisposable
{
    /// <summary>What the target can do. The answer holds as long as the target's configuration stays as it is.</summary>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The facts; null: cannot be known now, because the target does not answer.</returns>
    Task<TargetFacts?> DescribeAsync(CancellationToken cancellation);

    /// <summary>Why the last <see cref="DescribeAsync"/> or <see cref="ReadAsync"/> gave null: a sentence for people, without secrets.</summary>
    /// <value>Null: it gave an answer, or there is nothing to say.</value>
    string? Trouble => null;

    /// <summary>The weight in force: asked of the target, never of memory or of a file that may not be loaded.</summary>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The weight; null: cannot be known now, or the two arms are set to something that is no split.</returns>
    Task<Weight?> ReadAsync(CancellationToken cancellation);

    /// <summary>Asks the target for a weight. The same order twice has the same effect as once.</summary>
    /// <param name="order">The order.</param>
    /// <param name="cancellation">Ends the call; the order may have landed.</param>
    /// <returns>What the target made of it.</returns>
    Task<WeightChange> SetAsync(WeightOrder order, CancellationToken cancellation);

    /// <summary>Lets go of connections. Never touches the weight.</summary>
    [SuppressMessage("Usage", "CA1816:Dispose methods should call SuppressFinalize", Justification = "Most controllers hold nothing.")]
    void IDisposable.Dispose()
    {
    }
}

using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Kayenta;

namespace CanaryJudge.Sources.Kayenta;

/// <summary>A request, or all that is wrong with it.</summary>
/// <param name="Line">The line on which the request, or the mistake in its syntax, begins; from 1.</param>
/// <param name="Request">Null with problems.</param>
/// <param name="Problems">Path in the request, and what is wrong there.</param>
public sealed record KayentaReading(long Line, KayentaRequest? Request, IReadOnlyList<PolicyProblem> Problems)
{
    internal static KayentaReading Bad(long line, string path, string message) => new(line, null, [new(path, message)]);
}

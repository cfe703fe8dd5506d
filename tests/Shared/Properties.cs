using System.Globalization;
using CsCheck;

namespace CanaryJudge.Tests;

/// <summary>
/// Properties over drawn cases, the same cases in every run: case k is drawn from stream k of one seed, so that a failure on one machine
/// is a failure on all. <c>./dev fuzz</c> sets another seed. A case that fails is shrunk by CsCheck before it is shown.
/// </summary>
internal static class Properties
{
    /// <summary>The environment variable that holds another seed.</summary>
    public const string SeedVariable = "CANARYJUDGE_SEED";

    private const int ShrinkingTries = 2_000;

    private static readonly ulong s_seed = ulong.Parse(Environment.GetEnvironmentVariable(SeedVariable) ?? "2026", CultureInfo.InvariantCulture);

    public static void ForAll<T>(this Gen<T> gen, Action<T> holds, int iter = 100)
    {
        for (var k = 0u; k < iter; k++)
        {
            var pcg = new PCG(k, s_seed);
            var state = pcg.ToString(pcg.State);
            var value = gen.Generate(pcg, null!, out _);
            try
            {
                holds(value);
            }
#pragma warning disable CA1031 // Whatever is thrown, the case is shrunk and thrown again.
            catch (Exception)
#pragma warning restore CA1031
            {
                gen.Sample(holds, seed: state, iter: ShrinkingTries);
                throw;
            }
        }
    }

    public static void ForAll<T>(this Gen<T> gen, Func<T, bool> holds, int iter = 100) => gen.ForAll(v => Assert.True(holds(v)), iter);

    public static void ForAll<T1, T2>(this Gen<(T1, T2)> gen, Action<T1, T2> holds, int iter = 100) => gen.ForAll(v => holds(v.Item1, v.Item2), iter);

    public static void ForAll<T1, T2>(this Gen<(T1, T2)> gen, Func<T1, T2, bool> holds, int iter = 100) => gen.ForAll(v => holds(v.Item1, v.Item2), iter);

    public static void ForAll<T1, T2, T3>(this Gen<(T1, T2, T3)> gen, Action<T1, T2, T3> holds, int iter = 100) => gen.ForAll(v => holds(v.Item1, v.Item2, v.Item3), iter);

    public static void ForAll<T1, T2, T3, T4>(this Gen<(T1, T2, T3, T4)> gen, Action<T1, T2, T3, T4> holds, int iter = 100) => gen.ForAll(v => holds(v.Item1, v.Item2, v.Item3, v.Item4), iter);

    public static void ForAll<T1, T2, T3, T4, T5>(this Gen<(T1, T2, T3, T4, T5)> gen, Action<T1, T2, T3, T4, T5> holds, int iter = 100) =>
        gen.ForAll(v => holds(v.Item1, v.Item2, v.Item3, v.Item4, v.Item5), iter);

    public static void ForAll<T1, T2, T3, T4, T5, T6>(this Gen<(T1, T2, T3, T4, T5, T6)> gen, Action<T1, T2, T3, T4, T5, T6> holds, int iter = 100) =>
        gen.ForAll(v => holds(v.Item1, v.Item2, v.Item3, v.Item4, v.Item5, v.Item6), iter);

    public static void ForAll<T1, T2, T3, T4, T5, T6, T7>(this Gen<(T1, T2, T3, T4, T5, T6, T7)> gen, Action<T1, T2, T3, T4, T5, T6, T7> holds, int iter = 100) =>
        gen.ForAll(v => holds(v.Item1, v.Item2, v.Item3, v.Item4, v.Item5, v.Item6, v.Item7), iter);
}

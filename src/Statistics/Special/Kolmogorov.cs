namespace CanaryJudge.Statistics.Special;

/// <summary>Kolmogorov's distribution: the largest distance of a Brownian bridge from 0.</summary>
/// <remarks>
/// <para>Method: the alternating series from z = 1 on, below it the theta series of the other tail. Error: relative 1e-13
/// against SciPy's kolmogorov (measured by KolmogorovSmirnovTests).</para>
/// <para>Source: A. N. Kolmogorov, Giorn. Ist. Ital. Attuari 4 (1933) 83-91; W. Feller, Ann. Math. Statist. 19 (1948) 177-189.</para>
/// </remarks>
internal static class Kolmogorov
{
    private const double RootOfTwoPi = 2.5066282746310005024;

    /// <summary>The chance of a distance above z.</summary>
    internal static double Above(double z)
    {
        double sum = 0;
        if (z < 1)
        {
            // At z = 1 the fourth term is below 1e-26.
            for (var k = 1; k < 8; k += 2)
            {
                sum += Math.Exp(-k * k * Math.PI * Math.PI / (8 * z * z));
            }

            return z > 0 ? 1 - (RootOfTwoPi / z * sum) : 1;
        }

        for (var k = 1; k < 6; k++)
        {
            sum += (k % 2 == 1 ? 1 : -1) * Math.Exp(-2 * k * k * z * z);
        }

        return 2 * sum;
    }
}

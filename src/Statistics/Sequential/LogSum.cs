namespace CanaryJudge.Statistics.Sequential;

/// <summary>Sums of numbers that are known by their logarithms.</summary>
internal static class LogSum
{
    /// <summary>log of the sum of exp(term); negative infinity for terms that are all so.</summary>
    internal static double Of(ReadOnlySpan<double> terms)
    {
        var largest = double.NegativeInfinity;
        foreach (var term in terms)
        {
            largest = Math.Max(largest, term);
        }

        if (double.IsNegativeInfinity(largest))
        {
            return largest;
        }

        double sum = 0;
        foreach (var term in terms)
        {
            sum += Math.Exp(term - largest);
        }

        return largest + Math.Log(sum);
    }

    /// <summary>Logarithms of weights that fall off as a normal density and sum to 1.</summary>
    internal static double[] NormalWeights(double[] at, double spread)
    {
        double[] weights = [.. at.Select(x => -x * x / (2 * spread * spread))];
        var total = Of(weights);
        return [.. weights.Select(w => w - total)];
    }
}

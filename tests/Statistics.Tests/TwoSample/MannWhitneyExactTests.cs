using CanaryJudge.Statistics.TwoSample;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.TwoSample;

public sealed class MannWhitneyExactTests
{
    private static readonly MannWhitneyExact Test = new();

    private static readonly Gen<double[]> Arm = Gen.Int[0, 9].Select(x => (double)x).Array[1, 30];

    [Fact]
    public void With_ties_the_p_values_are_those_of_all_ways_to_deal_the_values() => Assert.All(Vectors.Of("catalog-r", "tied"), c =>
    {
        double[] baseline = c.Numbers("baseline"), canary = c.Numbers("canary");

        Vectors.Close(c.Number("u_greater"), Test.Run(baseline, canary, Alternative.Greater).PValue, 1e-13, c.ToString());
        Vectors.Close(c.Number("u_less"), Test.Run(baseline, canary, Alternative.Less).PValue, 1e-13, c.ToString());
        Assert.Equal(Math.Min(1, 2 * Math.Min(c.Number("u_greater"), c.Number("u_less"))), Test.Run(baseline, canary, Alternative.Different).PValue, 1e-13);
        Assert.True(Test.Run(baseline, canary, Alternative.Different).Exact);
    });

    [Fact]
    public void Seven_hundreds_of_ten_are_one_in_646_where_the_normal_form_says_one_in_1_300()
    {
        // choose(10, 7) / choose(20, 7)
        double[] baseline = [.. Enumerable.Repeat(1.0, 10)], canary = [.. Enumerable.Repeat(100.0, 7), 1, 1, 1];

        Assert.Equal(120.0 / 77_520, Test.Run(baseline, canary, Alternative.Greater).PValue, 1e-15);
        Assert.InRange(1 / new MannWhitney().Run(baseline, canary, Alternative.Greater).PValue, 1_200, 1_400);
    }

    [Fact]
    public void Without_ties_and_in_larger_arms_it_is_the_plain_test() => Gen.Select(Gen.Double[0, 1].HashSet[1, 60], Gen.Double[2, 3].HashSet[1, 60], Gen.Int[0, 9]).ForAll((x, y, mixed) =>
    {
        double[] a = [.. x.Skip(mixed), .. y.Take(mixed)], b = [.. y.Skip(mixed), .. x.Take(mixed)];
        Assert.Equal(new MannWhitney().Run(a, b, Alternative.Greater), Test.Run(a, b, Alternative.Greater));
        double[] tied = [.. Enumerable.Range(0, 60).Select(i => (double)(i / 2))];
        Assert.Equal(new MannWhitney().Run(tied, [.. tied, .. b], Alternative.Less), Test.Run(tied, [.. tied, .. b], Alternative.Less));
    });

    [Fact]
    public void Swapping_arms_and_direction_leaves_the_p_value_alone() => Gen.Select(Arm, Arm).ForAll((a, b) =>
    {
        Assert.Equal(Test.Run(a, b, Alternative.Greater).PValue, Test.Run(b, a, Alternative.Less).PValue, 1e-13);
        Assert.Equal(Test.Run(a, b, Alternative.Different).PValue, Test.Run(b, a, Alternative.Different).PValue, 1e-13);
    });

    [Fact]
    public void It_applies_where_values_are_tied_and_the_arms_are_small()
    {
        double[] tied = [1, 1, 2], many = [.. Enumerable.Repeat(1.0, 100)];

        Assert.True(MannWhitneyExact.Applies(tied, tied));
        Assert.False(MannWhitneyExact.Applies([1, 2], [3, 4]));
        Assert.False(MannWhitneyExact.Applies(many, many));
        Assert.True(MannWhitneyExact.Applies(many, [1, 2, 3, 4, 5, 6, 7, 8, 9]));
    }

    [Fact]
    public void One_value_against_three_thousand_is_counted() => Vectors.Close(
        1501.0 / 3001, Test.Run([.. Enumerable.Range(0, 3_000).Select(i => (double)(i / 2))], [750], Alternative.Greater).PValue, 1e-2, "half");

    [Fact]
    public void False_alarms_stay_at_the_level_where_those_of_the_normal_form_are_twice_as_many()
    {
        var draws = new Draws(11);
        const int Runs = 4_000;
        int exact = 0, normal = 0;
        for (var run = 0; run < Runs; run++)
        {
            // Mostly one value: 11.85 % for the normal form, by summing over both binomials.
            double[] a = draws.Of(30, d => d.Uniform() < 0.95 ? 0 : 1), b = draws.Of(10, d => d.Uniform() < 0.95 ? 0 : 1);
            exact += Test.Run(a, b, Alternative.Greater).PValue <= 0.05 ? 1 : 0;
            normal += new MannWhitney().Run(a, b, Alternative.Greater).PValue <= 0.05 ? 1 : 0;
        }

        Draws.AtMost(0.05, exact, Runs);
        Assert.True(normal > 0.1 * Runs, $"{exact} exact, {normal} normal");
    }
}

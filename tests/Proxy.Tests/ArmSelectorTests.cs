using CsCheck;

namespace CanaryJudge.Proxy.Tests;

/// <summary>Where users stand on the line.</summary>
public sealed class ArmSelectorTests
{
    [Fact]
    public void A_key_has_one_place_per_rollout_whatever_it_holds() =>
        Gen.Select(Gen.String, Gen.String).ForAll((rollout, key) =>
        {
            var place = ArmSelector.Place(rollout[..Math.Min(rollout.Length, 63)], key);

            Assert.InRange(place, 0, 9_999);
            Assert.Equal(place, ArmSelector.Place(rollout[..Math.Min(rollout.Length, 63)], key));
        });

    [Fact]
    public void Users_are_spread_evenly_and_anew_by_every_rollout()
    {
        // 20,000 users in 20 parts: 1,000 each, standard deviation 31.
        var first = Enumerable.Range(0, 20_000).Select(u => ArmSelector.Place("a", $"user-{u}")).ToArray();
        var second = Enumerable.Range(0, 20_000).Select(u => ArmSelector.Place("b", $"user-{u}")).ToArray();

        Assert.All(first.GroupBy(p => p / 500), part => Assert.InRange(part.Count(), 850, 1_150));

        // Of those in the first 5% of one rollout about 5% are in the first 5% of the next.
        var both = first.Zip(second).Count(p => p is ( < 500, < 500));
        Assert.InRange(both, 20, 90);
    }
}

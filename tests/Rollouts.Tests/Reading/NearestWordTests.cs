using CanaryJudge.Rollouts.Reading;

namespace CanaryJudge.Rollouts.Tests.Reading;

public sealed class NearestWordTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("run", "", 3)]
    [InlineData("Run", "run", 0)]
    [InlineData("rnu", "run", 1)]
    [InlineData("urn", "run", 1)]
    [InlineData("ca", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    public void Slips_are_edits_and_swaps_of_neighbours(string a, string b, int slips)
    {
        Assert.Equal(slips, NearestWord.Slips(a, b));
        Assert.Equal(slips, NearestWord.Slips(b, a));
    }

    [Theory]
    [InlineData("rnu", "Did you mean run?")]
    [InlineData("lsit", "Did you mean list?")]
    [InlineData("xyz", "Known: run, list.")]
    public void A_word_with_swapped_letters_is_near(string word, string hint) => Assert.Equal(hint, NearestWord.Hint(word, ["run", "list"]));
}

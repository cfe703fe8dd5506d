namespace CanaryJudge.Statistics.Tests;

public sealed class CatalogTests
{
    [Theory]
    [InlineData("Welch")]
    [InlineData("two sample")]
    [InlineData("-welch")]
    [InlineData("welch-")]
    [InlineData("")]
    public void Names_that_are_not_kebab_case_are_refused(string name) =>
        Assert.Throws<ArgumentException>(() => new Catalog<Named>(new Named(name)));

    [Fact]
    public void A_name_that_occurs_twice_is_refused() =>
        Assert.Throws<ArgumentException>(() => new Catalog<Named>(new Named("a"), new Named("a")));

    [Fact]
    public void Order_and_names_are_kept()
    {
        var catalog = new Catalog<Named>(new Named("b2"), new Named("a-1"));

        Assert.Equal(["b2", "a-1"], catalog.Names);
        Assert.Equal(2, catalog.Count);
    }

    private sealed record Named(string Name) : INamed;
}

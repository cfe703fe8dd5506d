using CanaryJudge.Judging.Config;
using CanaryJudge.Sources.Cases;
using CanaryJudge.Sources.Csv;
using CanaryJudge.Sources.Policies;

namespace CanaryJudge.Sources.Tests.Cases;

public sealed class FixtureTests
{
    [Fact]
    public void Every_fixture_is_read_without_a_problem()
    {
        var places = CaseFolder.Find(Path.Combine(Root(), "data", "fixtures"));

        Assert.NotEmpty(places);
        Assert.All(places, place =>
        {
            var policy = place.PolicyPath is { } path ? PolicyFile.Load(path) : new(Policy.Inferred, []);
            Assert.Empty(policy.Problems);
            Assert.Empty(CsvData.Read(place.DataPath, policy.Policy!, new CsvOptions(), TestContext.Current.CancellationToken).Problems);
            Assert.Empty(place.ExpectedPath is { } expected ? ExpectedFile.Load(expected).Problems : []);
        });
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CanaryJudge.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}

using CanaryJudge.Sources.Cases;
using CanaryJudge.Sources.Csv;

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
            var reading = CaseFolder.Load(place, new CsvOptions(), TestContext.Current.CancellationToken);

            Assert.Empty(reading.Problems);
            Assert.Empty(reading.Data!.Problems);
            Assert.True(reading.IsReadable);
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

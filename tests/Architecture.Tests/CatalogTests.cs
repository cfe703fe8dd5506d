using CanaryJudge.AnalysisClient.Traffic;
using CanaryJudge.AnalysisServer;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Kinds;
using CanaryJudge.Judging.Reports;
using CanaryJudge.Statistics.Anomalies;
using CanaryJudge.Statistics.Sequential;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Architecture.Tests;

/// <summary>What is written is registered.</summary>
public sealed class CatalogTests
{
    [Fact]
    public void Every_test_is_in_its_catalog() => AssertHolds<ITwoSampleTest>(TwoSampleTests.All);

    [Fact]
    public void Every_sequential_test_is_in_its_catalog() => AssertHolds<ISequentialTest>(SequentialTests.All);

    [Fact]
    public void Every_anomaly_detector_is_in_the_catalog_that_the_server_offers_and_that_policies_may_name()
    {
        AssertHolds<IAnomalyDetector>(JointDetectors.All);
        Assert.Equal(JointPolicy.Methods.Order(StringComparer.Ordinal), JointDetectors.All.Names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_metric_kind_is_in_its_catalog() => AssertHolds<IMetricKind>(MetricKinds.All);

    [Fact]
    public void Every_report_format_is_in_its_catalog() => AssertHolds<IReportFormat>(ReportFormats.All);

    [Fact]
    public void Every_traffic_controller_is_in_its_catalog_sealed_and_named_so()
    {
        var written = Rooms.All.SelectMany(a => a.GetTypes()).Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(ITrafficController))).ToArray();

        Assert.Equal(written.ToHashSet(), TrafficKinds.All.Select(k => k.ControllerType).ToHashSet());
        Assert.All(written, t => Assert.True(t.IsSealed && t.Name.EndsWith("Controller", StringComparison.Ordinal), t.Name));
    }

    [Fact]
    public void Names_in_catalogs_are_unique_and_kebab_case()
    {
        string[] names = [.. TwoSampleTests.All.Names, .. SequentialTests.All.Names, .. MetricKinds.All.Names, .. ReportFormats.All.Names, .. JointDetectors.All.Names, .. TrafficKinds.All.Select(k => k.Name)];

        Assert.All(names, n => Assert.Matches("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", n));
        Assert.Equal(names.Length, names.Distinct(StringComparer.Ordinal).Count());
    }

    private static void AssertHolds<T>(IEnumerable<T> catalog)
        where T : notnull
    {
        var written = Rooms.All.SelectMany(a => a.GetTypes()).Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(T)));

        Assert.Equal(written.Select(t => t.Name).Order(StringComparer.Ordinal), catalog.Select(c => c.GetType().Name).Order(StringComparer.Ordinal));
    }
}

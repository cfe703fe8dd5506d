using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Sources.Cases;
using CanaryJudge.Sources.Csv;

namespace CanaryJudge.Sources.Tests.Cases;

public sealed class CaseFolderTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("cases");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void All_cases_below_a_folder_are_found_in_ordinal_order()
    {
        Write("b/data.csv", "a/baseline.csv", "a/canary.csv", "a/policy.yml", "a/expected.yaml", "B/deep/data.csv", "B/deep/policy.json", "single.csv", "single.policy.yaml", "b.csv", "notes/readme.md", "half/baseline.csv");

        Assert.Equal(
            [("B/deep", "policy.json", null), ("a", "policy.yml", "expected.yaml"), ("b", null, null), ("b", null, null), ("half/baseline", null, null), ("single", "single.policy.yaml", null)],
            CaseFolder.Find(_root.FullName).Select(c => (c.Name, Path.GetFileName(c.PolicyPath), Path.GetFileName(c.ExpectedPath))));
    }

    [Fact]
    public void Cases_within_a_case_are_found_too()
    {
        Write("data.csv", "inner/data.csv");

        Assert.Equal([_root.Name, "inner"], CaseFolder.Find(_root.FullName).Select(c => c.Name).OrderBy(n => n == "inner"));
    }

    [Fact]
    public void A_link_that_points_upwards_is_not_followed()
    {
        Write("a/data.csv");
        Directory.CreateSymbolicLink(Path.Combine(_root.FullName, "a", "up"), _root.FullName);

        Assert.Equal(["a"], CaseFolder.Find(_root.FullName).Select(c => c.Name));
    }

    [Fact]
    public void The_case_at_a_path_need_not_exist()
    {
        Assert.Equal(new CasePlace("x", "no/x.csv", null, null), CaseFolder.At("no/x.csv"));
        Assert.Equal(new CasePlace("-", "-", null, null), CaseFolder.At("-"));
    }

    [Fact]
    public void The_case_at_a_folder_or_its_data_file_has_the_policy_beside_it()
    {
        Write("c/data.csv", "c/policy.yaml", "c/expected.yaml");
        var folder = Path.Combine(_root.FullName, "c");

        Assert.Equal("c", CaseFolder.At(folder + "/").Name);
        Assert.Equal(Path.Combine(folder, "policy.yaml"), CaseFolder.At(folder).PolicyPath);
        Assert.Equal(Path.Combine(folder, "expected.yaml"), CaseFolder.At(Path.Combine(folder, "data.csv")).ExpectedPath);
    }

    [Fact]
    public void A_folder_is_read_as_one_file_or_as_a_pair()
    {
        Write("one/data.csv", "two/baseline.csv", "two/canary.csv", "half/baseline.csv");
        File.WriteAllText(Path.Combine(_root.FullName, "one/data.csv"), "timestamp,arm,metric,value\n1,canary,a,1\n");
        File.WriteAllText(Path.Combine(_root.FullName, "two/baseline.csv"), "timestamp,a\n1,1\n");
        File.WriteAllText(Path.Combine(_root.FullName, "two/canary.csv"), "timestamp,a\n1,1\n");

        Assert.Equal([Arm.Canary], Read("one").Snapshot!.Series.Select(s => s.Arm));
        Assert.Equal([Arm.Baseline, Arm.Canary], Read("two").Snapshot!.Series.Select(s => s.Arm));
        Assert.Contains("canary.csv", Read("half").Problems[^1].File, StringComparison.Ordinal);
        Assert.Equal("the file cannot be read: there is no such file.", Read("none").Problems.Single().Message);
    }

    [Fact]
    public void Loading_tells_what_is_wrong_with_every_file()
    {
        Write("c/data.csv", "c/policy.yaml", "c/expected.yaml");
        File.WriteAllText(Path.Combine(_root.FullName, "c/policy.yaml"), "name: c");
        CaseReading Load() => CaseFolder.Load(CaseFolder.Find(_root.FullName).Single(), new CsvOptions(), TestContext.Current.CancellationToken);

        Assert.Equal(["the file is empty."], Load().Problems.Select(p => p.Message));
        Assert.StartsWith("the file is empty: expected a header", Load().Data!.Problems.Single().Message, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_root.FullName, "c/policy.yaml"), "nmae: c");
        Assert.Equal("unknown key nmae. Did you mean name?", Load().Problems[0].Message);
        Assert.Null(Load().Data);
    }

    private CsvReading Read(string name) => CsvData.Read(Path.Combine(_root.FullName, name), Policy.Inferred, new CsvOptions(), TestContext.Current.CancellationToken);

    private void Write(params string[] files)
    {
        foreach (var path in files.Select(f => Path.Combine(_root.FullName, f)))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "");
        }
    }
}

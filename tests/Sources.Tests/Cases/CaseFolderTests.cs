using CanaryJudge.Sources.Cases;

namespace CanaryJudge.Sources.Tests.Cases;

public sealed class CaseFolderTests
{
    [Fact]
    public void Cases_come_in_order_of_their_names_with_slashes()
    {
        using var folder = new TempFolder();
        Array.ForEach(["b/data.csv", "B/data.csv", "a/2/baseline.csv", "a/2/canary.csv", "a/10/data.csv", "loose.csv", "a/x.csv", "notes.txt"], f => folder.File(f));

        Assert.Equal(["B", "a/10", "a/2", "a/x.csv", "b", "loose.csv"], CaseFolder.Find(folder.Path).Select(c => c.Name));
    }

    [Fact]
    public void A_folder_that_is_a_case_is_the_only_one_and_has_its_own_name()
    {
        using var folder = new TempFolder();
        folder.File("data.csv");
        folder.File("more/data.csv");

        Assert.Equal(Path.GetFileName(folder.Path), Assert.Single(CaseFolder.Find(folder.Path + "/")).Name);
    }

    [Fact]
    public void A_case_with_one_file_of_a_pair_is_found_so_that_it_can_be_refused()
    {
        using var folder = new TempFolder();
        folder.File("half/canary.csv");

        Assert.Equal("half", Assert.Single(CaseFolder.Find(folder.Path)).Name);
    }

    [Fact]
    public void Hidden_folders_are_left_alone()
    {
        using var folder = new TempFolder();
        folder.File(".git/data.csv");

        Assert.Empty(CaseFolder.Find(folder.Path));
    }

    [Fact]
    public void A_link_to_a_folder_above_is_not_followed_and_other_links_are()
    {
        using var folder = new TempFolder();
        folder.File("real/data.csv");
        folder.File("deep/er/data.csv");
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "deep", "up"), "..");
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "deep", "self"), folder.Path);
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "link"), Path.Combine(folder.Path, "real"));

        Assert.Equal(["deep/er", "link", "real"], CaseFolder.Find(folder.Path).Select(c => c.Name));
    }

    [Fact]
    public void A_folder_brings_its_policy_and_its_expectations()
    {
        using var folder = new TempFolder();
        folder.File("c/data.csv");
        var policy = folder.File("c/policy.yml");
        folder.File("c/policy.json");
        var expected = folder.File("c/expected.yaml");

        var place = Assert.Single(CaseFolder.Find(folder.Path));

        Assert.Equal((Path.Combine(folder.Path, "c"), policy, expected), (place.DataPath, place.PolicyPath, place.ExpectedPath));
    }

    [Fact]
    public void A_file_brings_what_is_named_after_it()
    {
        using var folder = new TempFolder();
        var data = folder.File("run.1.csv");
        var policy = folder.File("run.1.policy.yaml");
        var expected = folder.File("run.1.expected.yml");
        folder.File("policy.yaml");

        Assert.Equal(new CasePlace("run.1.csv", data, policy, expected), CaseFolder.At(data));
        Assert.Equal(CaseFolder.At(data), Assert.Single(CaseFolder.Find(folder.Path)));
    }

    [Fact]
    public void A_named_folder_is_called_by_its_last_part()
    {
        using var folder = new TempFolder();
        folder.File("c/data.csv");

        Assert.Equal("c", CaseFolder.At(Path.Combine(folder.Path, "c") + "/").Name);
        Assert.Equal("c", CaseFolder.At(Path.Combine(folder.Path, "c", ".")).Name);
    }

    [Theory]
    [InlineData("-", "stdin")]
    [InlineData("/no/such/x.csv", "x.csv")]
    [InlineData("/", "/")]
    public void Nothing_need_exist_at_a_named_path(string path, string name) => Assert.Equal(name, CaseFolder.At(path).Name);

    [Fact]
    public void An_empty_path_is_a_mistake_of_the_caller() => Assert.Throws<ArgumentException>(() => CaseFolder.At(""));

    [Fact]
    public void Searching_where_no_folder_is_fails_as_documented() => Assert.ThrowsAny<IOException>(() => CaseFolder.Find("/no/such/folder"));
}

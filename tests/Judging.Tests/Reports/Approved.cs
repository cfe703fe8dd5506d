namespace CanaryJudge.Judging.Tests.Reports;

/// <summary>Compares a text with an approved file; with APPROVE=1 in the environment the text is written as approved instead.</summary>
public static class Approved
{
    public static void Equal(string name, string text)
    {
        var path = Path.Combine(Folder(), name);
        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
        {
            File.WriteAllText(path, text);
        }

        Assert.True(File.Exists(path), $"No approved file {name} for:\n{text}");
        Assert.Equal(File.ReadAllText(path), text);
    }

    private static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CanaryJudge.sln")))
            {
                return Path.Combine(folder.FullName, "tests", "Judging.Tests", "Reports", "approved");
            }
        }

        throw new InvalidOperationException("No CanaryJudge.sln above the tests.");
    }
}

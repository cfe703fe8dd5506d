namespace CanaryJudge.Sources.Cases;

/// <summary>Finds cases: folders with data, or CSV files.</summary>
public static class CaseFolder
{
    private static readonly string[] PolicyEndings = [".yaml", ".yml", ".json"];
    private static readonly string[] ExpectedEndings = [".yaml", ".yml"];

    /// <summary>The case at a path that a user named: nothing need exist there.</summary>
    /// <param name="path">A file, a folder or <c>-</c>.</param>
    public static CasePlace At(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (path == "-")
        {
            return new("stdin", path, null, null);
        }

        var trimmed = Path.TrimEndingDirectorySeparator(path);
        return Directory.Exists(path)
            ? Folder(FolderName(trimmed), trimmed)
            : File(Path.GetFileName(path), path);
    }

    /// <summary>All cases in a folder and below, in order of their names.</summary>
    /// <param name="root">The folder; if it is a case itself, the only one.</param>
    /// <exception cref="IOException">A folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder may not be read.</exception>
    public static IReadOnlyList<CasePlace> Find(string root)
    {
        var found = new List<CasePlace>();
        Search(Path.TrimEndingDirectorySeparator(root), "", found);
        found.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return found;
    }

    private static void Search(string folder, string name, List<CasePlace> found)
    {
        if (IsCase(folder))
        {
            found.Add(Folder(name.Length > 0 ? name : FolderName(folder), folder));
            return;
        }

        foreach (var file in Directory.EnumerateFiles(folder, "*.csv"))
        {
            found.Add(File(Below(name, Path.GetFileName(file)), file));
        }

        foreach (var below in Directory.EnumerateDirectories(folder).Where(d => !Path.GetFileName(d).StartsWith('.') && !LeadsUp(d)))
        {
            Search(below, Below(name, Path.GetFileName(below)), found);
        }
    }

    /// <summary>The folder's own name, also of <c>.</c> and <c>x/.</c>; the root of a disk has none but its path.</summary>
    private static string FolderName(string folder) =>
        Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))) is { Length: > 0 } name ? name : folder;

    /// <summary>Whether a folder is a link to one that it stands in: the search would never end.</summary>
    private static bool LeadsUp(string folder)
    {
        var link = new DirectoryInfo(folder);
        return link.LinkTarget is not null
            && link.ResolveLinkTarget(returnFinalTarget: true) is { } target
            && $"{Path.GetDirectoryName(Path.GetFullPath(folder))}/".StartsWith($"{Path.TrimEndingDirectorySeparator(Path.GetFullPath(target.FullName))}/", StringComparison.Ordinal);
    }

    private static bool IsCase(string folder) =>
        System.IO.File.Exists(Path.Combine(folder, "data.csv")) || System.IO.File.Exists(Path.Combine(folder, "baseline.csv")) || System.IO.File.Exists(Path.Combine(folder, "canary.csv"));

    private static CasePlace Folder(string name, string path) =>
        new(name, path, First(Path.Combine(path, "policy"), PolicyEndings), First(Path.Combine(path, "expected"), ExpectedEndings));

    private static CasePlace File(string name, string path)
    {
        var stem = Path.Combine(Path.GetDirectoryName(path) ?? "", Path.GetFileNameWithoutExtension(path));
        return new(name, path, First($"{stem}.policy", PolicyEndings), First($"{stem}.expected", ExpectedEndings));
    }

    private static string? First(string stem, string[] endings) => Array.Find([.. endings.Select(e => stem + e)], System.IO.File.Exists);

    private static string Below(string name, string child) => name.Length > 0 ? $"{name}/{child}" : child;
}

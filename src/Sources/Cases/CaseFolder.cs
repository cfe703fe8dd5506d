using CanaryJudge.Judging.Config;
using CanaryJudge.Sources.Csv;
using CanaryJudge.Sources.Policies;

namespace CanaryJudge.Sources.Cases;

/// <summary>Finds cases on disk, and reads them.</summary>
/// <remarks>
/// A case is a folder with <c>data.csv</c> (or <c>baseline.csv</c> and <c>canary.csv</c>), perhaps <c>policy.yaml</c> (or <c>.yml</c>, <c>.json</c>)
/// and <c>expected.yaml</c>; or a CSV file, perhaps with <c>NAME.policy.yaml</c> and <c>NAME.expected.yaml</c> beside it.
/// </remarks>
public static class CaseFolder
{
    private static readonly string[] s_endings = [".yaml", ".yml", ".json"];

    /// <summary>The case at a path, which need not exist: reading it then says so.</summary>
    /// <param name="path">A file or a folder, or <c>-</c> for standard input.</param>
    public static CasePlace At(string path)
    {
        var trimmed = path.Length > 1 ? path.TrimEnd('/', Path.DirectorySeparatorChar) : path;
        return path == "-" ? new(path, path, null, null)
            : Directory.Exists(path) ? OfFolder(path, Path.GetFileName(Path.GetFullPath(trimmed)))
            : OfFile(path, Path.GetFileNameWithoutExtension(path));
    }

    /// <summary>All cases directly in a folder and below it, by name in ordinal order; folders that cannot be entered are passed over.</summary>
    /// <param name="directory">The folder; when it is itself a case, that is the first. Must exist.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static IReadOnlyList<CasePlace> Find(string directory)
    {
        var places = new List<CasePlace>();
        Search(new DirectoryInfo(directory), "", places);
        return [.. places.OrderBy(p => p.Name, StringComparer.Ordinal)];
    }

    /// <summary>Reads all files of a case. What is wrong with them is told, never thrown.</summary>
    /// <param name="place">Where they are.</param>
    /// <param name="options">How to read the data.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static CaseReading Load(CasePlace place, CsvOptions options, CancellationToken cancellation)
    {
        var policy = place.PolicyPath is { } path ? PolicyFile.Load(path) : new(Policy.Inferred, []);
        var expected = place.ExpectedPath is { } expectedPath ? ExpectedFile.Load(expectedPath) : new(null, []);
        var data = policy.Policy is { } known ? CsvData.Read(place.DataPath, known, options, cancellation) : null;
        return new(place, policy.Policy, expected.Expectation, [.. policy.Problems, .. expected.Problems], data);
    }

    private static void Search(DirectoryInfo folder, string name, List<CasePlace> places)
    {
        var files = folder.GetFiles("*.csv");
        if (IsCase(files))
        {
            places.Add(OfFolder(folder.FullName, name.Length == 0 ? folder.Name : name));
        }
        else
        {
            places.AddRange(files.Select(f => OfFile(f.FullName, Below(name, Path.GetFileNameWithoutExtension(f.Name)))));
        }

        // Links are not followed: one that points upwards would never end.
        var options = new EnumerationOptions { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden };
        foreach (var child in folder.EnumerateDirectories("*", options))
        {
            SearchChild(child, Below(name, child.Name), places);
        }
    }

    private static void SearchChild(DirectoryInfo folder, string name, List<CasePlace> places)
    {
        try
        {
            Search(folder, name, places);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or DirectoryNotFoundException)
        {
            // Passed over, as promised.
        }
    }

    private static string Below(string name, string child) => name.Length == 0 ? child : $"{name}/{child}";

    private static bool IsCase(FileInfo[] files) =>
        Array.Exists(files, f => f.Name == "data.csv") || (Array.Exists(files, f => f.Name == "baseline.csv") && Array.Exists(files, f => f.Name == "canary.csv"));

    private static CasePlace OfFolder(string folder, string name) => new(name, folder, First(folder, "policy"), First(folder, "expected"));

    private static CasePlace OfFile(string file, string name)
    {
        var folder = Path.GetDirectoryName(file) is { Length: > 0 } parent ? parent : ".";
        var stem = Path.GetFileNameWithoutExtension(file);
        var isData = Path.GetFileName(file) == "data.csv";
        return new(name, file, First(folder, $"{stem}.policy") ?? (isData ? First(folder, "policy") : null), First(folder, $"{stem}.expected") ?? (isData ? First(folder, "expected") : null));
    }

    private static string? First(string folder, string name) =>
        s_endings.Select(e => Path.Combine(folder, name + e)).FirstOrDefault(File.Exists);
}

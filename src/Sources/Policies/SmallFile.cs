namespace CanaryJudge.Sources.Policies;

/// <summary>Reads files that people write, without being hurt by one that is huge.</summary>
internal static class SmallFile
{
    /// <summary>At most a little over the limit of bytes, so that the limit's own message follows; null, with a problem, when it cannot be read.</summary>
    public static byte[]? Read(string path, out IReadOnlyList<LocatedProblem> problems)
    {
        problems = [];
        try
        {
            using var file = File.OpenRead(path);
            var buffer = new byte[DocumentLimits.Bytes + 16];
            var length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return buffer[..length];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            problems = [new(path, 1, 1, 1, "", $"the file cannot be read: {Reason(e)}", IsWarning: false, "")];
            return null;
        }
    }

    /// <summary>Why, without repeating the path.</summary>
    public static string Reason(Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => "there is no such file.",
        UnauthorizedAccessException => "permission is missing, or it is a folder.",
        _ => "an error occurred while reading.",
    };
}

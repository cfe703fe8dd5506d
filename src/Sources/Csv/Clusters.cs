namespace CanaryJudge.Sources.Csv;

/// <summary>Turns keys of users or sessions into numbers.</summary>
internal static class Clusters
{
    /// <summary>FNV-1a, 64 bits, over the UTF-16 code units: the same on every machine and in every run.</summary>
    public static ulong Hash(ReadOnlySpan<char> key)
    {
        var hash = 14695981039346656037;
        foreach (var c in key)
        {
            hash = (hash ^ c) * 1099511628211;
        }

        return hash;
    }
}

namespace CanaryJudge.AnalysisClient.Traffic.PlugIns;

/// <summary>A secret that stands elsewhere: <c>env:NAME</c> or <c>file:PATH</c>. Looked up at each use, so that it can be changed while we run.</summary>
internal sealed record Secret(string Place)
{
    private const string Variable = "env:", File = "file:";

    /// <summary>What is wrong with a place; null: nothing. A secret itself is not shown.</summary>
    public static string? Check(string place) =>
        (place.StartsWith(Variable, StringComparison.Ordinal) && place.Length > Variable.Length) || (place.StartsWith(File, StringComparison.Ordinal) && place.Length > File.Length)
            ? null
            : "A secret does not stand in a file of settings: write env:NAME for an environment variable, or file:PATH.";

    /// <summary>The secret.</summary>
    /// <exception cref="PlugInException">There is none.</exception>
    public string Read()
    {
        try
        {
            var text = Place.StartsWith(Variable, StringComparison.Ordinal) ? Environment.GetEnvironmentVariable(Place[Variable.Length..]) : System.IO.File.ReadAllText(Place[File.Length..]).TrimEnd('\r', '\n');
            return text is { Length: > 0 } ? text : throw new PlugInException($"there is no secret at {Place}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PlugInException($"the secret at {Place} cannot be read: {e.Message.TrimEnd('.')}", e);
        }
    }
}

namespace CanaryJudge.Cli;

/// <summary>What the terminal can show.</summary>
internal static class Terminal
{
    /// <summary>Whether the locale is UTF-8; on Windows it always is.</summary>
    public static bool IsUtf8 => OperatingSystem.IsWindows() || Locale().Contains("UTF-8", StringComparison.OrdinalIgnoreCase) || Locale().Contains("UTF8", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether stdout may be coloured.</summary>
    public static bool HasColor =>
        !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") is not (null or "dumb");

    /// <summary>Whether what was written on stdout may be written over.</summary>
    public static bool CanRedraw => !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "dumb");

    /// <summary>Whether somebody watches stderr.</summary>
    public static bool ShowsProgress => !Console.IsErrorRedirected;

    /// <summary>Columns of stdout; 80 when it is no terminal, and never more, so that reports look alike everywhere.</summary>
    public static int Width => Console.IsOutputRedirected || Console.WindowWidth <= 0 ? 80 : Math.Min(80, Console.WindowWidth);

    private static readonly string[] LocaleVariables = ["LC_ALL", "LC_CTYPE", "LANG"];

    private static string Locale() =>
        LocaleVariables.Select(Environment.GetEnvironmentVariable).FirstOrDefault(v => !string.IsNullOrEmpty(v)) ?? "";
}

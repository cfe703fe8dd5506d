using CanaryJudge.AnalysisServer.Mapping;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Reports;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.Cli;

/// <summary>Where and how judgements are written, and what the exit code becomes.</summary>
internal sealed record Output
{
    /// <summary>The format on stdout.</summary>
    public required string Format { get; init; }

    /// <summary>Further reports: format and file.</summary>
    public IReadOnlyList<(string Format, string File)> Reports { get; init; } = [];

    /// <summary>ASCII only.</summary>
    public bool Ascii { get; init; }

    /// <summary>Nothing on stdout.</summary>
    public bool Quiet { get; init; }

    /// <summary>More on stderr.</summary>
    public bool Verbose { get; init; }

    /// <summary>0 whatever the verdict.</summary>
    public bool ExitZero { get; init; }

    /// <summary>Other exit codes.</summary>
    public IReadOnlyDictionary<int, int> Map { get; init; } = new Dictionary<int, int>();

    /// <summary>The time the command may take.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Prints a judgement and writes its reports.</summary>
    /// <param name="judgement">The judgement.</param>
    /// <param name="wire">The same as every door shows it; null: made from it.</param>
    /// <param name="title">What was judged.</param>
    /// <param name="hint">What to type next.</param>
    /// <param name="cancellation">Ends the writing.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> WriteAsync(Judgement judgement, Wire.Judgement? wire, string title, string hint, CancellationToken cancellation)
    {
        wire ??= ToWire.Judgement(judgement);
        await WriteAsync((format, style) => Render(format, judgement, wire, style), Style(title, hint) with { Offset = LocalOffset(judgement) }, cancellation).ConfigureAwait(false);
        return Code(ExitCode.Of(judgement));
    }

    /// <summary>Prints something and writes its reports.</summary>
    /// <param name="render">Makes a format's text for a reader.</param>
    /// <param name="shown">The style of stdout.</param>
    /// <param name="cancellation">Ends the writing.</param>
    public async Task WriteAsync(Func<string, ReportStyle, string> render, ReportStyle shown, CancellationToken cancellation)
    {
        foreach (var (format, file) in Reports)
        {
            // A file outlives the terminal: UTC, no colours, all of Unicode.
            await File.WriteAllTextAsync(file, render(format, new ReportStyle { Title = shown.Title }), cancellation).ConfigureAwait(false);
        }

        if (!Quiet)
        {
            await Console.Out.WriteAsync(render(Format, shown).AsMemory(), cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The style of stdout.</summary>
    public ReportStyle Style(string title, string hint) => new()
    {
        Width = Terminal.Width,
        Ascii = Ascii,
        Color = Terminal.HasColor,
        Title = title,
        Hint = hint,
    };

    /// <summary>The reader's distance from UTC when the data were taken, on a terminal; null in pipes, which say UTC.</summary>
    private static TimeSpan? LocalOffset(Judgement judgement) =>
        !Console.IsOutputRedirected && judgement.From is { } from ? TimeZoneInfo.Local.GetUtcOffset(from) : null;

    /// <summary>The exit code after <c>--map</c> and <c>--exit-zero</c>; usage errors stay what they are.</summary>
    public int Code(int code) => code == ExitCode.Usage ? code : Map.TryGetValue(code, out var other) ? other : ExitZero ? ExitCode.Pass : code;

    /// <summary>A word on stderr for whoever wants to know more.</summary>
    public async Task SayAsync(string message)
    {
        if (Verbose)
        {
            await Console.Error.WriteLineAsync(message).ConfigureAwait(false);
        }
    }

    private static string Render(string format, Judgement judgement, Wire.Judgement wire, ReportStyle style) =>
        ReportFormats.All.TryFind(format, out var report) ? report.Render(judgement, style) : JsonReport.Write(wire, indented: true) + "\n";
}

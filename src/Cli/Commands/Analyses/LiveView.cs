using CanaryJudge.AnalysisServer.Mapping;
using CanaryJudge.Contracts.V1;
using CanaryJudge.Judging.Reports;

namespace CanaryJudge.Cli.Commands.Analyses;

/// <summary>One screen that is redrawn in place at every change; taken away before the last report.</summary>
/// <param name="title">What is watched.</param>
/// <param name="how">For the style.</param>
internal sealed class LiveView(string title, Output how)
{
    private int _lines;
    private Step? _step;

    /// <summary>Shows a change.</summary>
    /// <param name="told">The change.</param>
    /// <param name="cancellation">Ends the writing.</param>
    public async Task ShowAsync(AnalysisEvent told, CancellationToken cancellation)
    {
        var text = "";
        switch (told.ChangeCase)
        {
            case AnalysisEvent.ChangeOneofCase.Look:
                var style = how.Style(title, "") with { Offset = TimeZoneInfo.Local.GetUtcOffset(told.Look.Until.ToDateTimeOffset()) };
                text = LiveScreen.Render(FromWire.Look(told), _step is { } step ? step.WeightBasisPoints / 10_000.0 : null, style);
                break;
            case AnalysisEvent.ChangeOneofCase.StepChange:
                _step = told.StepChange.Step;
                return;
            case AnalysisEvent.ChangeOneofCase.Warning:
                return;
        }

        // Up to where the screen began, and everything below it away.
        var again = _lines > 0 ? $"\e[{_lines}A\r\e[J" : "";
        _lines = text.Count(c => c == '\n');
        await Console.Out.WriteAsync((again + text).AsMemory(), cancellation).ConfigureAwait(false);
    }
}

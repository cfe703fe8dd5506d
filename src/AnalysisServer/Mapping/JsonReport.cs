using Google.Protobuf;
using Judgement = CanaryJudge.Judging.Model.Judgement;

namespace CanaryJudge.AnalysisServer.Mapping;

/// <summary>The JSON of a judgement, the same at every door: the contract's JSON mapping.</summary>
/// <remarks>Fields at their default are written, numbers that could not be computed left out; 64-bit integers are strings.</remarks>
public static class JsonReport
{
    private static readonly JsonFormatter OneLine = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));
    private static readonly JsonFormatter Indented = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true).WithIndentation("  "));

    /// <summary>Writes a judgement.</summary>
    /// <param name="judgement">As the judge decided.</param>
    /// <param name="indented">Over many lines for people; else on one line.</param>
    /// <returns>A JSON object without a line break at its end.</returns>
    public static string Write(Judgement judgement, bool indented) => Write(ToWire.Judgement(judgement), indented);

    /// <summary>Writes any message of the contract.</summary>
    /// <param name="message">The message.</param>
    /// <param name="indented">Over many lines for people; else on one line.</param>
    /// <returns>A JSON object without a line break at its end.</returns>
    public static string Write(IMessage message, bool indented) => (indented ? Indented : OneLine).Format(message);
}

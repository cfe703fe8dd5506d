using System.Runtime.CompilerServices;
using System.Text.Json;
using CanaryJudge.Judging.Config;

namespace CanaryJudge.Sources.Kayenta;

/// <summary>Reads RemoteJudge requests: one from a text, or one after the other from a stream.</summary>
public static class KayentaRequests
{
    /// <summary>A longer request is refused.</summary>
    private const int Longest = 64 << 20;

    /// <summary>Reads one request.</summary>
    /// <param name="utf8">The JSON text.</param>
    /// <param name="line">The line it begins on, for messages.</param>
    public static KayentaReading Read(ReadOnlyMemory<byte> utf8, long line = 1)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            var problems = new List<PolicyProblem>();
            var root = new Spot(document.RootElement, "", problems);
            if (!root.IsMap)
            {
                return KayentaReading.Bad(line, "", $"A request must be an object; this is {root.Noun}.");
            }

            var request = RequestReading.Of(root);
            if (problems.Count == 0)
            {
                problems.AddRange(request.Problems());
            }

            return new(line, problems.Count == 0 ? request : null, problems);
        }
        catch (JsonException e)
        {
            return KayentaReading.Bad(line + (e.LineNumber ?? 0), "", Explain(e));
        }
        catch (InvalidOperationException)
        {
            // JsonElement says so of an escape such as \ud800 that stands alone.
            return KayentaReading.Bad(line, "", "A string in this request is not valid Unicode.");
        }
    }

    /// <summary>Reads requests as they come: usually one a line, but one may span lines, too.</summary>
    /// <param name="text">The stream.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>A reading for each request, and one for each text that is no JSON.</returns>
    public static async IAsyncEnumerable<KayentaReading> ReadAllAsync(TextReader text, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(text);
        var request = new OpenRequest();
        var lines = new BoundedLines(text, Longest);
        for (long number = 1; ; number++)
        {
            var tooLong = request.Length > Longest;
            string? line = null;
            try
            {
                line = tooLong ? null : await lines.ReadAsync(cancellation).ConfigureAwait(false);
            }
            catch (InvalidDataException)
            {
                tooLong = true;
            }

            if (tooLong)
            {
                // What follows cannot be told from the rest of this request, so the reading ends here.
                yield return KayentaReading.Bad(number, "", $"A request is longer than {Longest >> 20} MiB; nothing after it was read.");
                yield break;
            }

            if (line is null)
            {
                break;
            }

            foreach (var reading in request.Add(line, number))
            {
                yield return reading;
            }
        }

        foreach (var reading in request.End())
        {
            yield return reading;
        }
    }

    internal static string Explain(JsonException e)
    {
        var end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var hint = e.Message.StartsWith("'N'", StringComparison.Ordinal) ? " JSON has no NaN: write NaN as \"NaN\"." : "";
        return $"This is no JSON, at column {e.BytePositionInLine + 1}: {(end > 0 ? e.Message[..end] : e.Message)}{hint}";
    }
}

using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using CanaryJudge.Judging.Config;

namespace CanaryJudge.Sources.Kayenta;

/// <summary>Reads RemoteJudge requests: one from a text, or one after the other from a stream.</summary>
public static class KayentaRequests
{
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
        for (long number = 1; await text.ReadLineAsync(cancellation).ConfigureAwait(false) is { } line; number++)
        {
            foreach (var reading in request.Add(line, number))
            {
                yield return reading;
            }
        }

        if (request.Begun is { } begun)
        {
            yield return KayentaReading.Bad(begun, "", "The input ends within the request that begins here.");
        }
    }

    private static string Explain(JsonException e)
    {
        var end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return $"This is no JSON, at column {e.BytePositionInLine + 1}: {(end > 0 ? e.Message[..end] : e.Message)}";
    }

    /// <summary>The lines of a request that is not complete yet.</summary>
    private sealed class OpenRequest
    {
        private readonly ArrayBufferWriter<byte> _bytes = new();
        private JsonReaderState _state;
        private bool _skipping;

        /// <summary>The line on which it began; null between requests.</summary>
        public long? Begun { get; private set; }

        public IEnumerable<KayentaReading> Add(string line, long number)
        {
            // After broken JSON the next request is where a line begins with one.
            if ((Begun is null && string.IsNullOrWhiteSpace(line)) || (_skipping && !line.StartsWith('{')))
            {
                yield break;
            }

            _skipping = false;
            var begun = Begun ??= number;
            var length = _bytes.WrittenCount;
            Encoding.UTF8.GetBytes(line, _bytes);
            _bytes.Write("\n"u8);
            var (isComplete, problem) = Scan(_bytes.WrittenSpan[length..]);
            if (problem is not null)
            {
                Clear();
                _skipping = true;
                yield return KayentaReading.Bad(number, "", begun == number ? problem : $"{problem} (in the request that begins on line {begun})");
                if (begun != number)
                {
                    foreach (var reading in Add(line, number))
                    {
                        yield return reading;
                    }
                }
            }
            else if (isComplete)
            {
                var reading = Read(_bytes.WrittenMemory, begun);
                Clear();
                yield return reading;
            }
        }

        /// <summary>Whether the request is complete with this line. A token of JSON never spans lines, so each line is scanned once.</summary>
        private (bool IsComplete, string? Problem) Scan(ReadOnlySpan<byte> line)
        {
            try
            {
                var reader = new Utf8JsonReader(line, isFinalBlock: false, _state);
                var isComplete = false;
                while (reader.Read())
                {
                    isComplete = reader.CurrentDepth == 0 && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray);
                }

                _state = reader.CurrentState;
                return (isComplete, null);
            }
            catch (JsonException e)
            {
                return (false, Explain(e));
            }
        }

        private void Clear()
        {
            _bytes.ResetWrittenCount();
            _state = default;
            Begun = null;
        }
    }
}

using System.Buffers;
using System.Text;
using System.Text.Json;

namespace CanaryJudge.Sources.Kayenta;

/// <summary>The lines of a request that is not complete yet.</summary>
internal sealed class OpenRequest
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly List<string> _lines = [];
    private JsonReaderState _state;
    private int _scanned;
    private long _begun;
    private bool _skipping;

    /// <summary>Bytes taken so far of a request that is not complete.</summary>
    public int Length => _bytes.WrittenCount;

    /// <summary>Takes a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="number">Its number, from 1.</param>
    /// <returns>What it completes, or breaks.</returns>
    public IEnumerable<KayentaReading> Add(string line, long number)
    {
        // After broken JSON the next request is where a line begins with one.
        if ((_lines.Count == 0 && string.IsNullOrWhiteSpace(line)) || (_skipping && !line.StartsWith('{')))
        {
            return [];
        }

        _skipping = false;
        _begun = _lines.Count == 0 ? number : _begun;
        _lines.Add(line);
        Encoding.UTF8.GetBytes(line, _bytes);
        _bytes.Write("\n"u8);
        var (isComplete, problem) = Scan();
        if (problem is not null)
        {
            return Broken(number, _begun == number ? problem : $"{problem} (in the request that begins on line {_begun})");
        }

        if (!isComplete)
        {
            return [];
        }

        var reading = KayentaRequests.Read(_bytes.WrittenMemory, _begun);
        Clear();
        return [reading];
    }

    /// <summary>The input ends here.</summary>
    public IEnumerable<KayentaReading> End()
    {
        while (_lines.Count > 0)
        {
            foreach (var reading in Broken(_begun, "The input ends within the request that begins here."))
            {
                yield return reading;
            }
        }
    }

    /// <summary>Reports the mistake, then looks among the lines it swallowed for requests of their own.</summary>
    private List<KayentaReading> Broken(long number, string problem)
    {
        var begun = _begun;
        string[] swallowed = [.. _lines.Skip(1)];
        Clear();
        _skipping = true;
        var readings = new List<KayentaReading> { KayentaReading.Bad(number, "", problem) };
        for (var i = 0; i < swallowed.Length; i++)
        {
            readings.AddRange(Add(swallowed[i], begun + 1 + i));
        }

        return readings;
    }

    /// <summary>Whether the request is complete. Each line is scanned once; only a comma at its end waits for the next.</summary>
    private (bool IsComplete, string? Problem) Scan()
    {
        try
        {
            var reader = new Utf8JsonReader(_bytes.WrittenSpan[_scanned..], isFinalBlock: false, _state);
            var isComplete = false;
            while (reader.Read())
            {
                isComplete = reader.CurrentDepth == 0 && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray);
            }

            _state = reader.CurrentState;
            _scanned += (int)reader.BytesConsumed;
            return (isComplete, null);
        }
        catch (JsonException e)
        {
            return (false, KayentaRequests.Explain(e));
        }
    }

    private void Clear()
    {
        _bytes.ResetWrittenCount();
        _lines.Clear();
        _state = default;
        _scanned = 0;
    }
}

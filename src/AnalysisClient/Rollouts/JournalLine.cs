using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Rollouts;

/// <summary>A line of a journal: a batch of records that happened together or not at all.</summary>
/// <param name="Seq">Its number, from 1.</param>
/// <param name="Fence">The opening under which it was written.</param>
/// <param name="T">Rollout time in seconds.</param>
/// <param name="Wall">The time of day.</param>
/// <param name="Records">The records; none in the first line, which holds the header.</param>
public sealed record JournalLine(long Seq, long Fence, long T, DateTimeOffset Wall, IReadOnlyList<RolloutRecord> Records)
{
    private const int Version = 1;
    private const string CrcField = ",\"crc\":\"";

    /// <summary>The header; null after the first line.</summary>
    public JournalHeader? Header { get; init; }

    /// <summary>The line as bytes, its line feed included.</summary>
    internal byte[] Write()
    {
        var json = new JsonObject
        {
            ["v"] = Version,
            ["seq"] = Seq,
            ["fence"] = Fence,
            ["t"] = T,
            ["wall"] = Wall.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["records"] = new JsonArray([.. Header is { } header ? [header.Write()] : Records.Select(RecordJson.Write)]),
        };
        var body = json.ToJsonString();
        var crc = Crc32.Of(Encoding.UTF8.GetBytes(body));
        return Encoding.UTF8.GetBytes($"{body[..^1]}{CrcField}{crc:x8}\"}}\n");
    }

    /// <summary>A line from its bytes, without its line feed.</summary>
    /// <exception cref="FormatException">Its checksum does not hold: it was not written to its end, or was damaged.</exception>
    /// <exception cref="InvalidDataException">It is whole, but not of this version of the journal.</exception>
    internal static JournalLine Read(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        var cut = text.LastIndexOf(CrcField, StringComparison.Ordinal);
        if (cut < 0 || $"{Crc32.Of(Encoding.UTF8.GetBytes(text[..cut] + "}")):x8}" != text[(cut + CrcField.Length)..].TrimEnd('}', '"'))
        {
            throw new FormatException("its checksum does not hold.");
        }

        try
        {
            return Parse(JsonNode.Parse(text)!.AsObject());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException or ArgumentException or FormatException or OverflowException)
        {
            throw new InvalidDataException("it is whole, but no record that this program knows.", e);
        }
    }

    private static JournalLine Parse(JsonObject json)
    {
        if ((int)json["v"]! is var version && version != Version)
        {
            throw new InvalidDataException($"it is of version {version}; this program knows {Version}.");
        }

        var records = json["records"]!.AsArray().Select(r => r!.AsObject()).ToList();
        var isFirst = (long)json["seq"]! == 1;
        var wall = DateTimeOffset.Parse((string)json["wall"]!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return new((long)json["seq"]!, (long)json["fence"]!, (long)json["t"]!, wall, isFirst ? [] : [.. records.Select(RecordJson.Read)])
        {
            Header = isFirst ? JournalHeader.Read(records[0]) : null,
        };
    }
}

using System.Globalization;
using System.Text.Json;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace CanaryJudge.AnalysisServer.Endpoints;

/// <summary>Which JSON tokens a scalar field takes in the proto's JSON mapping.</summary>
internal static class JsonScalar
{
    // The transcoder takes no other strings for a double, though the mapping would.
    private static readonly string[] NotFinite = ["NaN", "Infinity", "-Infinity"];

    /// <summary>Whether the current token is a value of the field.</summary>
    /// <param name="json">The reader, on the value.</param>
    /// <param name="field">No message.</param>
    /// <returns>Whether the transcoder can read it.</returns>
    public static bool Fits(ref Utf8JsonReader json, FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Double => json.TokenType == JsonTokenType.Number ? json.TryGetDouble(out var d) && double.IsFinite(d) : NotFinite.Contains(Text(ref json), StringComparer.Ordinal),
        FieldType.UInt64 or FieldType.Fixed64 => json.TokenType == JsonTokenType.Number ? json.TryGetUInt64(out _) : ulong.TryParse(Text(ref json), NumberStyles.None, CultureInfo.InvariantCulture, out _),
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => json.TokenType == JsonTokenType.Number ? json.TryGetInt64(out _) : long.TryParse(Text(ref json), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        // The transcoder takes strings for 64 bits only.
        FieldType.Int32 or FieldType.SInt32 => json.TokenType == JsonTokenType.Number && json.TryGetInt32(out _),
        FieldType.UInt32 => json.TokenType == JsonTokenType.Number && json.TryGetUInt32(out _),
        FieldType.Bool => json.TokenType is JsonTokenType.True or JsonTokenType.False,
        FieldType.String => json.TokenType == JsonTokenType.String,
        FieldType.Enum => json.TokenType == JsonTokenType.Number ? json.TryGetInt32(out _) : Text(ref json) is { } name && field.EnumType.FindValueByName(name) is not null,
        _ => true,
    };

    /// <summary>What a field takes, in words.</summary>
    /// <param name="field">No message.</param>
    /// <returns>To complete "it must be".</returns>
    public static string Expected(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Double => "a number, \"NaN\", \"Infinity\" or \"-Infinity\"",
        FieldType.UInt64 or FieldType.Fixed64 => "a whole number of at most 64 bits, at least 0",
        FieldType.UInt32 => "a whole number of at most 32 bits, at least 0, not quoted",
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => "a whole number of at most 64 bits",
        FieldType.Int32 or FieldType.SInt32 => "a whole number of at most 32 bits, not quoted",
        FieldType.Bool => "true or false",
        FieldType.Enum => $"one of {string.Join(", ", field.EnumType.Values.Skip(1).Select(v => v.Name))}",
        _ => "a string",
    };

    /// <summary>Whether a message has a JSON form of its own.</summary>
    /// <param name="type">The message.</param>
    /// <returns>True for those of the contract's requests.</returns>
    public static bool IsWellKnown(MessageDescriptor type) => type.FullName.StartsWith("google.protobuf.", StringComparison.Ordinal);

    /// <summary>Whether the current token is a value of a well-known message.</summary>
    /// <param name="json">The reader, on the value.</param>
    /// <param name="type">The message.</param>
    /// <returns>Whether the transcoder can read it.</returns>
    public static bool FitsWellKnown(ref Utf8JsonReader json, MessageDescriptor type)
    {
        if (type.FullName == Duration.Descriptor.FullName)
        {
            return Text(ref json) is { } text && text.EndsWith('s') && decimal.TryParse(text[..^1], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var s) && Math.Abs(s) < 315_576_000_000;
        }

        return type.FullName == Timestamp.Descriptor.FullName
            ? Text(ref json) is { } time && IsTime(time)
            : type.FullName != ListValue.Descriptor.FullName || json.TokenType == JsonTokenType.StartArray;
    }

    /// <summary>What a well-known message takes, in words.</summary>
    /// <param name="type">The message.</param>
    /// <returns>To complete "it must be".</returns>
    public static string Expected(MessageDescriptor type) =>
        type.FullName == Duration.Descriptor.FullName ? "seconds with their unit, as \"60s\""
        : type.FullName == Timestamp.Descriptor.FullName ? "a time, as \"2026-01-31T14:00:00Z\""
        : "a list";

    /// <summary>Whether null is a value of the field, not the lack of one.</summary>
    /// <param name="field">The field.</param>
    /// <returns>True for a google.protobuf.Value.</returns>
    public static bool TakesNull(FieldDescriptor field) =>
        field is { FieldType: FieldType.Message, IsMap: false } && field.MessageType.FullName == Value.Descriptor.FullName;

    /// <summary>The current token in words.</summary>
    /// <param name="json">The reader.</param>
    /// <returns>To follow "Found".</returns>
    public static string Found(Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.Null => "null",
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        JsonTokenType.Number => Cut(System.Text.Encoding.UTF8.GetString(json.ValueSpan)),
        _ => $"\"{Cut(json.GetString() ?? "")}\"",
    };

    private static bool IsTime(string text)
    {
        try
        {
            Timestamp.Parser.ParseJson(JsonSerializer.Serialize(text));
            return true;
        }
        catch (Google.Protobuf.InvalidProtocolBufferException)
        {
            return false;
        }
    }

    private static string Cut(string text) => text.Length <= 40 ? text : text[..40] + "...";

    private static string? Text(ref Utf8JsonReader json) => json.TokenType == JsonTokenType.String ? json.GetString() : null;
}

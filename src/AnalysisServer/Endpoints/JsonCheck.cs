using System.Text.Json;
using System.Text.Unicode;
using CanaryJudge.AnalysisServer.Mapping;
using CanaryJudge.Contracts.V1;
using Google.Protobuf.Reflection;

namespace CanaryJudge.AnalysisServer.Endpoints;

/// <summary>Holds JSON against a message's fields and lists every unknown key and wrong type with its path.</summary>
internal ref struct JsonCheck
{
    /// <summary>What a policy file may hold for its editor; nobody reads it.</summary>
    private const string EditorsKey = "$schema";

    private readonly Violations _violations;
    private Utf8JsonReader _json;

    private JsonCheck(ReadOnlySpan<byte> json, Violations violations)
    {
        _violations = violations;
        _json = new(json);
    }

    /// <summary>Checks a document.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="type">The message it must be.</param>
    /// <param name="violations">Collects what is wrong.</param>
    public static void Run(ReadOnlySpan<byte> json, MessageDescriptor type, Violations violations)
    {
        if (FirstNoText(json) is { } place)
        {
            violations.Add("", $"The string at byte {place + 1} is no text: it is not UTF-8, or half of a surrogate pair stands alone.");
            return;
        }

        var check = new JsonCheck(json, violations);
        try
        {
            check._json.Read();
            check.Message("", type);
            check._json.Read();
        }
        catch (JsonException e)
        {
            violations.Add("", $"The JSON cannot be read at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: {Reason(e)}");
        }
    }

    /// <summary>Where the first string begins that cannot be read as text, which nobody behind this door expects; null: nowhere.</summary>
    private static long? FirstNoText(ReadOnlySpan<byte> json)
    {
        // Few requests have escapes of this sort, so few are read a second time.
        if (Utf8.IsValid(json) && json.IndexOf("\\u"u8) < 0)
        {
            return null;
        }

        var reader = new Utf8JsonReader(json);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                {
                    reader.GetString();
                }
            }
        }
        catch (InvalidOperationException)
        {
            return reader.TokenStartIndex;
        }
        catch (JsonException)
        {
            // Said with its line by the check itself.
        }

        return null;
    }

    // The reader's texts end with its own account of the place.
    private static string Reason(JsonException e) => e.Message.Split(" LineNumber:", 2)[0];

    private void Message(string path, MessageDescriptor type)
    {
        if (JsonScalar.IsWellKnown(type))
        {
            if (!JsonScalar.FitsWellKnown(ref _json, type))
            {
                Wrong(path, JsonScalar.Expected(type));
            }

            _json.Skip();
            return;
        }

        if (_json.TokenType != JsonTokenType.StartObject)
        {
            Wrong(path, "an object");
            _json.Skip();
            return;
        }

        var chosen = new Dictionary<OneofDescriptor, string>();
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            var key = _json.GetString()!;
            // Paths in a policy are those of the policy file, as its reader gives them.
            var at = path.Length == 0 || type == Policy.Descriptor ? key : $"{path}.{key}";
            _json.Read();
            var field = type.Fields.InFieldNumberOrder().FirstOrDefault(f => f.JsonName == key || f.Name == key);
            if (field is null && type == Policy.Descriptor && key == EditorsKey)
            {
                _json.Skip();
            }
            else if (field is null)
            {
                Add(at, $"Unknown key. Known: {string.Join(", ", type.Fields.InFieldNumberOrder().Select(f => f.JsonName))}.");
                _json.Skip();
            }
            else if (_json.TokenType != JsonTokenType.Null || field.IsRepeated || JsonScalar.TakesNull(field))
            {
                if (field.RealContainingOneof is { } oneof && !chosen.TryAdd(oneof, key))
                {
                    Add(at, chosen[oneof] == key ? "It is given twice." : $"Only one of {chosen[oneof]} and {key} may be given.");
                }

                Field(at, field);
            }
        }
    }

    private void Field(string path, FieldDescriptor field)
    {
        if (field.IsMap)
        {
            Map(path, field.MessageType.FindFieldByNumber(2));
        }
        else if (field.IsRepeated)
        {
            List(path, field);
        }
        else
        {
            One(path, index: null, field);
        }
    }

    private void Map(string path, FieldDescriptor value)
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            Wrong(path, "an object");
            _json.Skip();
            return;
        }

        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            var key = _json.GetString()!;
            _json.Read();
            One($"{path}.{key}", index: null, value);
        }
    }

    private void List(string path, FieldDescriptor field)
    {
        if (_json.TokenType != JsonTokenType.StartArray)
        {
            Wrong(path, "a list");
            _json.Skip();
            return;
        }

        for (var i = 0; _json.Read() && _json.TokenType != JsonTokenType.EndArray; i++)
        {
            One(path, i, field);
        }
    }

    private void One(string path, int? index, FieldDescriptor field)
    {
        if (field.FieldType == FieldType.Message)
        {
            Message(At(path, index), field.MessageType);
            return;
        }

        if (!JsonScalar.Fits(ref _json, field))
        {
            Wrong(path, JsonScalar.Expected(field), index);
        }

        _json.Skip();
    }

    private static string At(string path, int? index) => index is { } i ? $"{path}[{i}]" : path;

    private readonly void Wrong(string path, string expected, int? index = null)
    {
        if (_violations.Full)
        {
            _violations.AddUnseen();
            return;
        }

        _violations.Add(At(path, index), $"Found {JsonScalar.Found(_json)}; it must be {expected}.");
    }

    private readonly void Add(string path, string message) => _violations.Add(path, message);
}

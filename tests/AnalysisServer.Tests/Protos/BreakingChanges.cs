using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;

namespace CanaryJudge.AnalysisServer.Tests.Protos;

/// <summary>Lists what a newer contract took away from, or changed in, an older one. Additions are no change.</summary>
internal static class BreakingChanges
{
    public static IReadOnlyList<string> Between(FileDescriptorSet released, FileDescriptorSet current) =>
    [
        .. Missing(Messages(released), Messages(current), "message", Message),
        .. Missing(Enums(released), Enums(current), "enum", Enum),
        .. Missing(Services(released), Services(current), "service", Service),
    ];

    private static IEnumerable<string> Message(string name, DescriptorProto old, DescriptorProto now)
    {
        var fields = now.Field.ToDictionary(f => f.Number);
        foreach (var field in old.Field)
        {
            var at = $"{name}.{field.Name} = {field.Number}";
            if (!fields.TryGetValue(field.Number, out var found))
            {
                yield return $"{at}: removed or renumbered";
            }
            else if (found.Name != field.Name)
            {
                yield return $"{at}: renamed to {found.Name}";
            }
            else if ((found.Type, found.TypeName, found.Label, found.Proto3Optional, Oneof(now, found))
                != (field.Type, field.TypeName, field.Label, field.Proto3Optional, Oneof(old, field)))
            {
                yield return $"{at}: its type, presence or oneof changed";
            }
        }
    }

    private static string Oneof(DescriptorProto message, FieldDescriptorProto field) =>
        field.HasOneofIndex ? message.OneofDecl[field.OneofIndex].Name : "";

    private static IEnumerable<string> Enum(string name, EnumDescriptorProto old, EnumDescriptorProto now) =>
        from value in old.Value
        let found = now.Value.FirstOrDefault(v => v.Number == value.Number)
        where found?.Name != value.Name
        select $"{name}.{value.Name} = {value.Number}: removed, renumbered or renamed";

    private static IEnumerable<string> Service(string name, ServiceDescriptorProto old, ServiceDescriptorProto now) =>
        from method in old.Method
        let found = now.Method.FirstOrDefault(m => m.Name == method.Name)
        where found is null || !found.ToByteString().Equals(method.ToByteString())
        select $"{name}.{method.Name}: removed, or its messages, streams or HTTP rule changed";

    private static IEnumerable<string> Missing<T>(Dictionary<string, T> old, Dictionary<string, T> now, string noun, Func<string, T, T, IEnumerable<string>> inside) =>
        old.SelectMany(o => now.TryGetValue(o.Key, out var found) ? inside(o.Key, o.Value, found) : [$"{noun} {o.Key}: removed"]);

    private static Dictionary<string, DescriptorProto> Messages(FileDescriptorSet set) =>
        set.File.SelectMany(f => Nested(f.Package, f.MessageType)).ToDictionary(m => m.Name, m => m.Message);

    private static IEnumerable<(string Name, DescriptorProto Message)> Nested(string scope, RepeatedField<DescriptorProto> messages) =>
        messages.SelectMany(m => Nested($"{scope}.{m.Name}", m.NestedType).Prepend(($"{scope}.{m.Name}", m)));

    private static Dictionary<string, EnumDescriptorProto> Enums(FileDescriptorSet set) =>
        set.File.SelectMany(f => f.EnumType.Select(e => (Name: $"{f.Package}.{e.Name}", Enum: e)))
            .Concat(Messages(set).SelectMany(m => m.Value.EnumType.Select(e => (Name: $"{m.Key}.{e.Name}", Enum: e))))
            .ToDictionary(e => e.Name, e => e.Enum);

    private static Dictionary<string, ServiceDescriptorProto> Services(FileDescriptorSet set) =>
        set.File.SelectMany(f => f.Service.Select(s => (Name: $"{f.Package}.{s.Name}", Service: s))).ToDictionary(s => s.Name, s => s.Service);
}

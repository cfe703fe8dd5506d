using System.Reflection;
using System.Runtime.CompilerServices;

namespace CanaryJudge.Architecture.Tests;

/// <summary>How code looks, where a machine can tell.</summary>
public sealed class ShapeTests
{
    [Fact]
    public void Public_types_of_pure_rooms_are_sealed_static_interfaces_or_closed_records()
    {
        var open = Rooms.Pure.SelectMany(a => a.GetExportedTypes())
            .Where(t => t is { IsClass: true, IsSealed: false })
            .Where(t => !(t.IsAbstract && t.GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic).All(c => c.IsPrivate || c.GetParameters() is [{ } p] && p.ParameterType == t)));

        Assert.Empty(open);
    }

    [Fact]
    public void No_field_is_public_and_mutable()
    {
        var fields = Rooms.All.Where(a => a != Rooms.Contracts).SelectMany(a => a.GetTypes()).Where(t => !t.IsEnum && !IsGenerated(t))
            .SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static))
            .Where(f => !f.IsInitOnly && !f.IsLiteral);

        Assert.Empty(fields.Select(f => $"{f.DeclaringType}.{f.Name}"));
    }

    [Fact]
    public void Namespaces_equal_folders()
    {
        var root = Checkout.Root;
        var wrong = from file in Directory.EnumerateFiles(Path.Combine(root, "src"), "*.cs", SearchOption.AllDirectories)
                    let folder = Path.GetRelativePath(Path.Combine(root, "src"), Path.GetDirectoryName(file)!)
                    let wanted = $"namespace CanaryJudge.{folder.Replace(Path.DirectorySeparatorChar, '.')};"
                    where Path.GetFileName(file) != "Program.cs" && !File.ReadLines(file).Contains(wanted)
                    select Path.GetRelativePath(root, file);

        Assert.Empty(wrong);
    }

    private static bool IsGenerated(Type type) => type.Namespace?.StartsWith("OrleansCodeGen", StringComparison.Ordinal) == true || type.IsDefined(typeof(CompilerGeneratedAttribute)) || type.Name.Contains('<', StringComparison.Ordinal);
}

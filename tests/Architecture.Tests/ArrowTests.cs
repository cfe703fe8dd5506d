using ArchUnitNET.Fluent;
using ArchUnitNET.xUnitV3;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace CanaryJudge.Architecture.Tests;

/// <summary>Dependencies point inwards.</summary>
public sealed class ArrowTests
{
    public static TheoryData<string, string[]> Arrows => new()
    {
        { "Statistics", [] },
        { "Judging", ["Statistics"] },
        { "MachineLearning", ["Statistics"] },
        { "Sources", ["Judging", "Statistics"] },
        { "Contracts", [] },
        { "Rollouts", [] },
        { "AnalysisServer", ["Contracts", "Sources", "MachineLearning", "Judging", "Statistics"] },
        { "AnalysisClient", ["Contracts", "Rollouts"] },
        { "Proxy", ["AnalysisClient", "Contracts", "Rollouts"] },
        { "Cli", ["AnalysisClient", "Proxy", "AnalysisServer", "Contracts", "Rollouts", "Sources", "Judging", "Statistics"] },
    };

    [Theory]
    [MemberData(nameof(Arrows))]
    public void A_room_uses_only_the_rooms_that_its_arrows_allow(string room, string[] allowed)
    {
        var used = Array.Find(Rooms.All, r => Rooms.Name(r) == room)!.GetReferencedAssemblies()
            .Select(a => a.Name!)
            .Where(n => n.StartsWith("CanaryJudge.", StringComparison.Ordinal))
            .Select(n => n["CanaryJudge.".Length..]);

        Assert.Empty(used.Except(allowed));
    }

    public static TheoryData<string, string[]> Libraries => new()
    {
        { "Statistics", ["MathNet.Numerics"] },
        { "Judging", ["MathNet.Numerics"] },
        { "Rollouts", [] },
        { "MachineLearning", ["MathNet.Numerics", "Microsoft.ML.Core", "Microsoft.ML.Data", "Microsoft.ML.DataView", "Microsoft.ML.PCA"] },
        { "Sources", ["YamlDotNet", "Sylvan.Data.Csv"] },
        { "AnalysisClient", ["Google.Protobuf", "Google.Api.CommonProtos", "Grpc.Net.Client", "Grpc.Core.Api", "Grpc.Net.Common", "Microsoft.Extensions.Logging.Abstractions"] },
    };

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_room_uses_only_the_libraries_that_it_may(string room, string[] allowed)
    {
        var used = Array.Find(Rooms.All, r => Rooms.Name(r) == room)!.GetReferencedAssemblies()
            .Select(a => a.Name!)
            .Where(n => !n.StartsWith("CanaryJudge.", StringComparison.Ordinal) && !n.StartsWith("System", StringComparison.Ordinal) && !n.StartsWith("Microsoft.Win32.", StringComparison.Ordinal) && n != "netstandard");

        Assert.Empty(used.Except(allowed));
    }

    [Fact]
    public void Machine_learning_stays_in_its_room() => Assert.All(Rooms.All.Where(r => r != Rooms.MachineLearning), room =>
        Assert.DoesNotContain(room.GetReferencedAssemblies(), a => a.Name!.StartsWith("Microsoft.ML", StringComparison.Ordinal)));

    [Fact]
    public void Pure_rooms_touch_no_files_no_network_and_no_clock()
    {
        string[] forbidden = ["System.IO", "System.Net", "System.Threading.Timer", "System.Diagnostics.Process", "System.Console", "System.TimeProvider"];

        // A hash of bytes in memory, whatever its namespace.
        const string pure = "System.IO.Hashing.";

        // From the metadata: every type that the assembly's code names.
        var used = Rooms.Pure.SelectMany(TypeReferences.Of)
            .Where(t => Array.Exists(forbidden, f => t == f || t.StartsWith($"{f}.", StringComparison.Ordinal)) && !t.StartsWith(pure, StringComparison.Ordinal));

        Assert.Empty(used);
    }

    [Fact]
    public void Protobuf_stays_at_the_doors()
    {
        IArchRule rule = Types().That().ResideInAssembly(Rooms.Server)
            .And().DoNotResideInNamespaceMatching("^CanaryJudge.AnalysisServer.(Endpoints|Mapping|Hosting)")
            .Should().NotDependOnAnyTypesThat().ResideInNamespaceMatching("^CanaryJudge.Contracts");

        rule.Check(Rooms.Types);
    }

    [Fact]
    public void Server_and_client_do_not_know_each_other()
    {
        Types().That().ResideInAssembly(Rooms.Server).Should().NotDependOnAnyTypesThat().ResideInAssembly(Rooms.Client).Check(Rooms.Types);
        Types().That().ResideInAssembly(Rooms.Client).Should().NotDependOnAnyTypesThat().ResideInAssembly(Rooms.Server).Check(Rooms.Types);
    }
}

using Google.Protobuf.Reflection;

namespace CanaryJudge.AnalysisServer.Tests.Protos;

public sealed class BreakingChangesTests
{
    [Fact]
    public void The_contract_only_adds_to_the_released_one()
    {
        // A release writes the file anew: CANARYJUDGE_RELEASE_CONTRACT=1, once this test has passed without it.
        if (Environment.GetEnvironmentVariable("CANARYJUDGE_RELEASE_CONTRACT") == "1")
        {
            using var file = System.IO.File.Create(Descriptors.ReleasedFile);
            Google.Protobuf.MessageExtensions.WriteTo(Descriptors.Current(), file);
        }

        var released = FileDescriptorSet.Parser.ParseFrom(System.IO.File.ReadAllBytes(Descriptors.ReleasedFile));

        Assert.NotEmpty(released.File);
        Assert.Empty(BreakingChanges.Between(released, Descriptors.Current()));
    }

    [Fact]
    public void Additions_are_no_change()
    {
        var now = Descriptors.Current();
        now.File.Add(new FileDescriptorProto { Package = "canaryjudge.v1", MessageType = { new DescriptorProto { Name = "New" } } });
        Message(now, "Series").Field.Add(new FieldDescriptorProto { Name = "new", Number = 99 });
        Message(now, "Judgement").EnumType[0].Value.Add(new EnumValueDescriptorProto { Name = "NEW", Number = 99 });
        Service(now).Method.Add(new MethodDescriptorProto { Name = "New" });

        Assert.Empty(BreakingChanges.Between(Descriptors.Current(), now));
    }

    public static TheoryData<string, Action<FileDescriptorSet>> Breaks() => new()
    {
        { "message canaryjudge.v1.Needed: removed", s => File(s, "Needed").MessageType.Remove(Message(s, "Needed")) },
        { "canaryjudge.v1.Series.metric = 1: removed or renumbered", s => Message(s, "Series").Field.RemoveAt(0) },
        { "canaryjudge.v1.Series.metric = 1: removed or renumbered", s => Message(s, "Series").Field[0].Number = 77 },
        { "canaryjudge.v1.Series.metric = 1: renamed to name", s => Message(s, "Series").Field[0].Name = "name" },
        { "canaryjudge.v1.Series.metric = 1: its type, presence or oneof changed", s => Message(s, "Series").Field[0].Type = FieldDescriptorProto.Types.Type.Bytes },
        { "canaryjudge.v1.Series.metric = 1: its type, presence or oneof changed", s => Message(s, "Series").Field[0].Label = FieldDescriptorProto.Types.Label.Repeated },
        { "canaryjudge.v1.Series.arm = 2: its type, presence or oneof changed", s => Message(s, "Series").Field[1].TypeName = ".canaryjudge.v1.Judgement.Verdict" },
        { "canaryjudge.v1.Series.samples = 5: its type, presence or oneof changed", s => Message(s, "Series").Field.Single(f => f.Name == "samples").ClearOneofIndex() },
        { "enum canaryjudge.v1.Judgement.Verdict: removed", s => Message(s, "Judgement").EnumType.RemoveAt(0) },
        { "canaryjudge.v1.Judgement.Verdict.PASS = 1: removed, renumbered or renamed", s => Message(s, "Judgement").EnumType[0].Value[1].Number = 9 },
        { "canaryjudge.v1.Judgement.Verdict.PASS = 1: removed, renumbered or renamed", s => Message(s, "Judgement").EnumType[0].Value[1].Name = "PASSED" },
        { "service canaryjudge.v1.JudgeService: removed", s => s.File.Single(f => f.Service.Any(v => v.Name == "JudgeService")).Service.Clear() },
        { "canaryjudge.v1.JudgeService.Evaluate: removed, or its messages, streams or HTTP rule changed", s => Service(s).Method.RemoveAt(0) },
        { "canaryjudge.v1.JudgeService.Evaluate: removed, or its messages, streams or HTTP rule changed", s => Service(s).Method[0].ServerStreaming = true },
        { "canaryjudge.v1.JudgeService.Evaluate: removed, or its messages, streams or HTTP rule changed", s => Service(s).Method[0].Options = null },
    };

    [Theory]
    [MemberData(nameof(Breaks), DisableDiscoveryEnumeration = true)]
    public void What_breaks_a_caller_is_named(string change, Action<FileDescriptorSet> breaking)
    {
        var now = Descriptors.Current();
        breaking(now);

        Assert.Equal([change], BreakingChanges.Between(Descriptors.Current(), now));
    }

    private static FileDescriptorProto File(FileDescriptorSet set, string message) => set.File.Single(f => f.MessageType.Any(m => m.Name == message));

    private static DescriptorProto Message(FileDescriptorSet set, string name) => File(set, name).MessageType.Single(m => m.Name == name);

    private static ServiceDescriptorProto Service(FileDescriptorSet set) => set.File.SelectMany(f => f.Service).Single(s => s.Name == "JudgeService");
}

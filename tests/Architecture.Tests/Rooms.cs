using System.Reflection;
using ArchUnitNET.Loader;

namespace CanaryJudge.Architecture.Tests;

/// <summary>The projects, loaded once.</summary>
internal static class Rooms
{
    public static Assembly Statistics { get; } = typeof(Statistics.INamed).Assembly;

    public static Assembly Judging { get; } = typeof(Judging.Judge).Assembly;

    public static Assembly MachineLearning { get; } = typeof(MachineLearning.MachineLearningDetectors).Assembly;

    public static Assembly Sources { get; } = typeof(Sources.Policies.PolicyFile).Assembly;

    public static Assembly Contracts { get; } = typeof(Contracts.V1.Judgement).Assembly;

    public static Assembly Rollouts { get; } = typeof(Rollouts.Weight).Assembly;

    public static Assembly Server { get; } = typeof(AnalysisServer.ServerHost).Assembly;

    public static Assembly Client { get; } = typeof(AnalysisClient.JudgeClient).Assembly;

    public static Assembly Proxy { get; } = typeof(Proxy.SplitProxy).Assembly;

    public static Assembly Cli { get; } = typeof(Cli.ExitCode).Assembly;

    public static Assembly[] Pure { get; } = [Statistics, Judging, Rollouts];

    public static Assembly[] All { get; } = [Statistics, Judging, MachineLearning, Sources, Contracts, Rollouts, Server, Client, Proxy, Cli];

    public static ArchUnitNET.Domain.Architecture Types { get; } = new ArchLoader().LoadAssemblies(All).Build();

    /// <summary>The short name of a project: <c>Judging</c>.</summary>
    public static string Name(Assembly room) => room.GetName().Name!["CanaryJudge.".Length..];
}

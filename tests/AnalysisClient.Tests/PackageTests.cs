using System.Diagnostics;
using System.Text.Json.Nodes;

namespace CanaryJudge.AnalysisClient.Tests;

/// <summary>The packages as an embedder meets them: packed, restored into a fresh project, run against a real server.</summary>
public sealed class PackageTests
{
    private static readonly string[] Allowed = ["CanaryJudge.AnalysisClient", "CanaryJudge.Contracts", "CanaryJudge.Rollouts", "Google.Protobuf", "Google.Api.CommonProtos"];

#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    [Fact]
    public async Task A_fresh_program_judges_through_the_packages_and_gets_nothing_but_grpc_and_protobuf()
    {
        await using var server = await LiveServer.StartAsync();
        var folder = Directory.CreateTempSubdirectory("canaryjudge-embedder-").FullName;
        try
        {
            await PackAsync("Contracts", folder);
            await PackAsync("Rollouts", folder);
            await PackAsync("AnalysisClient", folder);
            await WriteProgramAsync(folder);

            await DotnetAsync(folder, "build", "-c", "Release", "-v", "quiet", "--nologo");
            var output = await DotnetAsync(folder, "bin/Release/net10.0/Embedder.dll", server.Address);

            Assert.Equal("1 metrics: latency_ms", output.Trim());
            Assert.All(Libraries(folder), l => Assert.True(IsExpected(l), l));
            Assert.Contains("CanaryJudge.Contracts", Libraries(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Grpc.Net.Client logs through the abstractions of Microsoft.Extensions.
    private static bool IsExpected(string library) =>
        Allowed.Contains(library) || library.StartsWith("Grpc.", StringComparison.Ordinal) || library.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal);

    private static Task<string> PackAsync(string project, string folder) =>
        DotnetAsync(Root(), "pack", $"src/{project}", "--no-build", "-c", Configuration, "-o", Path.Combine(folder, "feed"), "-v", "quiet", "--nologo");

    private static async Task WriteProgramAsync(string folder)
    {
        var version = Path.GetFileNameWithoutExtension(Directory.GetFiles(Path.Combine(folder, "feed"), "CanaryJudge.AnalysisClient.*.nupkg").Single())["CanaryJudge.AnalysisClient.".Length..];
        var shared = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

        // Its own package folder, so that a packed version never lingers; what is there already is only read.
        await File.WriteAllTextAsync(Path.Combine(folder, "Embedder.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <RestorePackagesPath>packages</RestorePackagesPath>
                <RestoreFallbackFolders>{shared}</RestoreFallbackFolders>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="CanaryJudge.AnalysisClient" Version="{version}" />
              </ItemGroup>
            </Project>
            """, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "nuget.config"), """
            <configuration><packageSources><add key="canaryjudge-local" value="feed" /></packageSources></configuration>
            """, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), """
            using CanaryJudge.AnalysisClient;

            using var client = JudgeClient.Connect(args[0]);
            var judgement = await client.EvaluateAsync(
                new JudgementRequestBuilder().Samples("latency_ms", [101, 102, 103, 104], [101, 103, 104, 105]), CancellationToken.None);
            Console.WriteLine($"{judgement.Metrics.Count} metrics: {judgement.Metrics[0].Name}");
            """, TestContext.Current.CancellationToken);
    }

    private static IReadOnlyList<string> Libraries(string folder) =>
        [.. JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "obj", "project.assets.json")))!["libraries"]!.AsObject().Select(l => l.Key.Split('/')[0])];

    private static async Task<string> DotnetAsync(string folder, params string[] arguments)
    {
        using var dotnet = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = dotnet.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await dotnet.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await dotnet.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(dotnet.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}\n{output}{await error}");
        return output;
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CanaryJudge.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("No CanaryJudge.sln above the tests.");
        }

        return folder.FullName;
    }
}

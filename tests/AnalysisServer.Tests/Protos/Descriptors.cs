using CanaryJudge.Contracts.V1;
using Google.Protobuf.Reflection;

namespace CanaryJudge.AnalysisServer.Tests.Protos;

/// <summary>The contract as compiled, and as released.</summary>
internal static class Descriptors
{
    public static string Root { get; } = FindRoot();

    public static string ReleasedFile { get; } = Path.Combine(Root, "proto", "released", "canaryjudge.v1.binpb");

    /// <summary>Our own files, of the compiled contract.</summary>
    public static FileDescriptorSet Current()
    {
        var files = new SortedDictionary<string, FileDescriptorProto>(StringComparer.Ordinal);
        Collect(JudgeReflection.Descriptor);
        Collect(AnalysisReflection.Descriptor);
        return new FileDescriptorSet { File = { files.Values } };

        void Collect(FileDescriptor file)
        {
            if (file.Package == "canaryjudge.v1" && files.TryAdd(file.Name, file.ToProto()))
            {
                foreach (var dependency in file.Dependencies)
                {
                    Collect(dependency);
                }
            }
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CanaryJudge.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("No CanaryJudge.sln above the tests.");
        }

        return folder.FullName;
    }
}

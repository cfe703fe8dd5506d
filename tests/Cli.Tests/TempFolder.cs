using System.Text;

namespace CanaryJudge.Cli.Tests;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("canaryjudge-cli-").FullName;

    /// <summary>Writes a file, with its folders.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    /// <inheritdoc cref="Write(string, string)"/>
    public string Write(string name, byte[] bytes)
    {
        var path = At(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public string At(string name) => Path.Combine(Root, name);

    public string Text(string name) => File.ReadAllText(At(name));

    /// <summary>Copies fixtures into it.</summary>
    public TempFolder With(params string[] fixtures)
    {
        foreach (var fixture in fixtures)
        {
            Directory.CreateDirectory(At(fixture));
            foreach (var file in Directory.GetFiles(Checkout.Fixture(fixture)))
            {
                File.Copy(file, Path.Combine(At(fixture), Path.GetFileName(file)));
            }
        }

        return this;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}

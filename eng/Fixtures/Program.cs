using CanaryJudge.Fixtures;
using CanaryJudge.Fixtures.Cases;

if (args.Length is not (1 or 2))
{
    Console.Error.WriteLine("usage: dotnet run --project eng/Fixtures -- data/fixtures [SALT]");
    Console.Error.WriteLine("A salt draws all cases anew, to see that a verdict does not hang on one seed.");
    return 2;
}

var cases = AllCases.List;
foreach (var made in cases)
{
    // A case is written anew as a whole; folders that this program did not make are left alone.
    var home = Path.Combine(args[0], made.Name);
    if (Directory.Exists(home))
    {
        Directory.Delete(home, recursive: true);
    }

    CaseWriter.Write(args[0], made, args.ElementAtOrDefault(1) ?? "");
}

Console.Error.WriteLine($"{cases.Count} cases in {args[0]}");
return 0;

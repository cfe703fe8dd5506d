using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CanaryJudge.KayentaVectors;

// Holds the Kayenta mode against recorded answers of Kayenta and says, kind by kind, how many hold.
if (args is not [var file] || !File.Exists(file))
{
    await Console.Error.WriteLineAsync("usage: dotnet run -c Release --project eng/KayentaVectors -- FILE").ConfigureAwait(false);
    return 2;
}

using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(file).ConfigureAwait(false));
var tally = new Tally();
var started = Stopwatch.GetTimestamp();
foreach (var item in Items("cases"))
{
    SuiteCase.Hold(item, tally);
}

foreach (var item in Items("metricCases"))
{
    MetricCase.Hold(item, tally);
}

foreach (var item in Items("judgementCases"))
{
    JudgementCase.Hold(item, tally);
}

var took = Stopwatch.GetElapsedTime(started);
foreach (var line in tally.Lines())
{
    Console.WriteLine(line);
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tally.Held} of {tally.Total} hold, in {took.TotalSeconds:F1} s"));
return tally.Held == tally.Total ? 0 : 1;

IEnumerable<JsonElement> Items(string key) => document.RootElement.TryGetProperty(key, out var items) ? items.EnumerateArray() : [];

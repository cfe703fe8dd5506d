using System.Globalization;
using CanaryJudge.Judging.Model;
using CanaryJudge.Simulation;

// Error rates and power at a fixed seed, as a page for the docs: of the whole judge in one look, or of the metrics over looks.
// Exits with 1 when a promise does not hold.
// Arguments: runs a cell, and words of which a row's name must hold one (default: all rows).
switch (args)
{
    case ["kayenta", .. var rest]:
        KayentaTable.Write(rest is [var some] ? int.Parse(some, CultureInfo.InvariantCulture) : 1000);
        return 0;
    case ["--looks", .. var rest]:
        return LookPage.Write(rest is [var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 500);
    case ["--anomalies", .. var rest]:
        return AnomalyPage.Write(rest is [var number] ? int.Parse(number, CultureInfo.InvariantCulture) : 10_000);
    case ["redeal", var folder, .. var rest]:
        return Redeal.Run(folder, rest is [var deals] ? int.Parse(deals, CultureInfo.InvariantCulture) : 1000);
}

var runs = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 2000;
Shape[] shapes = [.. Shape.All.Where(s => args.Length < 2 || args.Skip(1).Any(w => s.Name.Contains(w, StringComparison.Ordinal)))];
const double level = 0.05;
var broken = 0;

Console.WriteLine($"""
    # Error rates and power, simulated

    Made by `./dev simulate` at a fixed seed, {runs:N0} runs a cell; ± is one standard error. The baseline and the canary have the
    same size. The policy is the default one: tolerance 5%, margin 25% (ratios 0.5 points, counts 100%).

    ## The promise

    *Failed*: an unchanged release is failed, over all its metrics. *Passed*: a metric that is worse by its margin is passed.
    Both must stay at 5%.

    | metric | failed, 1 metric | failed, 10 metrics | passed at the margin |
    |---|---|---|---|
    """);
foreach (var shape in shapes)
{
    var one = Trial.Count(shape, 1, 0, runs, j => j.Verdict == Verdict.Fail);
    var ten = Trial.Count(shape, 10, 0, runs / 2, j => j.Verdict == Verdict.Fail);
    var passed = Trial.Count(shape, 1, shape.Margin, runs, j => j.Verdict == Verdict.Pass);
    broken += new[] { one, ten, passed }.Count(r => r.Breaks(level));
    Console.WriteLine($"| {shape.Name} | {Mark(one)} | {Mark(ten)} | {Mark(passed)} |");
    Console.Error.WriteLine($"{shape.Name}: {one}, {ten}, {passed}");
}

Console.WriteLine("""

    ## Power

    How often a release is failed when one metric is worse by so much, and how often an unchanged one passes.

    | metric | passes unchanged | fails at +10% | +25% | +50% | +100% |
    |---|---|---|---|---|---|
    """);
foreach (var shape in shapes)
{
    var pass = Trial.Count(shape, 1, 0, runs / 4, j => j.Verdict == Verdict.Pass);
    var fails = new[] { 0.1, 0.25, 0.5, 1 }.Select(h => Trial.Count(shape, 1, h, runs / 4, j => j.Verdict == Verdict.Fail));
    Console.WriteLine($"| {shape.Name} | {Percent(pass)} | {string.Join(" | ", fails.Select(Percent))} |");
    Console.Error.WriteLine($"{shape.Name}: passes {Percent(pass)}");
}

Console.WriteLine($"""

    ## "Needs about N more"

    What an inconclusive judgement of an unchanged release foretells as the whole size (the median over {Math.Max(runs / 4, 1):N0} runs), beside the
    size with which half of them pass. Sizes are values, or intervals of events. At most a factor of {Need.Off.ToString(CultureInfo.InvariantCulture)} apart.

    | metric | asked at | foretold | half pass at | foretold / measured |
    |---|---|---|---|---|
    """);
foreach (var need in Need.All)
{
    double foretold = need.Foretold(runs / 4), measured = need.Measured(runs / 4), ratio = foretold / measured;
    var off = !(ratio <= Need.Off && ratio >= 1 / Need.Off);
    broken += off ? 1 : 0;
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {need.Name} | {need.Size} | {foretold:0} | {measured:0} | {(off ? $"**{ratio:0.00}**" : $"{ratio:0.00}")} |"));
    Console.Error.WriteLine($"{need.Name}: foretold {foretold:0}, measured {measured:0}");
}

Console.WriteLine(broken == 0 ? "\nEvery promise holds." : $"\n{broken} promises do not hold (marked **).");
return broken == 0 ? 0 : 1;

string Mark(Rate rate) => rate.Breaks(level) ? $"**{rate}**" : rate.ToString();
string Percent(Rate rate) => string.Create(CultureInfo.InvariantCulture, $"{rate.Share * 100:0}%");

using System.Globalization;
using CanaryJudge.Judging.Model;
using CanaryJudge.Simulation;

// Error rates and power at a fixed seed, as a page for the docs: of the whole judge in one look, or of the metrics over looks.
// Exits with 1 when a promise does not hold.
if (args is ["--looks", .. var rest])
{
    return LookPage.Write(rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : 500);
}

var runs = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 2000;
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
foreach (var shape in Shape.All)
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
foreach (var shape in Shape.All)
{
    var pass = Trial.Count(shape, 1, 0, runs / 4, j => j.Verdict == Verdict.Pass);
    var fails = new[] { 0.1, 0.25, 0.5, 1 }.Select(h => Trial.Count(shape, 1, h, runs / 4, j => j.Verdict == Verdict.Fail));
    Console.WriteLine($"| {shape.Name} | {Percent(pass)} | {string.Join(" | ", fails.Select(Percent))} |");
    Console.Error.WriteLine($"{shape.Name}: passes {Percent(pass)}");
}

Console.WriteLine(broken == 0 ? "\nEvery promise holds." : $"\n{broken} promises do not hold (marked **).");
return broken == 0 ? 0 : 1;

string Mark(Rate rate) => rate.Breaks(level) ? $"**{rate}**" : rate.ToString();
string Percent(Rate rate) => string.Create(CultureInfo.InvariantCulture, $"{rate.Share * 100:0}%");

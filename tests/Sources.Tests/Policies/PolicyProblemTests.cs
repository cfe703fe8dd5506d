using CanaryJudge.Sources.Policies;

namespace CanaryJudge.Sources.Tests.Policies;

public sealed class PolicyProblemTests
{
    /// <summary>Text, then each problem as <c>line:column+length path: message</c>.</summary>
    public static TheoryData<string, string[]> Mistakes { get; } = new()
    {
        { "metrics:\n  - {name: errors, margn: 0.5pp}\n", ["2:20+5 metrics[0].margn: unknown key metrics[0].margn. Did you mean margin?"] },
        { "metrics:\n  - {name: payload, tolerance: 30%, margin: 25%}\n", ["2:21+9 metrics[0].tolerance: tolerance 30% is above the margin of 25%."] },
        { "metrics:\n  - {name: a, kind: samples, tolerance: 30%}", ["2:30+9 metrics[0].tolerance: tolerance 30% is above the default margin of 25%."] },
        { "metrics:\n  - {name: a, kind: ratio, tolerance: 0.6pp}", ["2:28+9 metrics[0].tolerance: tolerance 0.6pp is above the default margin of 0.5pp."] },
        { "metrics:\n  - {name: a, kind: count, tolerance: 120%}", ["2:28+9 metrics[0].tolerance: tolerance 120% is above the default margin of 100%."] },
        { "metrics: [{name: a, tolerance: {absolute: 3}, margin: {relative: 5%, absolute: 2}}]", ["1:21+9 metrics[0].tolerance: tolerance 3 is above the margin of 2."] },
        { "metrics:\n  - {name: a, margin: 20}", ["2:23+2 metrics[0].margin: metrics[0].margin is the bare number 20. Write 20% (of the baseline), 20pp (points of a share) or {relative: 20%, absolute: 20} (absolute in the metric's unit)."] },
        { "metrics:\n  - {name: a, margin: 5 percent}", ["2:23+9 metrics[0].margin: metrics[0].margin is the text \"5 percent\". Write 5% (of the baseline), 0.5pp (points of a share) or {relative: 5%, absolute: 20} (absolute in the metric's unit)."] },
        { "metrics: [{name: a, margin: {}}]", ["1:29+1 metrics[0].margin: metrics[0].margin is empty; it needs relative or absolute."] },
        { "metrics: [{name: a, margin: {relative: 0.2, absolut: 3}}]", ["1:40+3 metrics[0].margin.relative: metrics[0].margin.relative is the bare number 0.2. Write a share of the baseline: 5%.", "1:45+7 metrics[0].margin.absolut: unknown key metrics[0].margin.absolut. Did you mean absolute?"] },
        { "metrics: [{name: a, margin: {absolute: -1}}]", ["1:40+2 metrics[0].margin.absolute: metrics[0].margin.absolute is the bare number -1. Write a number from 0 to 1e15, in the metric's unit (20), or points of a share (0.5pp)."] },
        { "metrics: [{name: a, margin: 0%}]", ["1:21+6 metrics[0].margin: a margin of nothing can never be ruled out; write at least 1% or an absolute amount."] },
        { "metrics: [{name: a, margin: -5%}]", ["1:29+3 metrics[0].margin: metrics[0].margin is the text \"-5%\". Write 5% (of the baseline), 0.5pp (points of a share) or {relative: 5%, absolute: 20} (absolute in the metric's unit)."] },
        { "metrics: [{name: a, kind: count, margin: 0.5pp}]", ["1:34+6 metrics[0].margin: 0.5pp is points of a share, and a count is none. Write 50% or {absolute: 2}."] },
        { "metrics:\n- {kind: sampels}", ["2:3+1 metrics[0]: metrics[0].name is missing.", "2:10+7 metrics[0].kind: unknown value sampels for metrics[0].kind. Did you mean samples?"] },
        { "metrics: [{name: a, kind: gauge}]", ["1:27+5 metrics[0].kind: unknown value gauge for metrics[0].kind. Known: samples, points, ratio, count, histogram."] },
        { "metrics: [{name: 404}]", ["1:18+3 metrics[0].name: metrics[0].name is the bare number 404; it must be text. Write \"404\"."] },
        { "metrics:\n- name: a\n- name: b\n- name: 'a'", ["4:9+3 metrics[2].name: metric a is given twice, first on line 2."] },
        { "alpha: 0.05\nbeta: 0.1\nalpha: 0.05", ["3:1+5 alpha: alpha is given twice, first on line 1."] },
        { "alpha: 0.7\nbeta: \"0.05\"", ["1:8+3 alpha: alpha is 0.7; it must lie above 0 and below 0.5 (0.05 is 5%).", "2:7+6 beta: beta is the text \"0.05\"; it must be a number, without quotes."] },
        { "alpha: .nan\nbeta: 0", ["1:8+4 alpha: alpha is .nan; it must lie above 0 and below 0.5 (0.05 is 5%).", "2:7+1 beta: beta is 0; it must lie above 0 and below 0.5 (0.05 is 5%)."] },
        { "kind: Polcy\napiVersion: v1", ["1:7+5 kind: unknown value Polcy for kind. Did you mean Policy?", "2:13+2 apiVersion: unknown value v1 for apiVersion. Known: canaryjudge/v1."] },
        { "decide: score", ["1:9+5 decide: decide is the text \"score\". Write any or {score: {pass: 95, marginal: 75}}."] },
        { "decide: {score: {pass: 50}}", ["1:18+4 decide.score.pass: the default marginal 75 is above pass 50."] },
        { "decide: {score: {marginal: 97}}", ["1:18+8 decide.score.marginal: marginal 97 is above the default pass 95."] },
        { "decide: {score: {marginal: 97, pass: high}}", ["1:38+4 decide.score.pass: decide.score.pass is the text \"high\"; it must be a number."] },
        { "decide: {score: {pass: 150}}", ["1:24+3 decide.score.pass: decide.score.pass is 150; it must lie between 0 and 100 (95 is 95 of 100)."] },
        { "split: 5", ["1:8+1 split: split is the bare number 5. Write the canary's share of the traffic, above 0% and below 100%: 5%, or {canary: 5%, mismatch: inconclusive}."] },
        { "split: 100%", ["1:8+4 split: split is the text \"100%\". Write the canary's share of the traffic, above 0% and below 100%: 5%, or {canary: 5%, mismatch: inconclusive}."] },
        { "split: {canary: 0%, mismatch: fail}", ["1:17+2 split.canary: split.canary is the text \"0%\". Write the canary's share of the traffic, above 0% and below 100%: 5%.", "1:31+4 split.mismatch: unknown value fail for split.mismatch. Known: warn, inconclusive."] },
        { "joint: gaurd", ["1:8+5 joint: unknown value gaurd for joint. Did you mean guard?"] },
        { "joint: {method: forest}", ["1:17+6 joint.method: unknown value forest for joint.method. Known: distance, pca."] },
        { "joint: [guard]", ["1:8+1 joint: joint is a list. Known: warn, off, guard."] },
        { "health: gap", ["1:9+3 health: health is the text \"gap\"; it must be a list of flaws such as clock-offset."] },
        { "health: [gaps]", ["1:10+4 health[0]: unknown value gaps for health[0]. Did you mean gap?"] },
        { "split: {mismatch: warn}", ["1:8+1 split: split.canary is missing."] },
        { "metrics: [{name: a, measure: means}]", ["1:30+5 metrics[0].measure: unknown value means for metrics[0].measure. Did you mean mean?"] },
        { "metrics: [{name: a, measure: p100}]", ["1:30+4 metrics[0].measure: unknown value p100 for metrics[0].measure. Known: shift, mean, rate, p99, p99.9, {quantile: 0.99}."] },
        { "metrics: [{name: a, measure: {quantile: 1}}]", ["1:41+1 metrics[0].measure.quantile: metrics[0].measure.quantile is 1; it must lie above 0 and below 1 (0.99 is p99)."] },
        { "metrics: [{name: a, guards: [p90, 99]}]", ["1:35+2 metrics[0].guards[1]: metrics[0].guards[1] is the bare number 99. Write a quantile: p99, p99.9 or {quantile: 0.99}."] },
        { "metrics: [{name: a, guards: p90}]", ["1:29+3 metrics[0].guards: metrics[0].guards is the text \"p90\"; it must be a list of quantiles such as p99."] },
        { "metrics: [{name: a, weight: 0}]", ["1:29+1 metrics[0].weight: metrics[0].weight is 0; it must be above 0 (the default is 1)."] },
        { "metrics: [{name: a, critical: yes, muted: 0}]", ["1:31+3 metrics[0].critical: metrics[0].critical is the text \"yes\"; it must be true or false. Did you mean true?", "1:43+1 metrics[0].muted: metrics[0].muted is the bare number 0; it must be true or false. Did you mean false?"] },
        { "metrics: [{name: a, warmup: 90}]", ["1:29+2 metrics[0].warmup: metrics[0].warmup is the bare number 90. Write a duration with its unit: 90s, 5m, 1h30m or 500ms."] },
        { "metrics: [{name: a, warmup: 400d}]", ["1:29+4 metrics[0].warmup: metrics[0].warmup is 400d; at most 365 days are allowed."] },
        { "metrics: [{name: a, method: man-whitney}]", ["1:29+11 metrics[0].method: unknown value man-whitney for metrics[0].method. Did you mean mann-whitney?"] },
        { "metrics: [{name: a, kind: points, independent: true}]", ["1:35+11 metrics[0].independent: independent is for ratios and counts; this metric's kind is points."] },
        { "metrics: [{name: a, kind: ratio, cluster: user}]", ["1:34+7 metrics[0].cluster: cluster is for samples; this metric's kind is ratio."] },
        { "metrics: [{name: a, kind: ratio, measure: shift}]", ["1:34+7 metrics[0].measure: measure shift is not for the kind ratio. Known: rate."] },
        { "metrics: [{name: a, kind: points, measure: rate}]", ["1:35+7 metrics[0].measure: measure rate is not for the kind points. Known: shift, mean."] },
        { "metrics: [{name: a, kind: points, measure: p99}]", ["1:35+7 metrics[0].measure: measure p99 is not for the kind points. Known: shift, mean."] },
        { "metrics: [{name: a, kind: histogram, measure: mean}]", ["1:38+7 metrics[0].measure: measure mean is not for the kind histogram. Known: shift, a quantile such as p99."] },
        { "metrics: [{name: a, kind: samples, measure: rate}]", ["1:36+7 metrics[0].measure: measure rate is not for the kind samples. Known: shift, mean, a quantile such as p99."] },
        { "metrics: [{name: a, kind: count, measure: {quantile: 0.5}}]", ["1:34+7 metrics[0].measure: measure p50 is not for the kind count. Known: rate."] },
        { "metrics: [{name: a, kind: samples, independent: true, cluster: user}]", ["1:36+11 metrics[0].independent: independent is for ratios and counts; this metric's kind is samples."] },
        { "metrics: [{name: a, guards: [p99, {quantile: 0.99}]}]", ["1:21+6 metrics[0].guards: the guard p99 is given twice."] },
        { "metrics: [{name: a, kind: samples, tolerance: 30%, margin: 40}]", ["1:60+2 metrics[0].margin: metrics[0].margin is the bare number 40. Write 40% (of the baseline), 40pp (points of a share) or {relative: 40%, absolute: 40} (absolute in the metric's unit)."] },
        { "metrics: [{name: a, kind: ratio, tolerance: {relative: 30%, absolute: 1pp}}]", ["1:34+9 metrics[0].tolerance: tolerance 30% is above the default margin of 25%.", "1:34+9 metrics[0].tolerance: tolerance 1pp is above the default margin of 0.5pp."] },
        { "metrics: [{name: conversion, kind: ratio, direction: decrease, tolerance: 30%}]", ["1:64+9 metrics[0].tolerance: tolerance 30% is above the default margin of 25%."] },
        { "metrics: [{name: a, tolerance: 6%, margin: {relative: 5%, absolute: 100}}]", ["1:21+9 metrics[0].tolerance: tolerance 6% is above the margin of 5%."] },
        { "metrics: [{name: a, kind: points, guards: [p90]}]", ["1:35+6 metrics[0].guards: guards are for samples and histograms; this metric's kind is points."] },
        { "metrics: [{name: a, kind: count, method: welch}]", ["1:34+6 metrics[0].method: method welch is for samples; this metric's kind is count."] },
        { "metrics: [{name: a, kind: points, method: brunner-munzel}]", ["1:35+6 metrics[0].method: method brunner-munzel is for samples; this metric's kind is points."] },
        { "metrics: [{name: a, measure: p99, method: welch}]", ["1:35+6 metrics[0].method: method welch does not test a quantile. Known for p99: auto, quantile-difference."] },
        { "metrics: [{name: a, measure: shift, method: quantile-difference}]", ["1:37+6 metrics[0].method: method quantile-difference tests a quantile, not the shift. Write measure: p50 or another quantile."] },
        { "metrics:", ["1:1+7 metrics: metrics is empty; it must be a list of metrics."] },
        { "metrics: []", ["1:10+1 metrics: metrics is empty; name a metric, or leave the key out to judge every metric in the data with defaults."] },
        { "metrics: {name: a}", ["1:10+1 metrics: metrics is a map; it must be a list of metrics."] },
        { "[]", ["1:1+1 : the document is a list; it must be a policy: a map of apiVersion, kind, name, alpha, beta, decide, split, joint, health, compatibility, metrics."] },
        { "", ["1:1+1 : the file is empty."] },
        { "# nothing\n", ["1:1+1 : the file is empty."] },
        { "---\n", ["1:1+1 : the policy is empty. Write at least {}, or metrics: [{name: latency_ms}]."] },
        { "name: a\n---\nname: b", ["2:1+3 : a second document begins here; a file holds one."] },
        { "name: x\nmetrics:\n  - name: a\n    margin:\n    weight: 2\n", ["4:5+6 metrics[0].margin: metrics[0].margin is empty. Write 5% (of the baseline), 0.5pp (points of a share) or {relative: 5%, absolute: 20} (absolute in the metric's unit)."] },
        { "metrics:\n  - name: a\n    unit: %\n", ["3:11+1 : not valid YAML: plain text cannot begin with %; put it in quotes."] },
        { "name: \"\\ud800\"", ["1:7+1 : not valid YAML: while scanning a quoted scalar, found invalid Unicode surrogates."] },
        { "name: a\ud800b", ["1:8+1 : half of a surrogate pair stands alone; it is no text."] },
        { "name: \"a\\u0007\"", ["1:7+9 name: name holds a line break or a control character."] },
        { "name: [a", ["1:9+1 : not valid YAML: while parsing a flow sequence, did not find expected ',' or ']'."] },
        { "? [a]\n: b", ["1:3+1 : a key must be text; this one is a list."] },
        { "<<: 5", ["1:5+1 : << takes a map or a list of maps; this is the bare number 5."] },
        { "name: a\rnmae: b\ralpha: 1", ["2:1+4 nmae: unknown key nmae. Did you mean name?", "3:8+1 alpha: alpha is 1; it must lie above 0 and below 0.5 (0.05 is 5%)."] },
        { "# \u2028\nnmae: b", ["2:1+4 nmae: unknown key nmae. Did you mean name?"] },
        { "name: \ud83d\ude00\nnmae: \ud83d\ude00", ["2:1+4 nmae: unknown key nmae. Did you mean name?"] },
        { "{\"name\": \"a\\/\\ud83d\\ude00\",\r\n\t\"nmae\": 1}", ["2:2+6 nmae: unknown key nmae. Did you mean name?"] },
        { "{\"name\": \"a\"} x", ["1:15+1 : not valid JSON: 'x' is invalid after a single JSON value. Expected end of data."] },
        { "{\"name\": \"a\", \"name\": \"b\"}", ["1:15+6 name: name is given twice, first on line 1."] },
        { "metrics: [{name: a, margin: \"1\\u0000\"}]", ["1:29+9 metrics[0].margin: metrics[0].margin is the text \"1\\u0000\". Write 5% (of the baseline), 0.5pp (points of a share) or {relative: 5%, absolute: 20} (absolute in the metric's unit)."] },
        { "name: *x", ["1:7+2 : unknown anchor *x."] },
        { "name: !secret x", ["1:7+9 : tags such as !secret mean nothing here."] },
        { "metrics:\n  - name: a\n\t  kind: ratio\n", ["3:1+1 : not valid YAML: a tab cannot indent; use blanks."] },
        { "name: a\nalpha: b: c", ["2:9+1 : not valid YAML: while scanning a plain scalar value, found invalid mapping."] },
        { "name: a\0b", ["1:8+1 : the text holds a NUL byte; it is no YAML or JSON."] },
        { "{\n \"alpha\": }", ["2:11+1 : not valid JSON: '}' is an invalid start of a value."] },
        { "{\"name\": \"\\ud800\"}", ["1:10+8 : not valid JSON: half of a surrogate pair stands alone."] },
        { "{\"name\": \"ü\",\n\t\"alpah\": 1}", ["2:2+7 alpah: unknown key alpah. Did you mean alpha?"] },
        { "{\"ключ\": 1, \"alpah\": 1}", ["1:2+6 ключ: unknown key ключ. Known: apiVersion, kind, name, alpha, beta, decide, split, joint, health, compatibility, metrics.", "1:13+7 alpah: unknown key alpah. Did you mean alpha?"] },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Each_mistake_is_named_at_its_place(string text, string[] problems)
    {
        var reading = PolicyFile.Read(text, text.StartsWith('{') ? "p.json" : "p.yaml");

        Assert.Equal(problems, reading.Problems.Select(p => $"{p.Line}:{p.Column}+{p.Length} {p.Path}: {p.Message}"));
        Assert.Null(reading.Policy);
        Assert.DoesNotContain(reading.Problems, p => p.IsWarning);
    }

    [Fact]
    public void Every_mistake_is_reported_at_once_in_the_order_of_the_text()
    {
        var reading = PolicyFile.Read("alpha: 2\nmetrics:\n  - {name: a, margn: 5%}\n  - {name: a, weight: -1}\nnmae: x\n", "p.yaml");

        Assert.Equal([1, 3, 4, 4, 5], reading.Problems.Select(p => p.Line));
    }

    [Fact]
    public void A_problem_shows_its_line_without_control_characters()
    {
        var problem = PolicyFile.Read("metrics:\n  - {name: \"a\",\tmargn: 5%} # \u001b[31mred\r\n", "checkout.yaml").Problems.Single();

        Assert.Equal("  - {name: \"a\", margn: 5%} #  [31mred", problem.SourceLine);
        Assert.Equal("checkout.yaml:2:17 error: unknown key metrics[0].margn. Did you mean margin?", problem.ToString());
    }

    [Fact]
    public void A_margin_that_lets_every_fall_through_is_a_warning_and_stops_nothing()
    {
        var reading = PolicyFile.Read("metrics: [{name: a, direction: decrease, margin: 100%}]", "p.yaml");

        Assert.Equal("a value cannot fall by more than 100%, so a margin of 100% lets every fall through.", reading.Problems.Single().Message);
        Assert.True(reading.Problems.Single().IsWarning);
        Assert.NotNull(reading.Policy);
    }

    [Theory]
    [InlineData("{name: a, kind: points}, {name: b, kind: samples}", true)]
    [InlineData("{name: a, kind: points}, {name: b, muted: true}", true)]
    [InlineData("{name: a, kind: points}, {name: b}", false)]
    [InlineData("{name: a, kind: histogram}", false)]
    public void A_joint_guard_with_nothing_to_look_at_is_a_warning(string metrics, bool warns)
    {
        var reading = PolicyFile.Read($"joint: guard\nmetrics: [{metrics}]", "p.yaml");

        Assert.Equal(warns ? [(1, "joint", true)] : [], reading.Problems.Select(p => (p.Line, p.Path, p.IsWarning)));
        Assert.NotNull(reading.Policy);
    }

    [Theory]
    [InlineData("{name: latency_ms, kind: points, margin: 0.5pp}", "0.5pp is points of a share, and latency_ms is in ms. Write 5% or {absolute: 20}.")]
    [InlineData("{name: size, unit: kB, tolerance: {relative: 1%, absolute: 0.5pp}, margin: 5%}", "0.5pp is points of a share, and size is in kB. Write 5% or {absolute: 20}.")]
    public void Points_of_what_is_no_share_are_a_warning(string metric, string message)
    {
        var reading = PolicyFile.Read($"metrics: [{metric}]", "p.yaml");

        Assert.Equal((true, message), (reading.Problems.Single().IsWarning, reading.Problems.Single().Message));
        Assert.NotNull(reading.Policy);
    }

    [Theory]
    [InlineData("{name: errors, kind: ratio, margin: 0.5pp}")]
    [InlineData("{name: cpu_percent, kind: points, margin: 5pp}")]
    [InlineData("{name: success, kind: points, margin: 0.5pp}")]
    public void Points_of_a_share_are_no_problem(string metric) =>
        Assert.Empty(PolicyFile.Read($"metrics: [{metric}]", "p.yaml").Problems);

    [Fact]
    public void Over_the_wire_problems_carry_their_path()
    {
        var problem = PolicyFile.ReadJson("""{"metrics": [{"name": "a", "margin": 5}]}""").Problems.Single().ToPolicyProblem();

        Assert.Equal("metrics[0].margin", problem.Path);
        Assert.False(problem.IsWarning);
    }

    [Fact]
    public void Problems_beyond_a_hundred_are_counted()
    {
        var text = "metrics:\n" + string.Concat(Enumerable.Range(0, 150).Select(i => $"- {{name: m{i}, wieght: 1}}\n"));

        var problems = PolicyFile.Read(text, "p.yaml").Problems;

        Assert.Equal(101, problems.Count);
        Assert.Equal("50 more problems are not shown.", problems[^1].Message);
    }
}

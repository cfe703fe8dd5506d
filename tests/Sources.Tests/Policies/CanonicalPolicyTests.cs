using CanaryJudge.Judging.Config;
using CanaryJudge.Sources.Policies;
using CsCheck;

namespace CanaryJudge.Sources.Tests.Policies;

public sealed class CanonicalPolicyTests
{
    [Fact]
    public void The_hash_is_64_hex_digits() => Assert.Matches("^[0-9a-f]{64}$", CanonicalPolicy.Hash(Policy.Inferred));

    [Fact]
    public void The_hash_stays_from_version_to_version() =>
        Assert.Equal("{\"version\":1,\"metrics\":[{\"name\":\"a\",\"margin\":[0.2,null,false]}]}", CanonicalPolicy.Json(Read("{name: x, metrics: [{name: a, margin: 20%}]}")));

    [Theory]
    [InlineData("name: ''\nalpha: 0.05\nbeta: 0.05\ndecide: any\napiVersion: canaryjudge/v1\nkind: Policy", "{}")]
    [InlineData("name: one", "name: another")]
    [InlineData("compatibility: none", "{}")]
    [InlineData("{\"judge\": {}, \"classifier\": {\"groupWeights\": {}}, \"metrics\": [{\"name\": \"a\", \"groups\": [\"g\"]}, {\"name\": \"b\", \"groups\": []}]}", "{\"templates\": {}, \"metrics\": [{\"name\": \"b\", \"groups\": []}, {\"groups\": [\"g\"], \"name\": \"a\", \"analysisConfigurations\": {\"canary\": {\"direction\": \"either\", \"critical\": false}}}], \"classifier\": {\"scoreThresholds\": {\"pass\": 95, \"marginal\": 75}}}")]
    [InlineData("metrics: [{name: a, kind: points, guards: []}]", "metrics: [{name: a, kind: points}]")]
    [InlineData("metrics: [{name: a, kind: samples, warmup: 90s}]", "metrics: [{name: a, kind: samples, warmup: 1m30s}]")]
    [InlineData("metrics: [{name: a, margin: {absolute: 0, relative: 5%}}]", "metrics: [{name: a, margin: {absolute: -0.0, relative: 5%}}]")]
    [InlineData("decide: {score: {}}", "decide: {score: {marginal: 75, pass: 95}}")]
    [InlineData("metrics: [{name: a}, {name: b}]", "metrics: [{name: b}, {name: a}]")]
    [InlineData("metrics: [{name: a, kind: samples, tolerance: 5%, margin: 25%, measure: shift}]", "metrics: [{kind: samples, name: a}]")]
    [InlineData("metrics: [{name: a, direction: increase, critical: false, muted: false, weight: 1, group: '', missing: inconclusive, outliers: keep, warmup: 0s, method: auto, independent: false}]", "metrics: [{name: a}]")]
    [InlineData("metrics: [{name: conversion, kind: ratio, direction: decrease, tolerance: 5%, margin: 25%, guards: []}]", "metrics: [{name: conversion, kind: ratio}]")]
    [InlineData("metrics: [{name: errors, kind: ratio, tolerance: {relative: 5%, absolute: 0.1pp}, margin: {relative: 25%, absolute: 0.005}}]", "metrics: [{name: errors, kind: ratio}]")]
    [InlineData("metrics: [{name: restarts, kind: count, margin: 100%, measure: rate}]", "metrics: [{name: restarts, kind: count}]")]
    [InlineData("metrics: [{name: a, kind: samples, margin: 6%, tolerance: 3%}]", "metrics: [{name: a, kind: samples, margin: 6%}]")]
    [InlineData("metrics: [{name: a_ms, unit: ms}]", "metrics: [{name: a_ms}]")]
    [InlineData("metrics: [{name: a, guards: [p99, p90]}]", "metrics: [{name: a, guards: [{quantile: 0.9}, p99]}]")]
    [InlineData("split: 5%", "split: {canary: 5.0%, mismatch: warn}")]
    [InlineData("joint: warn", "{}")]
    [InlineData("joint: guard", "joint: {mode: guard, method: distance}")]
    [InlineData("joint: off", "joint: {mode: off, method: pca}")]
    [InlineData("health: [gap, clock-offset, gap]", "health: [clock-offset, gap]")]
    [InlineData("health: []", "{}")]
    [InlineData("metrics: [{name: a, margin: 20.0%}]", "metrics: [{name: a, margin: {relative: 20%}}]")]
    public void Policies_that_say_the_same_have_one_hash(string one, string other) => Assert.Equal(CanonicalPolicy.Json(Read(one)), CanonicalPolicy.Json(Read(other)));

    [Theory]
    [InlineData("metrics: [{name: a}]", "{}")]
    [InlineData("compatibility: kayenta", "{}")]
    [InlineData("metrics: [{name: a, kind: samples, guards: []}]", "metrics: [{name: a, kind: samples}]")]
    [InlineData("metrics: [{name: a, kind: samples, guards: [p90, p99]}]", "metrics: [{name: a, kind: samples}]")]
    [InlineData("metrics: [{name: a, margin: 25%}]", "metrics: [{name: a}]")]
    [InlineData("metrics: [{name: a, margin: 0.5pp}]", "metrics: [{name: a, margin: {absolute: 0.005}}]")]
    [InlineData("metrics: [{name: availability, kind: points, margin: 25%}]", "metrics: [{name: availability, kind: points}]")]
    [InlineData("metrics: [{name: a, direction: decrease}]", "metrics: [{name: a}]")]
    [InlineData("split: 5%", "{}")]
    [InlineData("split: 5%", "split: 6%")]
    [InlineData("split: 5%", "split: {canary: 5%, mismatch: inconclusive}")]
    [InlineData("alpha: 0.01", "{}")]
    [InlineData("joint: guard", "{}")]
    [InlineData("joint: {method: pca}", "{}")]
    [InlineData("health: [gap]", "{}")]
    public void Policies_that_differ_have_different_hashes(string one, string other) => Assert.NotEqual(CanonicalPolicy.Hash(Read(one)), CanonicalPolicy.Hash(Read(other)));

    [Fact]
    public void Order_of_keys_and_language_change_nothing() =>
        Gen.Select(GoodPolicies.Json, Gen.Int[0, 1000]).ForAll((json, seed) =>
        {
            var shuffled = GoodPolicies.Shuffled(json, new Random(seed));

            var (one, other) = (PolicyFile.ReadJson(json.ToJsonString()), PolicyFile.Read(GoodPolicies.Yaml(shuffled), "p.yaml"));

            Assert.DoesNotContain(one.Problems, p => !p.IsWarning);
            Assert.Equal(CanonicalPolicy.Hash(one.Policy!), CanonicalPolicy.Hash(other.Policy!));
        });

    private static Policy Read(string text) => PolicyFile.Read(text, "p.yaml").Policy!;
}

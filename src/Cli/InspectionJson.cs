using System.Text.Json;
using System.Text.Json.Nodes;
using CanaryJudge.AnalysisServer.Mapping;
using CanaryJudge.Judging.Inspecting;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Cli;

/// <summary>An inspection as one JSON document. What could not be computed is left out, times are RFC 3339 in UTC.</summary>
internal static class InspectionJson
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document, indented.</summary>
    public static string Write(Inspection inspection) => Object(
        ("metrics", Array(inspection.Metrics, Metric)),
        ("joint", inspection.Joint is { } joint ? JsonNode.Parse(JsonReport.Write(ToWireAnomaly.Joint(joint)!, indented: false)) : null),
        ("warnings", Array(inspection.Warnings, Warning))).ToJsonString(Readable);

    private static JsonObject Metric(MetricInspection metric) => Object(
        ("name", metric.Name),
        ("kind", metric.Kind),
        ("unit", metric.Unit),
        ("arms", Array(metric.Arms, arm => Arm(arm))),
        ("anomalies", Array(metric.Anomalies, a => JsonNode.Parse(JsonReport.Write(ToWireAnomaly.Anomaly(a), indented: false))!)),
        ("warnings", Array(metric.Warnings, Warning)),
        ("smallestSeen", Number(metric.SmallestSeen)));

    private static JsonObject Arm(ArmInspection arm) => Object(
        ("arm", arm.Arm.ToString().ToUpperInvariant()),
        ("count", arm.Count),
        ("from", Time(arm.From)),
        ("to", Time(arm.To)),
        ("median", Number(arm.Median)),
        ("scale", Number(arm.Scale)),
        ("lagOne", Number(arm.LagOne)),
        ("effectiveCount", Number(arm.EffectiveCount)),
        ("drift", arm.Drift),
        ("changes", Array(arm.Changes, c => Object(("time", Time(c.Time)), ("index", c.Index), ("z", Number(c.Z)), ("before", Number(c.Before)), ("after", Number(c.After))))),
        ("strangest", Array(arm.Strangest, p => Object(("time", Time(p.Time)), ("value", Number(p.Value)), ("z", Number(p.Z)), ("pValue", Number(p.PValue))))));

    private static JsonNode Warning(Warning warning) => JsonNode.Parse(JsonReport.Write(ToWire.Warning(warning), indented: false))!;

    private static JsonArray Array<T>(IEnumerable<T> items, Func<T, JsonNode> write) => new([.. items.Select(write)]);

    private static JsonValue? Number(double? value) => value is { } v && double.IsFinite(v) ? JsonValue.Create(v) : null;

    private static JsonValue? Time(DateTimeOffset? time) => time is { } t ? JsonValue.Create(t.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", System.Globalization.CultureInfo.InvariantCulture)) : null;

    private static JsonObject Object(params (string Key, JsonNode? Value)[] fields) =>
        new(fields.Where(f => f.Value is not null).Select(f => KeyValuePair.Create(f.Key, f.Value)));
}

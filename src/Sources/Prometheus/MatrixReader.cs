using System.Globalization;
using System.Text.Json;
using CanaryJudge.Sources.Policies;

namespace CanaryJudge.Sources.Prometheus;

/// <summary>Reads the answer to a range query.</summary>
/// <remarks>Source: Prometheus HTTP API, "Range queries" and "Expression query result formats" (matrix, native histograms).</remarks>
internal static class MatrixReader
{
    /// <summary>Reads an answer with status 200.</summary>
    /// <param name="json">The body.</param>
    /// <param name="times">The moments asked for.</param>
    /// <returns>The series.</returns>
    /// <exception cref="QueryFailedException">It is no such answer, or a partial one.</exception>
    public static IReadOnlyList<RangeSeries> Read(ReadOnlyMemory<byte> json, StepTimes times)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.GetProperty("status").GetString() != "success")
            {
                throw Refused($"The server says: {Said(root)}");
            }

            if (root.TryGetProperty("warnings", out var warnings) && warnings.ValueKind == JsonValueKind.Array && warnings.GetArrayLength() > 0)
            {
                // Thanos and others answer in part when a store is down: counts that lack a store would be wrong, not few.
                throw new QueryFailedException(new SourceReading.Unavailable($"The answer may be incomplete: {Words.Shown(warnings[0].ToString(), 200)}"));
            }

            var data = root.GetProperty("data");
            return data.GetProperty("resultType").GetString() == "matrix"
                ? [.. data.GetProperty("result").EnumerateArray().Select(series => One(series, times))]
                : throw Refused("The answer is not a matrix: the url is not that of a Prometheus API.");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw Refused("The answer is not one of a Prometheus API: is the url right? It is what comes before /api/v1.");
        }
    }

    /// <summary>The error that an answer names.</summary>
    public static string Said(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.String ? Words.Shown(error.GetString(), 300) : "nothing";

    private static QueryFailedException Refused(string reason) => new(new SourceReading.Refused(reason));

    private static RangeSeries One(JsonElement series, StepTimes times)
    {
        var labels = series.GetProperty("metric").EnumerateObject().ToDictionary(l => l.Name, l => l.Value.GetString() ?? "", StringComparer.Ordinal);
        var values = new double[times.Count];
        Array.Fill(values, double.NaN);
        if (series.TryGetProperty("values", out var pairs))
        {
            foreach (var pair in pairs.EnumerateArray())
            {
                if (times.IndexOf(pair[0].GetDouble()) is var at and >= 0)
                {
                    values[at] = Number(pair[1]);
                }
            }
        }

        var histograms = new NativeBucket[]?[times.Count];
        if (series.TryGetProperty("histograms", out pairs))
        {
            foreach (var pair in pairs.EnumerateArray())
            {
                if (times.IndexOf(pair[0].GetDouble()) is var at and >= 0)
                {
                    histograms[at] = Buckets(pair[1]);
                }
            }
        }

        return new(labels, values, histograms);
    }

    // Empty buckets are left out by the server, the list with them.
    private static NativeBucket[] Buckets(JsonElement histogram) => histogram.TryGetProperty("buckets", out var buckets)
        ? [.. buckets.EnumerateArray().Select(b => new NativeBucket(Number(b[1]), Number(b[2]), Number(b[3])))]
        : [];

    private static double Number(JsonElement text) => text.GetString() switch
    {
        "NaN" => double.NaN,
        "+Inf" or "Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        var digits => double.Parse(digits!, NumberStyles.Float, CultureInfo.InvariantCulture),
    };
}

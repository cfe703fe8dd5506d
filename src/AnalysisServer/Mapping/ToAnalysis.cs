using System.Globalization;
using System.Text.RegularExpressions;
using CanaryJudge.AnalysisServer.Analyses;
using CanaryJudge.AnalysisServer.Hosting;
using CanaryJudge.Judging.Analyses;
using Google.Protobuf.WellKnownTypes;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.AnalysisServer.Mapping;

/// <summary>Turns what callers say of analyses into the model's, noting everything that is wrong with it.</summary>
internal static partial class ToAnalysis
{
    private const int LongestText = 128;
    private const int MostLabels = 32;
    private const int MostPlannedLooks = 10_000;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    // A hundred years: far inside 64 bits of nanoseconds, also when added to a time.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    /// <summary>The id in a resource name.</summary>
    /// <param name="name">analyses/{id}.</param>
    /// <param name="path">The field.</param>
    /// <param name="violations">Collects what is wrong.</param>
    public static string Id(string name, string path, Violations violations)
    {
        if (name.StartsWith(ToWireAnalysis.Collection, StringComparison.Ordinal) && IdShape().IsMatch(name[ToWireAnalysis.Collection.Length..]))
        {
            return name[ToWireAnalysis.Collection.Length..];
        }

        violations.Add(path, name.Length == 0 ? "The analysis is missing; it is written analyses/{id}." : $"'{Short(Shown(name))}' is no name of an analysis; it is written analyses/{{id}}.");
        return "";
    }

    /// <summary>What an analysis begins with, without its policy.</summary>
    /// <param name="request">As received.</param>
    /// <param name="id">The id.</param>
    /// <param name="now">Unix nanoseconds.</param>
    /// <param name="policyText">The policy's text.</param>
    /// <param name="violations">Collects what is wrong.</param>
    public static AnalysisStart Start(Wire.CreateAnalysisRequest request, string id, long now, string policyText, Violations violations)
    {
        if (!IdShape().IsMatch(id))
        {
            violations.Add("analysis_id", $"'{Short(Shown(id))}' is no id; it has lower-case letters, digits, dots and dashes, at most 63, the first a letter or digit.");
        }

        RequireShown(request.RequestId, "request_id", violations);

        if (request.Labels.Count > MostLabels)
        {
            violations.Add("labels", $"There are {request.Labels.Count:N0}; at most {MostLabels} are taken.");
        }

        foreach (var (name, value) in request.Labels.Where(l => l.Key.Length is 0 or > LongestText || l.Value.Length > LongestText || l.Key.Contains('=', StringComparison.Ordinal)))
        {
            violations.Add($"labels.{Short(name)}", $"Names have 1 to {LongestText} characters and no '=', values at most {LongestText}; found {name.Length} and {value.Length}.");
        }

        foreach (var (name, value) in request.Labels.Where(l => l.Key.Any(char.IsControl) || l.Value.Any(char.IsControl)))
        {
            violations.Add($"labels.{Short(Shown(name))}", "Names and values have no line breaks or control characters.");
        }

        return new()
        {
            Id = id,
            RequestId = request.RequestId,
            Created = now,
            PolicyText = policyText,
            Options = Options(request.Options ?? new(), violations),
            Labels = new Dictionary<string, string>(request.Labels, StringComparer.Ordinal),
        };
    }

    /// <summary>A batch as an entry of the log.</summary>
    /// <param name="request">As received.</param>
    /// <param name="now">When it came, Unix nanoseconds.</param>
    /// <param name="limits">What a request may hold.</param>
    /// <param name="violations">Collects what is wrong; with any, the entry must not be used.</param>
    public static AnalysisEntry.Batch Batch(Wire.IngestBatchRequest request, long now, LimitOptions limits, Violations violations)
    {
        LimitCheck.Require(request, limits);
        if (request.Producer.Length == 0)
        {
            violations.Add("producer", "The producer is missing: an id of the sender.");
        }

        RequireShown(request.Producer, "producer", violations);

        if (request.Sequence == 0)
        {
            violations.Add("sequence", "The sequence is missing; it counts from 1 for each producer.");
        }

        var series = ToModel.Snapshot(request.Series, violations).Series;
        for (var i = 0; i < request.Series.Count; i++)
        {
            RequireTimes(request.Series[i], $"series[{i}]", violations);
        }

        return new(now, request.Producer, request.Sequence, series);
    }

    /// <summary>A move of the weight as an entry of the log.</summary>
    /// <param name="request">As received.</param>
    /// <param name="now">When it came, Unix nanoseconds.</param>
    /// <param name="violations">Collects what is wrong; with any, the entry must not be used.</param>
    public static AnalysisEntry.StepSet Step(Wire.SetStepRequest request, long now, Violations violations)
    {
        if (request.Step is null && request.Ended is null)
        {
            violations.Add("step", "Say which step begins, when the present one ended, or both.");
        }

        AnalysisStep? step = null;
        if (request.Step is { } wire)
        {
            if (wire.Epoch is 0 or > int.MaxValue)
            {
                violations.Add("step.epoch", $"The epoch is {wire.Epoch}; it lies between 1 and {int.MaxValue} and rises from step to step.");
            }

            if (wire.WeightBasisPoints > 10_000)
            {
                violations.Add("step.weight_basis_points", $"The weight is {wire.WeightBasisPoints}; it lies between 0 and 10000 (500 is 5%).");
            }

            if (wire.Index > int.MaxValue)
            {
                violations.Add("step.index", $"The index is {wire.Index}; it is at most {int.MaxValue}.");
            }

            if (wire.Since is null)
            {
                violations.Add("step.since", "Say since when the weight holds.");
            }

            step = new((int)Math.Min(wire.Epoch, int.MaxValue), (int)Math.Min(wire.Index, int.MaxValue), (int)Math.Min(wire.WeightBasisPoints, 10_000), Time(wire.Since, "step.since", violations) ?? 0);
        }

        return new(now, step, Time(request.Ended, "ended", violations));
    }

    /// <summary>How an analysis runs.</summary>
    /// <param name="wire">As received.</param>
    /// <param name="violations">Collects what is wrong.</param>
    public static RunOptions Options(Wire.RunOptions wire, Violations violations)
    {
        var usual = new RunOptions();
        var planned = new List<long>();
        if (wire.PlannedLooks.Count > MostPlannedLooks)
        {
            violations.Add("options.planned_looks", $"There are {wire.PlannedLooks.Count:N0}; at most {MostPlannedLooks:N0} are taken. Without any, every closed bucket is looked at.");
            return usual;
        }

        for (var i = 0; i < wire.PlannedLooks.Count; i++)
        {
            var time = Length(wire.PlannedLooks[i], $"options.planned_looks[{i}]", TimeSpan.FromMilliseconds(1), Longest, violations) ?? 0;
            if (planned.Count > 0 && time <= planned[^1])
            {
                violations.Add($"options.planned_looks[{i}]", "Planned looks rise.");
            }

            planned.Add(time);
        }

        var options = new RunOptions
        {
            Bucket = Length(wire.Bucket, "options.bucket", TimeSpan.FromSeconds(1), Day, violations) ?? usual.Bucket,
            Lateness = Length(wire.Lateness, "options.lateness", TimeSpan.Zero, Day, violations) ?? usual.Lateness,
            Minimum = Length(wire.MinimumDuration, "options.minimum_duration", TimeSpan.Zero, Longest, violations) ?? 0,
            Maximum = Length(wire.MaximumDuration, "options.maximum_duration", TimeSpan.FromSeconds(1), Longest, violations),
            PlannedLooks = planned,
            StopRule = wire.StopRule == Wire.RunOptions.Types.StopRule.FailOnly ? StopRule.FailOnly : StopRule.FirstDecision,
            UnwatchedAfter = Length(wire.UnwatchedAfter, "options.unwatched_after", TimeSpan.FromSeconds(1), Longest, violations),
            CanaryShare = wire.ExpectedSplit?.CanaryShare,
        };
        if (options.CanaryShare is not (null or (> 0 and < 1)))
        {
            violations.Add("options.expected_split.canary_share", $"The canary's share is {options.CanaryShare}; it must lie above 0 and below 1 (0.05 is 5%).");
        }

        if (options.Maximum < options.Minimum)
        {
            violations.Add("options.maximum_duration", "It is shorter than minimum_duration.");
        }

        if (!System.Enum.IsDefined(wire.StopRule))
        {
            violations.Add("options.stop_rule", "The stop rule is unknown; it is FIRST_DECISION or FAIL_ONLY.");
        }

        return options;
    }

    private static void RequireTimes(Wire.Series series, string path, Violations violations)
    {
        if (series.Samples is { } samples && samples.TimeUnixNano.Count == 0 && samples.Value.Count > 0)
        {
            violations.Add($"{path}.samples.time_unix_nano", "Times are missing: an analysis judges samples by their time.");
        }

        if (series.Step > 0)
        {
            violations.Add($"{path}.step", "An analysis knows the step from the time, by SetStep; leave it out.");
        }

        var (kind, times) = series.DataCase switch
        {
            Wire.Series.DataOneofCase.Samples => ("samples", series.Samples.TimeUnixNano),
            Wire.Series.DataOneofCase.Points => ("points", series.Points.TimeUnixNano),
            Wire.Series.DataOneofCase.Ratios => ("ratios", series.Ratios.TimeUnixNano),
            Wire.Series.DataOneofCase.Counts => ("counts", series.Counts.TimeUnixNano),
            Wire.Series.DataOneofCase.Histograms => ("histograms", series.Histograms.TimeUnixNano),
            _ => ("", []),
        };
        for (var i = 0; i < times.Count; i++)
        {
            if (times[i] < 0)
            {
                violations.Add($"{path}.{kind}.time_unix_nano[{i}]", "The time lies before 1970.");
            }
        }
    }

    /// <summary>A time, Unix nanoseconds; null when it was left out or is wrong.</summary>
    /// <param name="time">As received.</param>
    /// <param name="path">The field.</param>
    /// <param name="violations">Collects what is wrong.</param>
    public static long? Time(Timestamp? time, string path, Violations violations)
    {
        // The years that 64 bits of nanoseconds hold, less a little.
        const long last = 9_000_000_000;
        if (time is null)
        {
            return null;
        }

        if (time.Seconds is >= 0 and < last && time.Nanos is >= 0 and <= 999_999_999)
        {
            return (time.Seconds * RunOptions.Second) + time.Nanos;
        }

        violations.Add(path, "The time lies outside the years 1970 to 2255.");
        return null;
    }

    private static long? Length(Duration? time, string path, TimeSpan least, TimeSpan most, Violations violations)
    {
        if (time is null)
        {
            return null;
        }

        if (Math.Abs(time.Seconds) <= (long)Longest.TotalSeconds && Math.Abs((long)time.Nanos) <= 999_999_999 && time.ToTimeSpan() is var span && span >= least && span <= most)
        {
            return UnixTime.Of(span);
        }

        violations.Add(path, string.Create(CultureInfo.InvariantCulture, $"It must lie between {least.TotalSeconds}s and {most.TotalSeconds}s."));
        return null;
    }

    // Stored and shown as they are: a database refuses the zero, a terminal obeys the escape.
    private static void RequireShown(string text, string path, Violations violations)
    {
        if (text.Length > LongestText)
        {
            violations.Add(path, $"It has {text.Length:N0} characters; at most {LongestText} are taken.");
        }

        if (text.Any(char.IsControl))
        {
            violations.Add(path, "It holds a line break or another control character.");
        }
    }

    private static string Shown(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));

    private static string Short(string text) => text.Length <= 80 ? text : text[..80] + "...";

    [GeneratedRegex(@"^[a-z0-9][a-z0-9.-]{0,62}\z", RegexOptions.None, 60_000)]
    private static partial Regex IdShape();
}

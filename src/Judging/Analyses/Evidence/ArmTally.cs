using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Statistics;
using CanaryJudge.Statistics.Dependence;
using CanaryJudge.Statistics.Sequential;

namespace CanaryJudge.Judging.Analyses.Evidence;

/// <summary>What an arm's values look like so far: its totals over the run, its levels in the present step. Of bounded size.</summary>
internal sealed class ArmTally : IStateful
{
    private static readonly double[] Probabilities = [0.5, 0.9, 0.95, 0.99];

    private RunningMoments _moments = new();
    private ValueCounts _values = new();
    private double _min = double.PositiveInfinity;
    private double _max = double.NegativeInfinity;
    private double _count;
    private double _events;
    private double _exposure;
    private long _rows;

    /// <summary>Rows that came.</summary>
    public long Rows => _rows;

    /// <summary>A quantile in the present step; NaN without values.</summary>
    public double Quantile(double q) => _values.Quantile(q);

    /// <summary>Begins a step.</summary>
    public void NextStep() => (_moments, _values, _min, _max) = (new(), new(), double.PositiveInfinity, double.NegativeInfinity);

    /// <summary>Takes what the arm had in a bucket.</summary>
    public void Add(SeriesData? data)
    {
        _rows += data?.Count ?? 0;
        switch (data)
        {
            case SeriesData.Samples samples:
                Add(samples.Values);
                break;
            case SeriesData.Points points:
                Add(points.Values);
                break;
            case SeriesData.Ratios ratios:
                (_events, _exposure) = (_events + ratios.Events.Sum(), _exposure + ratios.Totals.Sum());
                _count = _exposure;
                break;
            case SeriesData.Counts counts:
                (_events, _exposure) = (_events + counts.Events.Sum(), _exposure + counts.Exposures.Sum());
                _count = _events;
                break;
            case SeriesData.Histograms histograms:
                foreach (var row in histograms.Rows)
                {
                    _values.Add([Preparing.BucketArms.FirstEdge(histograms.UpperBounds), .. histograms.UpperBounds], row);
                    _count += row.Sum();
                }

                break;
        }
    }

    /// <summary>The summary for a judgement.</summary>
    public ArmSummary Summary(MetricPlan plan) => plan.Kind switch
    {
        "ratio" or "count" => Kinds.Summaries.OfEvents(_events, _exposure, _count),
        "histogram" => new() { Count = _count, Median = Known(Quantile(0.5)), Quantiles = Quantiles() },
        _ when _moments.N == 0 => new() { Count = _count },
        _ => new()
        {
            Count = _count,
            Mean = _moments.Mean,
            Median = Known(Quantile(0.5)),
            StandardDeviation = _moments.N > 1 ? Math.Sqrt(_moments.Variance) : null,
            Min = _min,
            Max = _max,
            Quantiles = Quantiles(),
        },
    };

    /// <inheritdoc />
    public void Exchange(StateExchange state)
    {
        state.Number(ref _rows);
        state.Number(ref _count);
        state.Number(ref _events);
        state.Number(ref _exposure);
        state.Number(ref _min);
        state.Number(ref _max);
        _moments.Exchange(state);
        _values.Exchange(state);
    }

    private IReadOnlyList<KeyValuePair<double, double>> Quantiles() => double.IsNaN(Quantile(0.5)) ? [] : [.. Probabilities.Select(p => KeyValuePair.Create(p, Quantile(p)))];

    private static double? Known(double value) => double.IsNaN(value) ? null : value;

    private void Add(double[] values)
    {
        foreach (var value in values.Where(double.IsFinite))
        {
            _count++;
            _moments.Add(value);
            _values.Add(value);
            (_min, _max) = (Math.Min(_min, value), Math.Max(_max, value));
        }
    }
}

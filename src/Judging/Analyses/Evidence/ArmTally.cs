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

    private readonly SortedDictionary<string, StratumTally> _strata = new(StringComparer.Ordinal);
    private RunningMoments _moments = new();
    private double _min = double.PositiveInfinity;
    private double _max = double.NegativeInfinity;
    private double _count;
    private double _events;
    private double _exposure;
    private long _rows;

    /// <summary>Rows that came.</summary>
    public long Rows => _rows;

    /// <summary>The strata that the arm has had data of, in order of names.</summary>
    public IEnumerable<string> Strata => _strata.Keys;

    /// <summary>Rows that came of a stratum.</summary>
    public long RowsOf(string stratum) => _strata.GetValueOrDefault(stratum)?.Rows ?? 0;

    /// <summary>A quantile of all values in the present step; NaN without values.</summary>
    public double Quantile(double q) => ValueCounts.Quantile(q, _strata.Values.Select(s => (s.Values, 1.0)));

    /// <summary>A quantile in the present step over the strata that another arm has too, each with the share that it has there; NaN without values.</summary>
    public double Quantile(double q, ArmTally mix) => ValueCounts.Quantile(q, _strata
        .Select(s => (s.Value.Values, Share: mix._strata.GetValueOrDefault(s.Key)?.Values.Count / s.Value.Values.Count ?? 0))
        .Where(s => s.Share > 0 && double.IsFinite(s.Share)));

    /// <summary>Begins a step.</summary>
    public void NextStep()
    {
        (_moments, _min, _max) = (new(), double.PositiveInfinity, double.NegativeInfinity);
        foreach (var stratum in _strata.Values)
        {
            stratum.Values = new();
        }
    }

    /// <summary>Takes what the arm had in a stratum of a bucket.</summary>
    public void Add(string stratum, SeriesData? data)
    {
        if (data is null)
        {
            return;
        }

        if (!_strata.TryGetValue(stratum, out var tally))
        {
            _strata.Add(stratum, tally = new());
        }

        _rows += data.Count;
        tally.Rows += data.Count;
        switch (data)
        {
            case SeriesData.Samples samples:
                Add(tally, samples.Values);
                break;
            case SeriesData.Points points:
                Add(tally, points.Values);
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
                    tally.Values.Add([Preparing.BucketArms.FirstEdge(histograms.UpperBounds), .. histograms.UpperBounds], row);
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
        string[] names = [.. _strata.Keys];
        for (int i = 0, count = state.Length(names.Length); i < count; i++)
        {
            var name = state.IsReading ? "" : names[i];
            state.Text(ref name);
            _strata.TryAdd(name, new());
            _strata[name].Exchange(state);
        }
    }

    private IReadOnlyList<KeyValuePair<double, double>> Quantiles() => double.IsNaN(Quantile(0.5)) ? [] : [.. Probabilities.Select(p => KeyValuePair.Create(p, Quantile(p)))];

    private static double? Known(double value) => double.IsNaN(value) ? null : value;

    private void Add(StratumTally stratum, double[] values)
    {
        var finite = Array.TrueForAll(values, double.IsFinite) ? values : Array.FindAll(values, double.IsFinite);
        stratum.Values.Add(finite);
        _count += finite.Length;
        _moments.Add(finite);
        foreach (var value in finite)
        {
            (_min, _max) = (Math.Min(_min, value), Math.Max(_max, value));
        }
    }

    /// <summary>What an arm had of one stratum.</summary>
    private sealed class StratumTally : IStateful
    {
        private long _rows;

        /// <summary>Rows over the run.</summary>
        public long Rows
        {
            get => _rows;
            set => _rows = value;
        }

        /// <summary>Values in the present step.</summary>
        public ValueCounts Values { get; set; } = new();

        public void Exchange(StateExchange state)
        {
            state.Number(ref _rows);
            Values.Exchange(state);
        }
    }
}

using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Reports;

/// <summary>The table of a text report: one row per metric, all bars in one column.</summary>
internal sealed class MetricTable
{
    private const int IntervalFrom = 78;
    private const int BarFrom = 60;
    private const int NameShortest = 12, NameUsual = 14, NameMost = 28;
    private const int IntervalMost = 18;
    private const string BarHead = "      0  margin    worse";

    private readonly Glyphs _glyphs;
    private readonly IReadOnlyList<Row> _rows;
    private readonly bool _intervals;
    private readonly bool _bare;
    private readonly bool _bars;
    private readonly int _name;
    private readonly int _measure;
    private readonly int _change;
    private readonly int _interval;

    public MetricTable(Judgement judgement, ReportStyle style, Glyphs glyphs, int width)
    {
        _glyphs = glyphs;
        _rows = [.. MetricOrder.Of(judgement.Metrics).Select(m => new Row(m, judgement, style, glyphs))];
        _measure = Longest(5, r => r.Measure);
        _change = Longest(8, r => r.Change);
        _bare = width >= IntervalFrom && !FitIntervals(width);
        _intervals = width >= IntervalFrom && FitIntervals(width);
        _bars = width >= BarFrom && _rows.Any(r => r.Ruler.Margins.Count > 0) && (_intervals || Room(width, 2 + Ruler.Length) >= Math.Min(NameShortest, Longest(1, r => r.Name)));
        var wanted = Math.Min(NameMost, Longest(NameUsual, r => r.Name));
        var right = (_bars ? Ruler.Length + (_intervals ? 5 : 2) : 0);
        var interval = _intervals ? Longest(8, Interval) : 0;
        _name = Math.Clamp(wanted, 4, Math.Max(4, Room(width, right + interval)));
        _interval = _intervals ? Math.Clamp(Room(width, right) - _name, interval, Math.Max(IntervalMost, interval)) : 0;
    }

    public IEnumerable<Line> Lines(int width)
    {
        if (_rows.Count == 0)
        {
            yield break;
        }

        yield return Head();
        foreach (var row in _rows)
        {
            yield return Text(row);
            foreach (var line in Cells.Wrap(row.Why, width - 4, 2, _glyphs.Cut).Concat(Cells.Wrap(row.Since, width - 4, 2, _glyphs.Cut)))
            {
                yield return Line.Of($"    {line}");
            }
        }
    }

    private bool FitIntervals(int width) => Room(width, Longest(8, Interval) + 5 + Ruler.Length) >= NameRoom();

    // Where intervals do not fit with their units, long ones go without: the change beside them has one.
    private string Interval(Row row) => _bare && Cells.Width(row.Interval) > IntervalMost ? row.BareInterval : row.Interval;

    // Names that differ only in the part that would be cut would look the same: then the interval makes room.
    private int NameRoom()
    {
        var names = _rows.Select(r => r.Name).ToList();
        var least = Math.Min(NameShortest, Longest(1, r => r.Name));
        while (least < NameMost && Same(names, least) > Same(names, NameMost))
        {
            least++;
        }

        return least;
    }

    private int Same(List<string> names, int width) =>
        names.Count - names.Select(n => Cells.CutMiddle(n, width, _glyphs.Cut)).Distinct(StringComparer.Ordinal).Count();

    private int Longest(int least, Func<Row, string> text) => _rows.Select(r => Cells.Width(text(r))).Append(least).Max();

    private int Room(int width, int right) => width - (2 + 1 + _measure + 1 + _change) - right;

    private int ChangeEnd => 2 + _name + 1 + _measure + 1 + _change;

    private int BarStart => ChangeEnd + (_intervals ? 5 + _interval : 2);

    private Line Head()
    {
        var head = Line.Of(Cells.PadLeft("change", ChangeEnd));
        if (_intervals)
        {
            head.Add("  interval");
        }

        return _bars ? head.To(BarStart).Add(BarHead) : head;
    }

    private Line Text(Row row)
    {
        var line = new Line()
            .Add(row.Symbol, row.Ink)
            .Add(" ")
            .Add(Cells.PadRight(Cells.CutMiddle(row.Name, _name, _glyphs.Cut), _name) + " ", row.Dim)
            .Add(Cells.PadRight(row.Measure, _measure) + " ", row.Dim)
            .Add(Cells.PadLeft(row.Change, _change), row.Strong);
        if (_intervals)
        {
            line.Add("  ").Add(Interval(row), Ink.Dim);
        }

        if (_bars)
        {
            line.To(BarStart);
            Draw(line, row);
        }

        return line;
    }

    private void Draw(Line line, Row row)
    {
        var bar = row.Ruler.Draw(_glyphs);
        for (int from = 0, to; from < bar.Length; from = to)
        {
            var covered = row.Ruler.Covers(from);
            for (to = from + 1; to < bar.Length && row.Ruler.Covers(to) == covered;)
            {
                to++;
            }

            line.Add(bar[from..to], covered ? row.Ink : row.Dim);
        }
    }

    private sealed class Row(MetricJudgement metric, Judgement judgement, ReportStyle style, Glyphs glyphs)
    {
        private readonly ShownEffect _shown = ShownEffect.Of(metric);

        public string Name { get; } = glyphs.Plain(metric.Name);

        public char Symbol => glyphs.Of(metric.Verdict, metric.Muted);

        public string Measure { get; } = metric.Muted ? "muted" : Cells.Cut(glyphs.Plain(metric.Decisive?.Measure ?? ""), 12, glyphs.Cut);

        public string Change => Cells.Cut(glyphs.Plain(_shown.ChangeText), 24, glyphs.Cut);

        public string Interval => Cells.Cut(glyphs.Plain(_shown.IntervalText), 40, glyphs.Cut);

        public string BareInterval => Cells.Cut(glyphs.Plain(_shown.BareIntervalText), 40, glyphs.Cut);

        public string Why { get; } = glyphs.Plain(Reports.Why.Of(judgement, metric));

        public string Since { get; } = glyphs.Plain(SinceWhen.Of(judgement, metric, style));

        public Ruler Ruler { get; } = Ruler.Of(metric);

        public Ink Ink => metric.Muted ? Ink.Dim : TextReport.InkOf(metric.Verdict);

        public Ink Dim => metric.Muted ? Ink.Dim : Ink.None;

        public Ink Strong => metric.Muted ? Ink.Dim : metric.Verdict == Verdict.Fail ? Ink.Bold : Ink.None;
    }
}

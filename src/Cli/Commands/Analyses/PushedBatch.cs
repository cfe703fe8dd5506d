using CanaryJudge.AnalysisServer.Mapping;
using CanaryJudge.Judging.Analyses;
using CanaryJudge.Judging.Model;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.Cli.Commands.Analyses;

/// <summary>Data of a push in batches: one for each stretch of time, large ones in several, the same whenever the same data are cut.</summary>
/// <param name="Series">The data.</param>
internal sealed record PushedBatch(IReadOnlyList<Series> Series)
{
    /// <summary>A message stays around a megabyte.</summary>
    private const int MostRows = 50_000;

    /// <summary>The data as the contract has them.</summary>
    public IEnumerable<Wire.Series> Wire => ToRequest.Series(new(Series));

    /// <summary>Cuts data.</summary>
    /// <param name="series">The data.</param>
    /// <param name="every">The length of a stretch.</param>
    /// <returns>Batches in order of time; none without rows.</returns>
    /// <exception cref="ArgumentException">Samples have no times.</exception>
    public static List<PushedBatch> Cut(IReadOnlyList<Series> series, TimeSpan every) =>
        [.. Replay.Entries(series, DurationOption.Nanoseconds(every)!.Value).OfType<AnalysisEntry.Batch>().SelectMany(b => Parts(b.Series))];

    /// <summary>A producer's id for data: the same for data that begin with the same rows.</summary>
    /// <param name="batches">The data.</param>
    public static string ProducerOf(List<PushedBatch> batches)
    {
        var first = batches.Count == 0 ? [] : batches[0].Series;
        var earliest = first.Select(s => s.Data.Times.Span.ToArray().Min()).DefaultIfEmpty(0).Min();
        var rows = first.Select(s => s with { Data = s.Data.Only([.. Rows(s, earliest)]) }).Where(s => s.Data.Count > 0);
        return $"csv-{new AnalysisEntry.Batch(0, "", 1, [.. rows]).Content:x32}";

        static IEnumerable<int> Rows(Series series, long time) => Enumerable.Range(0, series.Data.Count).Where(i => series.Data.Times.Span[i] == time);
    }

    private static IEnumerable<PushedBatch> Parts(IReadOnlyList<Series> series)
    {
        var part = new List<Series>();
        var room = MostRows;
        foreach (var one in series)
        {
            for (var from = 0; from < one.Data.Count;)
            {
                var rows = Math.Min(room, one.Data.Count - from);
                part.Add(rows == one.Data.Count ? one : one with { Data = one.Data.Only([.. Enumerable.Range(from, rows)]) });
                (from, room) = (from + rows, room - rows);
                if (room == 0)
                {
                    yield return new([.. part]);
                    part.Clear();
                    room = MostRows;
                }
            }
        }

        if (part.Count > 0)
        {
            yield return new([.. part]);
        }
    }
}

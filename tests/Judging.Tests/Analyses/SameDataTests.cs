using System.Text.Json;
using CanaryJudge.Judging.Analyses;
using CanaryJudge.Judging.Model;
using CsCheck;
using static CanaryJudge.Judging.Tests.Analyses.Live;

namespace CanaryJudge.Judging.Tests.Analyses;

/// <summary>The same data give the same looks, to the bit, however they come.</summary>
public sealed class SameDataTests
{
    private const long Lateness = 10 * Second;
    private static readonly JsonSerializerOptions Json = new() { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    [Fact]
    public void Batches_repeats_order_inside_the_lateness_and_restarts_change_no_look() =>
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[1, 60], Gen.Int[0, 2]).ForAll(
            (seed, batch, mode) =>
            {
                var rows = Rows(seed);
                var whole = Play([.. rows.OrderBy(r => r.Seen).Select(r => r.Series)], int.MaxValue, restarts: false, repeats: false, options: Options(mode), seed);

                var chance = new Random(seed + 1);
                Series[] arrived = [.. rows.Select(r => (Arrival: r.Seen + chance.NextInt64(Lateness), r.Series)).OrderBy(r => r.Arrival).Select(r => r.Series)];
                var pieces = Play(arrived, batch, restarts: true, repeats: true, Options(mode), seed);

                Assert.NotEmpty(whole);
                Assert.Equal(whole, pieces);
            },
            iter: 60);

    [Fact]
    public void Nor_do_threads_the_judgements_of_the_real_evidence_are_equal_to_the_byte() =>
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[1, 4]).ForAll(
            (seed, mode) =>
            {
                var rows = Rows(seed).OrderBy(r => r.Seen).Select(r => r.Series).ToArray();
                var options = Options(mode % 3);
                var alone = Play(rows, int.MaxValue, restarts: false, repeats: false, options, seed, MetricWatches.Default);
                var together = new List<string>[8];
                Parallel.For(0, together.Length, i => together[i] = Play(rows, 10 * (i + 1), restarts: true, repeats: true, options, seed + i, MetricWatches.Default));

                Assert.NotEmpty(alone);
                Assert.All(together, other => Assert.Equal(alone, other));
            },
            iter: 4);

    private static RunOptions Options(int mode) => mode switch
    {
        0 => new(),
        1 => new() { Bucket = 20 * Second, Maximum = 5 * Minute },
        _ => new() { PlannedLooks = [2 * Minute, 4 * Minute, 30 * Minute] },
    };

    /// <summary>Ten minutes of four metrics, each row with the time at which a prompt sender would send it.</summary>
    private static List<(long Seen, Series Series)> Rows(int seed)
    {
        var chance = new Random(seed);
        var rows = new List<(long, Series)>();
        foreach (var arm in new[] { Arm.Baseline, Arm.Canary })
        {
            for (var i = 0; i < 300; i++)
            {
                var at = Noon + chance.NextInt64(10 * Minute);
                rows.Add((at, Of(chance, Latency(arm, (at, chance.Next(8))))));
            }

            for (var i = 0; i < 40; i++)
            {
                var start = Noon + (15 * i * Second) + (arm == Arm.Canary ? 4 * Second : 0);
                if (chance.Next(5) > 0)
                {
                    rows.Add((start + (15 * Second), Of(chance, Cpu(arm, 15 * Second, (start, chance.NextDouble())))));
                }
            }

            for (var i = 0; i < 20; i++)
            {
                var start = Noon - (7 * Second) + (30 * i * Second);
                rows.Add((start + (30 * Second), Errors(arm, (start, chance.Next(3), 10 + chance.Next(5)))));
            }

            for (var i = 0; i < 10; i++)
            {
                var start = Noon + (i * Minute);
                foreach (var region in new[] { "eu", "us" })
                {
                    var labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["region"] = region };
                    rows.Add((start + Minute, new("size", arm, labels, new SeriesData.Histograms([start], [1, 2, double.PositiveInfinity], [[chance.Next(9), chance.Next(9), 1]]))));
                }
            }
        }

        return rows;
    }

    /// <summary>A region that both arms have, and a pod of its own.</summary>
    private static Series Of(Random chance, Series series) => series with
    {
        Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["region"] = chance.Next(3) == 0 ? "us" : "eu", ["pod"] = $"{series.Arm}-{chance.Next(3)}" },
    };

    private static List<string> Play(Series[] rows, int size, bool restarts, bool repeats, RunOptions options, int seed, IMetricWatches? watches = null)
    {
        var chance = new Random(seed + 2);
        var live = new Live(options with { Lateness = Lateness }, watches: watches);
        live.Step(1, Noon + (100 * Second));
        live.Step(2, Noon + (300 * Second), ended: Noon + (290 * Second));
        ulong sequence = 0;
        for (var from = 0; from < rows.Length;)
        {
            var to = (int)Math.Min(rows.Length, from + (long)(size == int.MaxValue ? rows.Length : 1 + chance.Next(size)));
            var entry = EntryBytes.Read(EntryBytes.Write(Batch(++sequence, rows[from..to])));
            if (live.Admit(entry) is Admission.Over)
            {
                break;
            }

            var counts = live.Apply(entry);
            Assert.Equal(0, counts.Late + counts.Duplicate + counts.Rejected.Sum(r => r.Value));
            if (repeats && chance.Next(4) == 0)
            {
                Assert.IsType<Admission.Repeated>(live.Admit(entry));
            }

            if (restarts && chance.Next(4) == 0)
            {
                var (before, look) = (live.State(), JsonSerializer.Serialize<object?>(live.Run.NewestLook?.Change, Json));
                live.Restart();
                Assert.Equal(before, live.State());
                Assert.Equal(look, JsonSerializer.Serialize<object?>(live.Run.NewestLook?.Change, Json));
            }

            from = to;
        }

        if (live.Run.State == AnalysisState.Running)
        {
            live.Finish();
        }

        return [.. live.Events.Select(e => $"{e.Revision} {JsonSerializer.Serialize<object>(e.Change, Json)}")];
    }
}

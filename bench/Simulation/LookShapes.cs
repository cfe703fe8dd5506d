using CanaryJudge.Statistics.Sequential;

namespace CanaryJudge.Simulation;

/// <summary>The metrics of the tables.</summary>
internal static class LookShapes
{
    private static readonly double[] Weights = [0.01, 0.05, 0.25, 0.5];
    private static readonly double[] Edges = [0, 10, 25, 50, 75, 100, 150, 250, 500, 1000, 2500, double.PositiveInfinity];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<LookShape> All { get; } = [.. Points(), .. Samples(), .. Events(), .. Strata()];

    private static IEnumerable<LookShape> Points()
    {
        foreach (var (phi, prototype) in new[] { (0, "40 / 77"), (0.5, "85 / 207"), (0.8, "284 / 692") })
        {
            yield return new($"points, AR(1) {phi}", "paired-series", new(), 180, chance => Paired(chance, phi))
            {
                Unit = "buckets",
                PrototypePass = $"{prototype}, or a third more",
            };
        }

        yield return new("points, AR(1) 0.8, with history", "paired-series", new() { HistoryPhi = 0.8 }, 180, chance => Paired(chance, 0.8)) { Unit = "buckets" };
        yield return new("points, AR(1) 0.5, 18 planned looks", "paired-series", new() { PlannedBuckets = 180, LookEvery = 10 }, 180, chance => Paired(chance, 0.5)) { Unit = "buckets" };
        yield return new("points, AR(1) 0.8, 18 planned looks", "paired-series", new() { PlannedBuckets = 180, LookEvery = 10 }, 180, chance => Paired(chance, 0.8)) { Unit = "buckets" };

        // Tolerance and margin as shares of 1, the unit of the harm.
        yield return new("points around 0, AR(1) 0.5, by ranks", "paired-series", new() { Tolerance = new(0, 0.2), Margin = new(0, 1) }, 180, chance =>
        {
            Func<double> b = Noise(chance, 0.5), c = Noise(chance, 0.5);
            return (harm, _) => new ArmsBucket.Points(b(), c() + harm);
        })
        {
            Unit = "buckets",
            AtTolerance = 0.2,
            AtMargin = 1,
        };
    }

    private static IEnumerable<LookShape> Samples()
    {
        var plan = new SequentialPlan { Guards = [0.9, 0.99] };
        foreach (var (sigma, tail) in new[] { (0.5, "450"), (1.0, "950") })
        {
            yield return new($"latencies, log-normal {sigma:0.0}", "stratified-ranks", plan, 60, chance => (harm, _) => Latencies(chance, 90, 30, sigma, 1 + harm))
            {
                PrototypePass = "1,000",
                PrototypeTail = tail,
                Tail = chance => _ => Slow(chance, 90, 30, sigma),
            };
        }

        yield return new("latencies, weights 1, 5, 25, 50%, drifting level", "stratified-ranks", plan with { Steps = 4 }, 120, chance =>
        {
            var level = Noise(chance, 0.95);
            return (harm, k) =>
            {
                var canary = (int)Math.Round(200 * Weights[k / 30]);
                var drift = Math.Exp((0.2 * level()) + (0.004 * k));
                return Latencies(chance, 200 - canary, canary, 0.5, 1 + harm, drift) with { Epoch = k / 30 };
            };
        })
        {
            Steps = 4,
        };
        yield return new("latencies in sessions of 10, no key", "stratified-ranks", new(), 60, chance => (harm, _) =>
            new ArmsBucket.Samples(Session(chance, 9, 1), Session(chance, 3, 1 + harm)));
        yield return new("latencies in sessions of 10, with their key", "stratified-ranks", new(), 60, chance => (harm, k) => new ArmsBucket.Samples(Session(chance, 9, 1), Session(chance, 3, 1 + harm))
        {
            BaselineKeys = Keys(9 * k, 9),
            CanaryKeys = Keys(3 * k, 3),
        })
        {
            Unit = "canary keys",
        };
        yield return new("latencies in 11 histogram buckets", "stratified-ranks", plan, 60, chance => (harm, _) => Histogram(Latencies(chance, 90, 30, 0.5, 1 + harm)))
        {
            Tail = chance => _ => Histogram(Slow(chance, 90, 30, 0.5)),
        };
    }

    private static IEnumerable<LookShape> Events()
    {
        var share = new SequentialPlan { Tolerance = new(0.05, 0.001), Margin = new(0.25, 0.005) };
        foreach (var (rate, name, prototype) in new[] { (0.001, "0.1%", "2,400"), (0.01, "1%", "3,600"), (0.1, "10%", "1,500") })
        {
            yield return new($"errors, {name} of 2,000, 5% canary", "count-mixture", share, 120, chance => (harm, _) => Counts(chance, 1_900, 100, rate, harm, 1))
            {
                AtTolerance = share.Tolerance.At(rate) / rate,
                AtMargin = share.Margin.At(rate) / rate,
                Unit = "canary requests",
                PrototypePass = prototype,
            };
        }

        yield return new("errors, 1% of 20,000, 50% canary", "count-mixture", share, 120, chance => (harm, _) => Counts(chance, 10_000, 10_000, 0.01, harm, 1))
        {
            AtTolerance = 0.1,
            AtMargin = 0.5,
            Unit = "canary requests",
        };
        yield return new("errors in bursts of 3, 1% of 2,000, 50% canary", "count-mixture", share, 120, chance => (harm, _) => Counts(chance, 1_000, 1_000, 0.01, harm, 3))
        {
            AtTolerance = 0.1,
            AtMargin = 0.5,
            Unit = "canary requests",
        };
        yield return new("errors, 1%, weights 1, 5, 25, 50%, drifting rate", "count-mixture", share with { Steps = 4 }, 120, chance =>
        {
            var level = Noise(chance, 0.95);
            return (harm, k) =>
            {
                var weight = Weights[k / 30];
                return Counts(chance, 4_000 * (1 - weight), 4_000 * weight, 0.01 * Math.Exp((0.2 * level()) + (0.004 * k)), harm, 1) with { Epoch = k / 30 };
            };
        })
        {
            // The rate drifts around 1.3%: its tolerance is the absolute one still, its margin as well.
            AtTolerance = 0.07,
            AtMargin = 0.5,
            Steps = 4,
            Unit = "canary requests",
        };
        yield return new("restarts, 1 a minute in each arm", "count-mixture", new() { Poisson = true, Margin = new(1, 0) }, 180, chance => (harm, _) => Counts(chance, 1, 1, 1, harm, 1))
        {
            AtMargin = 1,
            Unit = "minutes",
        };
    }

    /// <summary>Two regions, the second three times worse in both arms; the canary's traffic moves there.</summary>
    private static IEnumerable<LookShape> Strata()
    {
        static double Slow(int k, int buckets) => 0.2 + (0.6 * k / buckets);

        yield return new("points of two regions, AR(1) 0.5, the canary's second from minute 60", "paired-series", new(), 180, chance =>
        {
            Func<double, int, ArmsBucket> fast = Paired(chance, 0.5), slow = Paired(chance, 0.5);
            return (harm, k) =>
            {
                var second = (ArmsBucket.Points)slow(harm, k);
                return [fast(harm, k) with { Stratum = "a" }, new ArmsBucket.Points(3 * second.Baseline, k < 60 ? double.NaN : 3 * second.Canary) { Stratum = "b" }];
            };
        })
        {
            Unit = "buckets",
        };
        yield return new("latencies of two regions, the mix moves", "stratified-ranks", new() { Guards = [0.9, 0.99] }, 60, chance => (harm, k) =>
        {
            var slow = (int)Math.Round(30 * Slow(k, 60));
            return [Latencies(chance, 60, 30 - slow, 0.5, 1 + harm) with { Stratum = "a" }, Latencies(chance, 30, slow, 0.5, 1 + harm, 3) with { Stratum = "b" }];
        });
        foreach (var (regions, burst, name) in new[] { (2, 1, "two regions"), (8, 1, "eight regions"), (2, 3, "two regions in bursts of 3") })
        {
            // The tolerance and the margin are the absolute ones in all of them.
            yield return new($"errors of {name}, 0.5 and 1.5% of 2,000, the mix moves", "count-mixture", new() { Tolerance = new(0.05, 0.001), Margin = new(0.25, 0.005) }, 120, chance => (harm, k) =>
                [.. Enumerable.Range(0, regions).Select(r =>
                {
                    var (rate, share) = r % 2 == 0 ? (0.005, 1 - Slow(k, 120)) : (0.015, Slow(k, 120));
                    return Counts(chance, 2_000.0 / regions, 400 * share / regions, rate, harm * 0.01 / rate, burst) with { Stratum = $"{r}" };
                })])
            {
                AtTolerance = 0.1,
                AtMargin = 0.5,
                Unit = "canary requests",
            };
        }
    }

    private static Func<double, int, ArmsBucket> Paired(Random chance, double phi)
    {
        Func<double> b = Noise(chance, phi), c = Noise(chance, phi);
        return (harm, _) => new ArmsBucket.Points(100 * Math.Exp(0.3 * b()), 100 * (1 + harm) * Math.Exp(0.3 * c()));
    }

    private static Func<double> Noise(Random chance, double phi)
    {
        var state = Draw.Normal(chance);
        return () =>
        {
            state = (phi * state) + (Math.Sqrt(1 - (phi * phi)) * Draw.Normal(chance));
            return state;
        };
    }

    private static ArmsBucket.Samples Latencies(Random chance, int baseline, int canary, double sigma, double factor, double drift = 1) =>
        new(Draw.LogNormal(chance, baseline, drift, sigma), Draw.LogNormal(chance, canary, factor * drift, sigma));

    private static ArmsBucket.Samples Slow(Random chance, int baseline, int canary, double sigma)
    {
        double[] values = Draw.LogNormal(chance, canary, 1, sigma);
        return new(Draw.LogNormal(chance, baseline, 1, sigma), Array.ConvertAll(values, v => chance.NextDouble() < 0.05 ? 10 * v : v));
    }

    private static double[] Session(Random chance, int users, double factor) => Draw.Clustered(chance, users, 0.2, factor).Values;

    private static ulong[] Keys(int first, int users) => [.. Enumerable.Range(0, 10 * users).Select(i => (ulong)(first + (i / 10)))];

    private static ArmsBucket.Histogram Histogram(ArmsBucket.Samples samples)
    {
        double[] Count(ReadOnlySpan<double> values)
        {
            var counts = new double[Edges.Length - 1];
            foreach (var value in values)
            {
                var at = Array.BinarySearch(Edges, value);
                counts[at < 0 ? ~at - 1 : at]++;
            }

            return counts;
        }

        return new(Edges, Count(samples.Baseline.Span), Count(samples.Canary.Span));
    }

    private static ArmsBucket.Events Counts(Random chance, double baseline, double canary, double rate, double harm, int burst) => new(new(
        baseline,
        burst * Draw.Poisson(chance, baseline * rate / burst),
        canary,
        burst * Draw.Poisson(chance, canary * rate * (1 + harm) / burst)));
}

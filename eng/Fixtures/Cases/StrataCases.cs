using CanaryJudge.Fixtures.Shapes;

namespace CanaryJudge.Fixtures.Cases;

/// <summary>Arms whose mix of strata differs, so that pooling them would mislead.</summary>
internal static class StrataCases
{
    /// <summary>The cases.</summary>
    public static IReadOnlyList<Case> List { get; } =
    [
        new("published-berkeley", "PASS", "Inside departments women were admitted as often as men: 30.4% against 30.2% for men who would have applied where they did. Pooled it reads 44.5% to 30.4%, a fall of a third, since women applied to the departments that admit few.")
        {
            Origin = "P. J. Bickel, E. A. Hammel and J. W. O'Connell, Sex bias in graduate admissions: data from Berkeley, Science 187 (1975) 398-404; the six largest departments. The baseline are men, the canary women.",
            Shows = "Simpson's trap: pooled a clear harm, none within departments.",
            Data =
            [
                Department("A", 512, 825, 89, 108), Department("B", 353, 560, 17, 25), Department("C", 120, 325, 202, 593),
                Department("D", 138, 417, 131, 375), Department("E", 53, 191, 94, 393), Department("F", 22, 373, 24, 341),
            ],
            Policy = ["name: admitted, kind: ratio, direction: decrease"],
            StrataBy = "department",
        },
        new("published-kidney-stones", "PASS", "For small and for large stones alike open surgery fails less often: 22.0% against 26.8% for the other treatment with as many large stones. Pooled it reads 17.4% to 22.0%, a rise by a quarter, since it got the large stones.")
        {
            Origin = "C. R. Charig, D. R. Webb, S. R. Payne and J. E. A. Wickham, Comparison of treatment of renal calculi, British Medical Journal 292 (1986) 879-882. The baseline is percutaneous nephrolithotomy, the canary open surgery; events are failures.",
            Shows = "Simpson's trap: pooled worse, better within each size of stone.",
            Data =
            [
                new Within("small", new Table("failed", (36, 270), (6, 87))),
                new Within("large", new Table("failed", (25, 80), (71, 263))),
            ],
            Policy = ["name: failed, kind: ratio"],
            StrataBy = "stone_size",
        },
        new("strata-mix", "PASS", "Inside each region both arms are drawn alike. The canary has most of its traffic in the slow region and the baseline in the fast one: pooled its median would be three times the baseline's.")
        {
            Shows = "latencies of three regions, 40, 120 and 400 ms in the middle, of which the arms have other shares.",
            Data =
            [
                new Within("ap", new LogNormalLatency("latency_ms", 400, 1400) { Median = 400 }),
                new Within("eu", new LogNormalLatency("latency_ms", 900, 500) { Median = 120 }),
                new Within("us", new LogNormalLatency("latency_ms", 2500, 300) { Median = 40 }),
            ],
            Policy = ["name: latency_ms, kind: samples"],
        },
        new("strata-hidden-harm", "FAIL", "In each region every canary request takes 40% longer. The canary has most of its traffic in the fast region, so that pooled it looks twice as fast as the baseline.")
        {
            Shows = "a slow-down that the mix of regions hides.",
            Data =
            [
                new Within("eu", new LogNormalLatency("latency_ms", 1500, 200) { Median = 300, Factor = 1.4 }),
                new Within("us", new LogNormalLatency("latency_ms", 800, 1000) { Median = 60, Factor = 1.4 }),
            ],
            Policy = ["name: latency_ms, kind: samples"],
        },
    ];

    private static Within Department(string name, int men, int ofMen, int women, int ofWomen) =>
        new(name, new Table("admitted", (men, ofMen), (women, ofWomen)));
}

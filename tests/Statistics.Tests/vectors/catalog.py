"""Writes catalog-scipy.json: SciPy 1.10.1 on the samples of two-sample.json. python3 catalog.py"""
import json
import numpy as np
from scipy import special, stats

cases = json.load(open("two-sample.json"))["two_sample"]


def brunner_munzel(case):
    b, c = np.array(case["baseline"]), np.array(case["canary"])
    if min(len(b), len(c)) < 2 or b.max() < c.min() or c.max() < b.min():
        return None
    # SciPy's "less" is for a first sample that tends to be smaller: a larger canary.
    test = lambda alternative: stats.brunnermunzel(b, c, alternative=alternative)
    w, n, m = test("two-sided").statistic, len(b), len(c)

    # SciPy takes one minus the cdf; with its degrees of freedom the tail itself has all its digits.
    ranks = stats.rankdata(np.concatenate([b, c]))
    sb, sc = n * np.var(ranks[:n] - stats.rankdata(b), ddof=1), m * np.var(ranks[n:] - stats.rankdata(c), ddof=1)
    df = (sb + sc) ** 2 / (sb ** 2 / (n - 1) + sc ** 2 / (m - 1))
    p_greater, p_less = special.stdtr(df, -w), special.stdtr(df, w)
    p = 2 * min(p_greater, p_less)
    assert np.allclose([p, p_greater, p_less], [test(a).pvalue for a in ("two-sided", "less", "greater")], rtol=1e-12, atol=1e-15)
    return dict(id=case["id"], w=w, p=p, p_greater=p_greater, p_less=p_less)


zs = [0.05, 0.2, 0.4, 0.7, 0.95, 0.999, 1, 1.05, 1.2, 1.36, 1.63, 2, 3, 5, 10, 18]
json.dump(dict(
    source="SciPy 1.10.1 by catalog.py",
    ks=[dict(id=c["id"], p=stats.ks_2samp(c["canary"], c["baseline"], method="exact").pvalue) for c in cases if "ks_exact_p" in c],
    brunner_munzel=[x for x in map(brunner_munzel, cases) if x],
    kolmogorov=[dict(z=z, above=special.kolmogorov(z)) for z in zs]), open("catalog-scipy.json", "w"), indent=0)

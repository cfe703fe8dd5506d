"""Writes special.json: reference values at 60 digits, by mpmath 1.3, of what Special/ computes in doubles."""
import json
from fractions import Fraction
from math import comb
from mpmath import mp, mpf, erfc, sqrt, exp, log, loggamma

mp.dps = 60
cdf = lambda z: erfc(-mpf(z) / sqrt(mpf(2))) / 2


def quantile(p):
    p = mpf(p)
    low, high = mpf(-40), mpf(40)
    for _ in range(250):
        middle = (low + high) / 2
        low, high = (middle, high) if cdf(middle) < p else (low, middle)
    return low


def beta(a, b, x):
    """The positive series; by symmetry near 1, where it would be slow."""
    a, b, x = mpf(a), mpf(b), mpf(x)
    if x > mpf('0.99'):
        return 1 - beta(b, a, 1 - x)
    term, total, n = mpf(1), mpf(0), 0
    while term > total * mpf(10) ** -55:
        total += term
        term *= (a + b + n) / (a + 1 + n) * x
        n += 1
    return total * exp(a * log(x) + b * log(1 - x) + loggamma(a + b) - loggamma(a + 1) - loggamma(b))


def tables(nb, nc, events):
    low, high = max(0, events - nb), min(events, nc)
    return low, [comb(nc, x) * comb(nb, events - x) for x in range(low, high + 1)]


def fisher(xb, nb, xc, nc):
    low, weights = tables(nb, nc, xb + xc)
    total, seen = sum(weights), weights[xc - low]
    greater = Fraction(sum(weights[xc - low:]), total)
    less = Fraction(sum(weights[:xc - low + 1]), total)
    both = Fraction(sum(w for w in weights if w * 10**7 <= seen * (10**7 + 1)), total)
    return dict(xb=xb, nb=nb, xc=xc, nc=nc, greater=float(greater), less=float(less), both=float(both))


zs = [-37, -30, -20.5, -12, -8, -5, -3.3, -1.96, -1, -0.3, -1e-9, 0, 0.7, 2.5, 6]
ps = [1e-300, 1e-200, 1e-100, 1e-40, 1e-16, 1e-7, 0.001, 0.025, 0.05, 0.3, 0.5, 0.7, 0.975]
betas = [(0.5, 0.5, 0.3), (2, 3, 0.01), (10, 0.5, 0.9), (1e-3, 4, 0.2), (30.5, 70.25, 0.1), (300, 700, 0.2),
         (1000, 1e6, 5e-4), (1000, 1e6, 1.1e-3), (5e5, 5e5, 0.499), (5e5, 5e5, 0.495), (1, 1e6, 1e-9), (17, 3, 0.99),
         (1e5, 3, 0.9999), (0.3, 0.2, 0.999), (12345.678, 2345.6, 0.8), (2, 2, 1e-150), (400, 5, 0.2)]
students = [(0.1, 2), (1, 2.5), (3, 2), (40, 3.3), (1e6, 2), (5, 29), (12, 178), (2, 1e6), (30, 400)]
fishers = [(0, 20, 5, 10), (3, 20, 9, 11), (50, 400, 90, 410), (1, 2000, 12, 300), (200, 1000, 400, 1000),
           (7, 7, 0, 5), (996, 1000, 394, 400), (99, 100, 50000, 50000), (450, 3000, 520, 2500), (20, 20, 3, 3)]
json.dump(dict(
    source="mpmath 1.3 and whole numbers, by special.py",
    gaussian=[dict(z=z, cdf=float(cdf(z))) for z in zs],
    quantile=[dict(p=p, z=float(quantile(p))) for p in ps],
    beta=[dict(a=a, b=b, x=x, value=float(beta(a, b, x))) for a, b, x in betas],
    student=[dict(t=t, df=v, tail=float(beta(mpf(v) / 2, mpf('0.5'), v / (v + mpf(t) ** 2)) / 2))
             for t, v in students],
    fisher=[fisher(*f) for f in fishers]), open("special.json", "w"), indent=0)

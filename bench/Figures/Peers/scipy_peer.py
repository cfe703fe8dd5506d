# Times SciPy's p-value on each pair of files named on the command line, and prints n, milliseconds and p.
import sys
import time

import numpy
import scipy
from scipy.stats import mannwhitneyu


def median_time(work):
    work()
    times, until = [], time.perf_counter() + 1
    while len(times) < 5 or (time.perf_counter() < until and len(times) < 2001):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return sorted(times)[len(times) // 2]


print(f"SciPy {scipy.__version__}, NumPy {numpy.__version__}, Python {sys.version.split()[0]}")
for baseline_file, canary_file in zip(sys.argv[1::2], sys.argv[2::2]):
    baseline, canary = numpy.fromfile(baseline_file), numpy.fromfile(canary_file)
    milliseconds = 1000 * median_time(lambda: mannwhitneyu(canary, baseline, alternative="two-sided"))
    # Ours is exact where SciPy's default, which is timed, is the normal approximation.
    tied = len(numpy.unique(numpy.concatenate([baseline, canary]))) < len(baseline) + len(canary)
    method = "exact" if len(baseline) * len(canary) <= 10_000 and not tied else "asymptotic"
    p = mannwhitneyu(canary, baseline, alternative="two-sided", method=method).pvalue
    print(len(baseline), repr(milliseconds), repr(float(p)), flush=True)

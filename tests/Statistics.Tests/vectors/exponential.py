"""Writes exponential.json: edges of exponential histogram buckets at 60 digits, by mpmath 1.3."""
import json
from mpmath import mp, mpf, power

mp.dps = 60


def edge(scale, index):
    return float(power(2, mpf(index) / mpf(2) ** scale))


indices = {-10: [-1, 0], -9: [-2, -1, 0, 1], -4: [-60, -3, 0, 1, 63], -1: [-500, -7, 5, 511], 0: [-1000, -1, 0, 1, 10, 1000],
           1: [-2001, -3, 1, 3, 7, 2047], 3: [-8001, -5, 1, 5, 100, 8000], 5: [-1, 1, 31, 33, 320], 8: [-70001, -255, 1, 1234, 200003],
           12: [-5, 1, 4095, 400001], 20: [-1000000001, -1, 1, 12345, 1048575, 1048577, 30000001, 1000000007]}
json.dump(dict(
    source="mpmath 1.3, by exponential.py",
    edges=[dict(scale=s, index=i, edge=edge(s, i)) for s, all in indices.items() for i in all]), open("exponential.json", "w"), indent=0)

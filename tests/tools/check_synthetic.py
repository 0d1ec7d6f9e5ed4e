"""Measures synthetic catalogues against the published statistics that they follow.

  check_synthetic.py PUBLISHED.json SONGS.csv...

Each SONGS.csv is made by `chorus synth`. Prints, for means and deviations (relative), quartiles (in
deviations), correlations, K-Means inertias for k=2..10 (standardised features, scikit-learn, n_init=10) and
exact silhouettes for k=2..4, the largest miss, and ends with status 1 if one is out of bounds.
"""
import json
import sys

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans

from synthetic_model import FEATURES

BOUNDS = dict(mean=.01, deviation=.01, quartile=.05, correlation=.03, inertia=.05, silhouette=.03)


def exact_silhouettes(z, labellings, block=400):
    """The silhouette coefficient of every labelling, from all pairs of rows."""
    members = [np.eye(labels.max() + 1)[labels] for labels in labellings]
    together = np.hstack(members)
    square = (z ** 2).sum(1)
    sums = np.empty(together.shape)
    for first in range(0, len(z), block):
        part = slice(first, first + block)
        distance = np.maximum(square[part, None] + square - 2 * z[part] @ z.T, 0)
        sums[part] = np.sqrt(distance, out=distance) @ together
    scores, at = [], 0
    for labels, member in zip(labellings, members):
        k, rows = member.shape[1], np.arange(len(z))
        total, sizes = sums[:, at:at + k], member.sum(0)
        at += k
        inside = total[rows, labels] / np.maximum(sizes[labels] - 1, 1)
        mean = total / sizes
        mean[rows, labels] = np.inf
        outside = mean.min(1)
        scores.append(np.where(sizes[labels] > 1, (outside - inside) / np.maximum(inside, outside), 0).mean())
    return scores


def check(truth, path):
    rows = pd.read_csv(path)[FEATURES].to_numpy(float)
    mean, deviation = rows.mean(0), rows.std(0)
    wanted_mean = np.array(truth["scaler"]["mean"])
    wanted_deviation = np.sqrt(truth["scaler"]["population_variance"])
    quartiles = np.quantile(rows, [.25, .5, .75], axis=0)
    wanted_quartiles = np.array([truth["describe"][name] for name in ("q25", "q50", "q75")])
    wanted = truth["kmeans_standardised"]
    z = (rows - mean) / deviation
    fits = {k: KMeans(k, n_init=10, random_state=0).fit(z) for k in range(2, 11)}
    inertia = {k: fit.inertia_ / len(rows) * truth["rows"] for k, fit in fits.items()}
    few = [2, 3, 4]
    silhouette = dict(zip(few, exact_silhouettes(z, [fits[k].labels_ for k in few])))
    misses = dict(
        mean=mean / wanted_mean - 1,
        deviation=deviation / wanted_deviation - 1,
        quartile=(quartiles - wanted_quartiles) / wanted_deviation,
        correlation=np.corrcoef(rows.T) - np.array(truth["correlation"]["matrix"]),
        inertia=np.array([inertia[k] / wanted["inertia"]["values"][str(k)] - 1 for k in inertia]),
        silhouette=np.array([silhouette[k] - wanted["silhouette"]["values"][str(k)] for k in few]))
    print(f"{path}: {len(rows)} songs")
    for name, miss in misses.items():
        worst = np.abs(miss).max()
        listed = "" if miss.ndim > 1 else "  by item " + " ".join(f"{m:+.4f}" for m in miss)
        print(f"  {name:12} worst {worst:.4f} of {BOUNDS[name]}{'' if worst <= BOUNDS[name] else '  MISSED'}{listed}")
    print("  sizes k=4:", sorted(np.bincount(fits[4].labels_), reverse=True),
          "k=3:", sorted(np.bincount(fits[3].labels_), reverse=True), flush=True)
    return all(np.abs(miss).max() <= BOUNDS[name] for name, miss in misses.items())


def main():
    truth = json.load(open(sys.argv[1]))
    results = [check(truth, path) for path in sys.argv[2:]]
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""scikit-learn's and pandas' side of the benchmarks: a process that loads its data once and answers one JSON command a
line with one JSON line, so that the two sides can take turns. Needs Debian's python3-sklearn and python3-pandas."""
import json
import resource
import sys
import time
import warnings

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans, kmeans_plusplus
from sklearn.metrics import silhouette_score

warnings.filterwarnings("ignore")


class Side:
    def __init__(self):
        self.rows = None
        self.labels = None
        self.start = None

    def load(self, path):
        self.rows = np.load(path)
        return {"n": len(self.rows), "d": self.rows.shape[1], "dtype": str(self.rows.dtype)}

    def choose_start(self, k, save):
        """Starting centroids by k-means++ on at most the first million rows; kept, and written as CSV."""
        self.start, _ = kmeans_plusplus(self.rows[:1_000_000], k, random_state=42)
        np.savetxt(save, self.start, delimiter=",", fmt="%.9g")
        return {}

    def fit(self, algorithm, passes, tolerance, exact_inertia=False):
        """One fit from the start that was chosen. The inertia is summed in double after the clock has stopped:
        scikit-learn adds up floats, which costs five digits."""
        began = time.perf_counter()
        model = KMeans(len(self.start), init=self.start, n_init=1, max_iter=passes, tol=tolerance,
                       algorithm=algorithm).fit(self.rows)
        answer = {"seconds": time.perf_counter() - began, "passes": model.n_iter_}
        if exact_inertia:
            centroids = model.cluster_centers_.astype(np.float64)
            answer["inertia"] = sum(
                float(np.square(self.rows[i:i + 100_000] - centroids[model.labels_[i:i + 100_000]]).sum())
                for i in range(0, len(self.rows), 100_000))
        return answer

    def label(self, k, save):
        """Labels of one K-Means fit; kept, and written as int32 .npy."""
        self.labels = KMeans(k, n_init=1, random_state=0).fit_predict(self.rows)
        np.save(save, self.labels.astype(np.int32))
        return {}

    def silhouette(self, jobs, rows=None):
        began = time.perf_counter()
        value = silhouette_score(self.rows[:rows], self.labels[:rows], n_jobs=jobs)
        return {"seconds": time.perf_counter() - began, "silhouette": float(value)}

    def read_csv(self, path, columns, engine="c"):
        began = time.perf_counter()
        frame = pd.read_csv(path, usecols=columns, engine=engine)
        return {"seconds": time.perf_counter() - began, "rows": len(frame)}

    def peak(self):
        return {"bytes": 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}


def main():
    side = Side()
    for line in sys.stdin:
        command = json.loads(line)
        try:
            answer = getattr(side, command.pop("do"))(**command)
        except Exception as error:  # the other end shall hear of it
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Makes tests/golden/sample_songs.json: what scikit-learn finds in data/sample_songs.csv.

  tests/tools/make_golden.py data/sample_songs.csv > tests/golden/sample_songs.json

Needs numpy and scikit-learn (Debian: python3-sklearn). The features are standardized by StandardScaler
(population deviation). For k = 2..6 the best of 50 KMeans fits (k-means++, seeds 0..49, tolerance 1e-6) is kept:
its centroids, and inertia, silhouette (all rows), Davies-Bouldin and Calinski-Harabasz of the assignment of all
rows to those centroids, so that given them any program must find the same numbers. search_inertia is what
scikit-learn's usual search finds (n_init=10, seed 0, tolerance 1e-4); the best of 50 can be a rarer optimum: for
k = 6 one start in 300 reached it.
"""
import csv
import json
import sys

import numpy as np
import sklearn
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score, silhouette_score
from sklearn.preprocessing import StandardScaler

FEATURES = ["danceability", "energy", "loudness", "speechiness", "acousticness", "instrumentalness", "liveness",
            "valence", "tempo", "duration_ms"]

with open(sys.argv[1], newline="", encoding="utf-8") as file:
    rows = list(csv.DictReader(file))
values = np.array([[float(row[name]) for name in FEATURES] for row in rows])
scaler = StandardScaler().fit(values)
z = scaler.transform(values)
pca = PCA(svd_solver="full").fit(z)

fits = []
for k in range(2, 7):
    tries = [KMeans(k, n_init=1, random_state=seed, tol=1e-6, max_iter=1000).fit(z) for seed in range(50)]
    best = min(tries, key=lambda fit: fit.inertia_)
    squares = ((z[:, None, :] - best.cluster_centers_[None, :, :]) ** 2).sum(axis=2)
    labels = squares.argmin(axis=1)
    fits.append({
        "k": k,
        "search_inertia": float(KMeans(k, n_init=10, random_state=0).fit(z).inertia_),
        "inertia": float(squares.min(axis=1).sum()),
        "silhouette": float(silhouette_score(z, labels)),
        "davies_bouldin": float(davies_bouldin_score(z, labels)),
        "calinski_harabasz": float(calinski_harabasz_score(z, labels)),
        "sizes": sorted(np.bincount(labels, minlength=k).tolist(), reverse=True),
        "centroids_standardised": best.cluster_centers_.tolist(),
    })

json.dump({
    "made_by": f"tests/tools/make_golden.py, scikit-learn {sklearn.__version__}",
    "rows": len(values),
    "features": FEATURES,
    "mean": scaler.mean_.tolist(),
    "standard_deviation": scaler.scale_.tolist(),
    "correlation": np.corrcoef(values, rowvar=False).tolist(),
    "pca_explained_variance_ratio": pca.explained_variance_ratio_.tolist(),
    "pca_components": pca.components_[:2].tolist(),
    "kmeans": fits,
}, sys.stdout, indent=1)
print()

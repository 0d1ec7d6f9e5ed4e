"""The synthetic catalogue's model in NumPy: the twin of src/catalogue/synthetic.cpp, for fitting it.

A song belongs to one of G groups. Within a group, ten correlated standard normals (a Gaussian copula) are
looked up in the group's quantile tables, which are linear between knots at z = -4.5, -4, ..., 4.5. Songs are
dealt to groups by stratified sampling, and the place inside the group's stratum is the duration's normal.
"""
import numpy as np
from scipy.special import ndtri

FEATURES = ("danceability energy loudness speechiness acousticness instrumentalness liveness valence tempo "
            "duration_ms").split()
KNOTS = np.arange(-4.5, 4.51, 0.5)
DIMENSIONS = [9, 5, 0, 1, 2, 3, 4, 6, 7, 8]  # duration and instrumentalness lead: theirs are dealt evenly


def quantize(x):
    """To the decimals that such files have: 3 significant digits; loudness and tempo 3 decimals."""
    out = x.copy()
    for j, name in enumerate(FEATURES):
        if name in ("loudness", "tempo"):
            out[:, j] = np.round(x[:, j], 3)
        elif name == "duration_ms":
            out[:, j] = np.round(x[:, j])
        else:
            digits = np.clip(np.ceil(-np.log10(np.maximum(x[:, j], 1e-9))) + 2, 3, 8)
            scale = 10.0 ** digits
            out[:, j] = np.where(x[:, j] < 5e-7, 0, np.round(x[:, j] * scale) / scale)
    return out


class Model:
    """weights: G; correlation: G x 10 x 10 (feature order); tables: G x 10 x knots."""

    def __init__(self, weights, correlation, tables):
        self.weights, self.correlation, self.tables = weights, correlation, tables

    def sample(self, n, seed):
        """n rows and their groups, stratified over all n."""
        random = np.random.default_rng(seed)
        u = (random.permutation(n) + random.random(n)) / n
        upper = np.cumsum(self.weights)
        group = np.minimum(np.searchsorted(upper, u, side="right"), len(upper) - 1)
        inside = (u - (upper - self.weights)[group]) / self.weights[group]
        normals = random.standard_normal((n, 10))
        normals[:, 0] = ndtri(np.clip(inside, 1e-9, 1 - 1e-9))
        x = np.empty((n, 10))
        for g in range(len(self.weights)):
            rows = np.flatnonzero(group == g)
            x[rows] = self.place(g, normals[rows])
        return quantize(x), group

    def factor(self, g):
        return np.linalg.cholesky(self.correlation[g][np.ix_(DIMENSIONS, DIMENSIONS)])

    def place(self, g, normals):
        z = normals @ self.factor(g).T
        x = np.empty_like(z)
        for i, j in enumerate(DIMENSIONS):
            x[:, j] = np.interp(z[:, i], KNOTS, self.tables[g, j])
        return x

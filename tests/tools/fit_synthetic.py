"""Fits the synthetic catalogue's parameters to published statistics and writes its C++ tables,
synthetic_tables.cpp and synthetic_copula.cpp, into FOLDER (src/catalogue).

  fit_synthetic.py PUBLISHED.json SHAPES.csv FOLDER

PUBLISHED.json holds the statistics to meet: scaler (mean, population_variance), describe (min, quartiles,
max), correlation, and the k=4 and k=3 K-Means centroids and sizes. SHAPES.csv is a real catalogue with the
ten features, from which only typical shapes are learnt. Steps:

1. A pool: the real songs, made-up spoken tracks (real catalogues have few) and made-up very long ones.
2. Entropy balancing: the weights nearest to uniform under which the pool has exactly the published means,
   variances, quartiles, correlations, and the published k=4 and k=3 centroids and sizes in their cells.
   LONG_TRACKS is the one free choice: it sets how far the longest tracks lie out, on which the inertias from
   k=7 on depend.
3. The weighted pool is cut into groups; each group gets its weight, quantile tables and correlations.
4. Tables and correlations are calibrated until simulated groups have the pool's means, deviations and
   correlations.
"""
import json
import sys
import textwrap

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri
from sklearn.cluster import KMeans

from synthetic_model import FEATURES, KNOTS, Model

SONGS = 95837
LONG_TRACKS = dict(above=7.0, rows=150, mean=15.0, deviation=6.0)  # standard deviations of duration
GROUPS = 16  # beside long and silent tracks


class Published:
    def __init__(self, path):
        truth = json.load(open(path))
        self.mean = np.array(truth["scaler"]["mean"])
        self.deviation = np.sqrt(truth["scaler"]["population_variance"])
        self.low, *self.quartiles, self.high = (
            np.array(truth["describe"][name]) for name in ("min", "q25", "q50", "q75", "max"))
        self.correlation = np.array(truth["correlation"]["matrix"])
        k4, k3 = truth["kmeans_standardised"]["k4"], truth["kmeans_standardised"]["k3"]
        self.cells = [(np.array(k4["centroids_standardised"]), np.array(k4["sizes"]) / SONGS),
                      ((np.array(k3["means"]) - self.mean) / self.deviation, np.array(k3["sizes"]) / SONGS)]


def make_pool(published, shapes, random):
    """Rows and the weights they would have by themselves."""
    real = np.clip(shapes[FEATURES].to_numpy(float), published.low, published.high)
    n, m = 60000, 20000

    def unit(mean, concentration):
        return random.beta(mean * concentration, (1 - mean) * concentration, n)

    spoken = np.column_stack([
        unit(.66, 12), unit(.44, 6), -np.abs(random.normal(13.5, 4.8, n)), .967 - .967 * random.beta(1.1, 8, n),
        unit(.58, 4), np.where(random.random(n) < .85, 0, 10 ** random.uniform(-6, -1, n)), unit(.42, 2.2),
        unit(.58, 5), np.where(random.random(n) < .999, np.exp(random.normal(np.log(97), .33, n)), 0),
        np.exp(random.normal(np.log(100000), .8, n))])
    lengthy = real[random.choice(len(real), m)]
    lengthy[:, 9] = published.mean[9] + published.deviation[9] * np.exp(
        random.uniform(np.log(4), np.log(39), m))
    rows = np.clip(np.vstack([real, spoken, lengthy]), published.low, published.high)
    base = np.concatenate([np.full(len(real), 1 / len(real)), np.full(n, .15 / n), np.full(m, .003 / m)])
    return rows, base / base.sum()


def constraints(published, rows):
    """Functions of a row, and the weighted mean that each must have."""
    z = (rows - published.mean) / published.deviation
    columns, targets = [], []

    def want(values, target):
        columns.append(np.asarray(values, float))
        targets.append(target)

    for j in range(10):
        want(z[:, j], 0)
        want(z[:, j] ** 2, 1)
        for p, quartile in zip((.25, .5, .75), published.quartiles):
            if quartile[j] > published.low[j]:  # a quartile at the minimum is a tie, not a cut
                want(rows[:, j] <= quartile[j], p)
        for i in range(j):
            want(z[:, i] * z[:, j], published.correlation[i, j])
    for centroids, shares in published.cells:
        cell = np.argmin((centroids ** 2).sum(1) - 2 * z @ centroids.T, axis=1)
        for k in range(len(centroids) - 1):  # the last follows from the others and the means
            want(cell == k, shares[k])
            for j in range(10):
                want((cell == k) * z[:, j], shares[k] * centroids[k, j])
    far = z[:, 9] > LONG_TRACKS["above"]
    share, mean, deviation = LONG_TRACKS["rows"] / SONGS, LONG_TRACKS["mean"], LONG_TRACKS["deviation"]
    want(far, share)
    want(far * z[:, 9], share * mean)
    want(far * z[:, 9] ** 2, share * (mean ** 2 + deviation ** 2))
    return np.column_stack(columns), np.array(targets)


def balance(base, functions, targets, ridge=1e-5):
    """Weights proportional to base * exp(functions @ multipliers) that meet the targets: Newton's method on
    the convex dual."""
    a = (functions - targets) / functions.std(0)
    multipliers = np.zeros(a.shape[1])

    def dual(m):
        exponent = np.log(base) + a @ m
        top = exponent.max()
        w = np.exp(exponent - top)
        return top + np.log(w.sum()) + ridge / 2 * m @ m, w / w.sum()

    value, w = dual(multipliers)
    for _ in range(100):
        mean = a.T @ w
        gradient = mean + ridge * multipliers
        if np.abs(gradient).max() < 1e-8:
            break
        hessian = a.T @ (a * w[:, None]) - np.outer(mean, mean) + ridge * np.eye(len(mean))
        step = np.linalg.solve(hessian, -gradient)
        scale = 1.0
        while scale > 1e-6 and dual(multipliers + scale * step)[0] > value + 1e-4 * scale * (gradient @ step):
            scale /= 2
        multipliers = multipliers + scale * step
        value, w = dual(multipliers)
    print(f"balanced: largest miss {np.abs(a.T @ w).max():.1e} deviations, "
          f"effective rows {1 / np.sum(w ** 2):.0f} of {len(w)}", flush=True)
    return w


def cut_into_groups(published, rows, weights):
    z = np.clip((rows - published.mean) / published.deviation, -4, 4)
    group = KMeans(GROUPS, n_init=4, random_state=0).fit(z, sample_weight=weights).labels_
    group[(rows[:, 9] - published.mean[9]) / published.deviation[9] > LONG_TRACKS["above"]] = GROUPS
    group[rows[:, 8] == 0] = GROUPS + 1
    return group


def weighted_table(values, weights):
    """The quantiles at the knots' probabilities, ties kept; the outermost are the extremes."""
    order = np.argsort(values, kind="stable")
    v, w = values[order], weights[order] / weights.sum()
    table = np.interp(ndtr(KNOTS), np.cumsum(w) - w / 2, v)
    table[0], table[-1] = v[0], v[-1]
    return table


def weighted_moments(rows, weights):
    mean = weights @ rows / weights.sum()
    covariance = (rows - mean).T @ ((rows - mean) * (weights / weights.sum())[:, None])
    return mean, np.sqrt(np.diag(covariance)), correlation_of(covariance)


def correlation_of(covariance):
    deviation = np.sqrt(np.diag(covariance))
    flat = deviation < 1e-9
    deviation = np.where(flat, 1, deviation)
    correlation = covariance / np.outer(deviation, deviation)
    correlation[flat] = 0
    correlation[:, flat] = 0
    np.fill_diagonal(correlation, 1)
    return correlation


def nearest_correlation(matrix, smallest=0.03):
    """A positive definite neighbour, so that it has a Cholesky factor."""
    values, vectors = np.linalg.eigh((matrix + matrix.T) / 2)
    fixed = (vectors * np.maximum(values, smallest)) @ vectors.T
    return correlation_of(fixed)


def calibrate(published, rows, weights, group, rounds=15, draws=100000):
    """The model whose groups, when simulated, have the pool's moments."""
    count = group.max() + 1
    shares = np.array([weights[group == g].sum() for g in range(count)])
    shares /= shares.sum()
    wanted = [weighted_moments(rows[group == g], weights[group == g]) for g in range(count)]
    tables = np.array([[weighted_table(rows[group == g, j], weights[group == g]) for j in range(10)]
                       for g in range(count)])
    for j in range(10):  # the published extremes, in the group that comes nearest
        tables[tables[:, j, 0].argmin(), j, 0] = published.low[j]
        tables[tables[:, j, -1].argmax(), j, -1] = published.high[j]
    model = Model(shares, np.array([nearest_correlation(w[2]) for w in wanted]), tables)
    random = np.random.default_rng(5)
    half = random.standard_normal((draws // 2, 10))
    normals = np.vstack([half, -half])
    even = ndtri((np.arange(20000) + .5) / 20000)
    for _ in range(rounds):
        for g in range(count):
            for j in range(10):
                t = tables[g, j]
                values = np.interp(even, KNOTS, t)
                if values.std() < 1e-9:
                    continue
                moved = wanted[g][0][j] + (t - values.mean()) * wanted[g][1][j] / values.std()
                tied = (t <= published.low[j]) | (t >= published.high[j])
                tables[g, j] = np.maximum.accumulate(
                    np.where(tied, t, np.clip(moved, published.low[j], published.high[j])))
            step = wanted[g][2] - weighted_moments(model.place(g, normals), np.ones(draws))[2]
            model.correlation[g] = nearest_correlation(np.clip(model.correlation[g] + .8 * step, -.98, .98))
    return model


def number(value, digits=4):
    text = f"{value:.{digits}g}"
    if "e" in text:
        mantissa, exponent = text.split("e")
        text = f"{mantissa}e{int(exponent)}"
    return text


def lines_of(values, indent, digits=4):
    """Numbers, comma-separated, in lines below 110 characters."""
    line, out = " " * indent, []
    for value in values:
        piece = number(value, digits) + ", "
        if len(line) + len(piece) > 108:
            out.append(line.rstrip())
            line = " " * indent
        line += piece
    return "\n".join(out + [line.rstrip()])


HEAD = """// Fitted parameters: see synthetic_tables.hpp. Written by tests/tools/fit_synthetic.py; do not edit.
#include "synthetic_tables.hpp"

namespace chorus::catalogue {

// clang-format off
"""
TAIL = "// clang-format on\n\n}  // namespace chorus::catalogue\n"


def write_tables(model, published, folder):
    families = ["Family::k" + name for name in ("Energetic", "Calm", "Spoken", "Instrumental")]
    normals = np.random.default_rng(6).standard_normal((20000, 10))
    count = len(model.weights)
    centroids = published.cells[0][0]
    means = (np.array([model.place(g, normals).mean(0) for g in range(count)]) - published.mean)
    nearest = [int(((centroids - m / published.deviation) ** 2).sum(1).argmin()) for m in means]
    ends = np.cumsum(model.weights)
    ends[-1] = 1
    lower = np.tril_indices(10)
    with open(f"{folder}/synthetic_copula.cpp", "w") as out:
        out.write(HEAD)
        out.write("const std::array<double, kSyntheticGroups> kGroupEnds = {\n")
        out.write("\n".join(f"    {end:.6f}," for end in ends) + "};\n\n")
        out.write("const std::array<Family, kSyntheticGroups> kGroupFamilies = {\n")
        out.write("\n".join(f"    {families[n]}," for n in nearest) + "};\n\n")
        out.write("const std::array<std::array<double, kSyntheticWidth*(kSyntheticWidth + 1) / 2>, "
                  "kSyntheticGroups>\n    kGroupFactors = {{\n")
        for g in range(count):
            out.write("{{\n" + lines_of(np.round(model.factor(g)[lower], 4) + 0.0, 4) + "\n}},\n")
        out.write("}};\n\n" + TAIL)
    with open(f"{folder}/synthetic_tables.cpp", "w") as out:
        out.write(HEAD)
        out.write("const std::array<std::array<std::array<double, kTableKnots>, kSyntheticWidth>, "
                  "kSyntheticGroups>\n    kGroupTables = {{\n")
        for g in range(count):
            out.write("{{\n")
            flow = "".join("{{" + ",".join(number(v) for v in model.tables[g, j]) + "}}, " for j in range(10))
            out.write(textwrap.fill(flow.replace(",", ", "), 108, initial_indent="    ",
                                    subsequent_indent="    ") + "\n}},\n")
        out.write("}};\n\n" + TAIL)


def main():
    published = Published(sys.argv[1])
    rows, base = make_pool(published, pd.read_csv(sys.argv[2]), np.random.default_rng(0))
    functions, targets = constraints(published, rows)
    weights = balance(base, functions, targets)
    group = cut_into_groups(published, rows, weights)
    write_tables(calibrate(published, rows, weights, group), published, sys.argv[3])


if __name__ == "__main__":
    main()

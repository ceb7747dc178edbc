#!/usr/bin/env python3
"""Writes reference.txt: inputs, and what NumPy and SciPy make of them.

    python3 generate.py > reference.txt        (Debian 12: packages python3-numpy, python3-scipy)

A matrix is a line "name rows columns", then one line a row; a complex entry is two numbers joined by a comma. Every number has
17 digits, so it is read back exactly.
"""
import sys

import numpy as np
import scipy
import scipy.linalg
import scipy.linalg.interpolative as interpolative


def write(name, matrix):
    matrix = np.atleast_2d(np.asarray(matrix))
    print(name, *matrix.shape)
    for row in matrix:
        if np.iscomplexobj(matrix):
            print(*("%.17g,%.17g" % (z.real, z.imag) for z in row))
        else:
            print(*("%.17g" % x for x in row))


def decaying(rng, m, n, rate, is_complex=False):
    """A matrix with the singular values rate**j and random singular vectors."""
    def gaussian(rows, columns):
        g = rng.standard_normal((rows, columns))
        return g + 1j * rng.standard_normal((rows, columns)) if is_complex else g
    k = min(m, n)
    u, _ = np.linalg.qr(gaussian(m, k))
    v, _ = np.linalg.qr(gaussian(n, k))
    return (u * rate ** np.arange(k)) @ v.conj().T


def spectral(name, a, rank):
    u, s, vh = np.linalg.svd(a, full_matrices=False)
    write(name + ".svd.values", s)
    write(name + ".svd.best", (u[:, :rank] * s[:rank]) @ vh[:rank])
    write(name + ".svd.error", np.linalg.norm(s[rank:]))


def inverse(name, a, b):
    write(name + ".pinv", np.linalg.pinv(a, rcond=max(a.shape) * np.finfo(float).eps))
    x, _, rank, _ = scipy.linalg.lstsq(a, b, lapack_driver="gelsd")
    write(name + ".rightside", b)
    write(name + ".lstsq", x)
    write(name + ".rank", rank)


def interpolation(name, a, rank):
    """SciPy's deterministic ID, and its coefficients in the order of the columns; the same from QR with column pivoting."""
    index, projection = interpolative.interp_decomp(a, rank, rand=False)
    _, r, pivots = scipy.linalg.qr(a, mode="economic", pivoting=True)
    assert (index[:rank] == pivots[:rank]).all()
    coefficients = interpolative.reconstruct_interp_matrix(index, projection)
    write(name + ".id.indices", index[:rank])
    write(name + ".id.coefficients", coefficients)
    write(name + ".id.error", np.linalg.norm(r[rank:, rank:]))
    assert np.isclose(np.linalg.norm(a - a[:, index[:rank]] @ coefficients), np.linalg.norm(r[rank:, rank:]))


def product(name, x, y, count):
    w = np.linalg.norm(x, axis=0) * np.linalg.norm(y, axis=1)
    kept = np.sort(np.argsort(-w, kind="stable")[:count])
    write(name + ".cr.norm", np.linalg.norm(x @ y))
    write(name + ".cr.expected", np.sqrt((w.sum() ** 2 - np.linalg.norm(x @ y) ** 2) / count))
    write(name + ".cr.topk.indices", kept)
    write(name + ".cr.topk", x[:, kept] @ y[kept])


def main():
    print("# Written by generate.py with Python", sys.version.split()[0], "NumPy", np.__version__, "SciPy", scipy.__version__)
    rng = np.random.default_rng(20240613)

    hilbert = scipy.linalg.hilbert(9)[:, :6]
    gaussian = rng.standard_normal((8, 12))
    deficient = rng.standard_normal((11, 4)) @ rng.standard_normal((4, 7))
    unitary = decaying(rng, 10, 7, 0.6, is_complex=True)
    wide = decaying(rng, 6, 9, 0.5, is_complex=True)
    for name, a, rank in (("hilbert", hilbert, 3), ("gaussian", gaussian, 4), ("deficient", deficient, 3),
                          ("complex-tall", unitary, 3), ("complex-wide", wide, 2)):
        write(name, a)
        spectral(name, a, rank)
        inverse(name, a, rng.standard_normal((a.shape[0], 2)) + (1j if np.iscomplexobj(a) else 0) * rng.standard_normal((a.shape[0], 2)))
        interpolation(name, a, rank)
        product(name, a, a.conj().T @ a[:, :3], 2)


if __name__ == "__main__":
    main()

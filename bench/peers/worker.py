"""The work in NumPy, SciPy and scikit-learn, for ./build.sh compare.

A line of JSON in, a marked line of JSON out, until the input ends: see bench/README.md. The BLAS is the one that the
controller has put into this process; the argument says which one that must be, and a worker that runs on another refuses.
"""

import ctypes
import functools
import gc
import json
import os
import sys
import time
import traceback

MARK = "@@ "


def resident(name):
    """Bytes of VmRSS or VmHWM."""
    with open("/proc/self/status") as lines:
        for line in lines:
            if line.startswith(name + ":"):
                return 1024 * int(line.split()[1])
    return None


# ---------------------------------------------------------------- the BLAS


class DlInfo(ctypes.Structure):
    _fields_ = [
        ("file", ctypes.c_char_p),
        ("base", ctypes.c_void_p),
        ("symbol", ctypes.c_char_p),
        ("address", ctypes.c_void_p),
    ]


def file_of(function):
    """The file that a C function comes from."""
    info = DlInfo()
    address = ctypes.cast(function, ctypes.c_void_p)
    ctypes.CDLL(None).dladdr(address, ctypes.byref(info))
    return (info.file or b"").decode()


def loaded(part):
    """The files in this process whose name begins with a word."""
    with open("/proc/self/maps") as lines:
        paths = {line.split()[-1] for line in lines if "/" in line}
    return sorted(path for path in paths if os.path.basename(path).startswith(part))


def check_mkl():
    # Whoever comes first in the global scope is called; that includes NumPy and SciPy, which name no library for a function.
    scope = ctypes.CDLL(None)
    for name in ("dgemm_", "cblas_dgemm", "sgemm_", "dgesdd_", "dgeqp3_"):
        path = file_of(getattr(scope, name, None)) if hasattr(scope, name) else ""
        if not os.path.basename(path).startswith("libmkl_rt"):
            raise RuntimeError(f"{name} comes from '{path}', not from MKL")
    # It loads its layers at the first call; then they must be the 32-bit integers that Debian's NumPy passes, and GNU's threads.
    np.ones((4, 4)) @ np.ones((4, 4))
    for part in ("libmkl_gf_lp64", "libmkl_gnu_thread", "libgomp"):
        if not loaded(part):
            raise RuntimeError(f"MKL runs without {part}")
    mkl = ctypes.CDLL(loaded("libmkl_rt")[0])
    text = ctypes.create_string_buffer(200)
    mkl.MKL_Get_Version_String(text, 199)
    return text.value.decode().strip(), mkl.MKL_Get_Max_Threads()


def check_openblas():
    np.ones((4, 4)) @ np.ones((4, 4))
    files = loaded("libopenblas")
    if not files or loaded("libmkl"):
        raise RuntimeError("NumPy does not run on OpenBLAS: apt-get install libopenblas0-pthread")
    blas = ctypes.CDLL(files[0])
    blas.openblas_get_config.restype = ctypes.c_char_p
    blas.openblas_get_corename.restype = ctypes.c_char_p
    config = blas.openblas_get_config().decode().split()
    return f"{config[0]} {config[1]} ({blas.openblas_get_corename().decode()})", blas.openblas_get_num_threads()


# ---------------------------------------------------------------- the work
# A job takes the inputs and its arguments, and returns (kind of answer, {part: array or function that makes it}).


def svd_factors(u, s, vt):
    return "factors", {"left": lambda: u * s, "right": lambda: vt, "singularValues": lambda: s}


def cut(u, s, vt, rank):
    return svd_factors(u[:, :rank], s[:rank], vt[:rank])


def numpy_svd(inputs, rank):
    return cut(*np.linalg.svd(inputs[0], full_matrices=False), rank)


def scipy_svd(inputs, rank):
    return cut(*scipy.linalg.svd(inputs[0], full_matrices=False), rank)


def scipy_svds(inputs, rank, solver="arpack"):
    u, s, vt = scipy.sparse.linalg.svds(inputs[0], k=rank, solver=solver, random_state=1)
    return svd_factors(u[:, ::-1], s[::-1], vt[::-1])


def scipy_interpolative_svd(inputs, rank=None, epsilon=None):
    u, s, v = interpolative.svd(inputs[0], rank if epsilon is None else epsilon)
    return svd_factors(u, s, v.conj().T)


def sklearn_randomized_svd(inputs, rank, **options):
    u, s, vt = randomized_svd(inputs[0], rank, random_state=1, **options)
    return svd_factors(u, s, vt)


def numpy_pinv(inputs):
    inverse = np.linalg.pinv(inputs[0])
    return "inverse", {"inverse": lambda: inverse}


def scipy_pinv(inputs):
    inverse = scipy.linalg.pinv(inputs[0])
    return "inverse", {"inverse": lambda: inverse}


def scipy_interp_decomp(inputs, rank=None, epsilon=None, rand=True):
    if epsilon is None:
        indices, projection = interpolative.interp_decomp(inputs[0], rank, rand=rand)
        k = rank
    else:
        k, indices, projection = interpolative.interp_decomp(inputs[0], epsilon, rand=rand)
    return "columns", {
        "indices": lambda: np.asarray(indices[:k], dtype=np.int64),
        "coefficients": lambda: interpolative.reconstruct_interp_matrix(indices, projection),
    }


def factors_of_psd(factor):
    return "factors", {"left": lambda: factor, "right": lambda: factor.T}


def sklearn_nystroem(inputs, rank, gamma):
    return factors_of_psd(Nystroem(kernel="rbf", gamma=gamma, n_components=rank, random_state=1).fit_transform(inputs[1]))


def numpy_pivoted_cholesky(inputs, rank, gamma, randomly=False):
    """One column at a time, whole columns at once: the best that plain NumPy allows."""
    points = inputs[1]
    generator = np.random.default_rng(1)
    factor = np.zeros((rank, len(points)), dtype=points.dtype)
    left = np.ones(len(points))
    for k in range(rank):
        pivot = generator.choice(len(points), p=left / left.sum()) if randomly else int(np.argmax(left))
        column = np.exp(-gamma * ((points - points[pivot]) ** 2).sum(axis=1)) - factor[:k, pivot] @ factor[:k]
        factor[k] = column / np.sqrt(column[pivot])
        left = np.maximum(left - factor[k] ** 2, 0)
    return factors_of_psd(factor.T)


def scipy_eigh(inputs, rank):
    n = len(inputs[0])
    values, vectors = scipy.linalg.eigh(inputs[0], subset_by_index=(n - rank, n - 1))
    return factors_of_psd(vectors * np.sqrt(np.maximum(values, 0)))


def scipy_qr(inputs):
    q, r, pivots = scipy.linalg.qr(inputs[0], mode="economic", pivoting=True)
    return "pivotedQr", {"q": lambda: q, "r": lambda: r, "pivots": lambda: np.asarray(pivots, dtype=np.int64)}


@functools.lru_cache
def square_matrices(size, dtype):
    generator = np.random.default_rng(1)
    return [generator.random((size, size)).astype(dtype) for _ in range(2)]


def square_product(inputs, size, elementType):
    """What this worker's BLAS can do; the warm-up makes the matrices."""
    x, y = square_matrices(size, {"double": np.float64, "float": np.float32}[elementType])
    x @ y
    return "none", {}


def numpy_matmul(inputs):
    product = inputs[0] @ inputs[1]
    return "product", {"product": lambda: product}


JOBS = {
    "numpy.linalg.svd": numpy_svd,
    "scipy.linalg.svd": scipy_svd,
    "scipy.sparse.linalg.svds": scipy_svds,
    "scipy.linalg.interpolative.svd": scipy_interpolative_svd,
    "sklearn.randomized_svd": sklearn_randomized_svd,
    "numpy.linalg.pinv": numpy_pinv,
    "scipy.linalg.pinv": scipy_pinv,
    "scipy.linalg.interpolative.interp_decomp": scipy_interp_decomp,
    "scipy.linalg.qr": scipy_qr,
    "scipy.linalg.eigh": scipy_eigh,
    "sklearn.Nystroem": sklearn_nystroem,
    "numpy.pivoted_cholesky": numpy_pivoted_cholesky,
    "numpy.matmul": numpy_matmul,
    "SquareProduct": square_product,
}


def rank_of(kind, parts):
    name = {"factors": "right", "columns": "coefficients"}.get(kind)
    return None if name is None else int(parts[name]().shape[0])


# ---------------------------------------------------------------- the commands


class Worker:
    def __init__(self, description):
        self.description = description
        self.inputs = []
        self.last = None

    def describe(self, request):
        return {"description": self.description}

    def warmUp(self, request):
        for dtype in (np.float64, np.float32):
            a = np.random.default_rng(1).standard_normal((300, 200)).astype(dtype)
            a @ a.T
            scipy.linalg.svd(a, full_matrices=False)
            scipy.linalg.qr(a, mode="economic")
            np.linalg.pinv(a)
            if sklearn is not None:
                randomized_svd(a, 10, random_state=1)
        return {}

    def prepare(self, request):
        self.last = None
        self.inputs = []
        self.inputs = [np.load(path) for path in request["inputs"]]
        return {}

    def run(self, request):
        self.last = None
        job = JOBS[request["function"]]
        arguments = request.get("arguments") or {}
        gc.collect()
        measures_memory = request.get("measureMemory", False)
        if measures_memory:
            with open("/proc/self/clear_refs", "w") as peak:
                peak.write("5")
            before = resident("VmRSS")
        gc.disable()
        start = time.perf_counter()
        kind, parts = job(self.inputs, **arguments)
        seconds = time.perf_counter() - start
        gc.enable()
        reply = {"seconds": seconds}
        if measures_memory:
            reply["peakExtraBytes"] = max(0, resident("VmHWM") - before)
        self.last = kind, parts
        rank = rank_of(kind, parts)
        if rank is not None:
            reply["work"] = {"rank": rank}
        return reply

    def answer(self, request):
        kind, parts = self.last
        files = {}
        for name, make in parts.items():
            files[name] = os.path.join(request["folder"], name + ".npy")
            np.save(files[name], make())
        return {"answer": {"kind": kind, "files": files}}


def main(blas):
    # Native code writes where it likes; the replies go to what standard output was before.
    replies = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    versions = {"NumPy": np.__version__, "SciPy": scipy.__version__, "Python": sys.version.split()[0]}
    if sklearn is not None:
        versions["scikit-learn"] = sklearn.__version__
    name, threads = check_mkl() if blas == "mkl" else check_openblas()
    worker = Worker({"versions": versions, "blas": name, "threads": threads})

    for line in sys.stdin:
        request = json.loads(line)
        try:
            reply = getattr(worker, request["command"])(request)
        except Exception as error:
            traceback.print_exc()
            reply = {"error": f"{type(error).__name__}: {error}"}
        replies.write(MARK + json.dumps(reply) + "\n")
        replies.flush()


try:
    import numpy as np
    import scipy
    import scipy.linalg
    import scipy.linalg.interpolative as interpolative
    import scipy.sparse.linalg
except ImportError as error:
    sys.exit(f"{error}: apt-get install python3-numpy python3-scipy")

try:
    import sklearn
    from sklearn.kernel_approximation import Nystroem
    from sklearn.utils.extmath import randomized_svd
except ImportError:
    sklearn = None

if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except RuntimeError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)

using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Tests;

/// <summary>A Hermitian positive semidefinite matrix A = U diag(λ) Uᴴ with known eigenvalues, in memory full of NaN around it.</summary>
internal sealed class PsdMatrix<T>
    where T : unmanaged, INumberBase<T>
{
    private readonly Stored<T> _stored;

    private PsdMatrix(Complex[,] entries, double[] eigenvalues, Storage storage)
    {
        Eigenvalues = eigenvalues;
        _stored = new Stored<T>(storage, entries, isPaddingNaN: true);
        Entries = _stored.Values;
    }

    public DenseMatrix<T> Matrix => _stored.Matrix;

    public Complex[,] Entries { get; }

    public int Size => Matrix.RowCount;

    /// <summary>The non-zero eigenvalues, descending.</summary>
    public double[] Eigenvalues { get; }

    public double Norm => Oracle.Norm(Entries);

    public double Trace => Oracle.Trace(Entries).Real;

    /// <summary>
    /// Rounding where pivots may be as small as the smallest eigenvalue: a column of noise δ is divided by the root of its pivot and
    /// multiplied with one of size 1.
    /// </summary>
    public double Rounding => Eigenvalues.Length == 0 ? 0 : Expect.Rounding<T>(Size, Norm * Math.Sqrt(Eigenvalues[0] / Eigenvalues[^1]));

    /// <summary>Of a case the columns, the rank and the spectrum count; twins make the second half of the rows and columns repeat the
    /// first.</summary>
    public static PsdMatrix<T> Build(MatrixCase c) =>
        Build(c, (c with { Rank = RankOf(c) }).SingularValues(Scalar<T>.IsSingle ? 1e-2 : 1e-5));

    public static PsdMatrix<T> Build(MatrixCase c, double[] eigenvalues)
    {
        int n = c.Columns;
        bool twins = c.HasTwins && n % 2 == 0;
        Complex[,] u = Oracle.Orthonormalize(Oracle.Gaussian<T>(twins ? n / 2 : n, eigenvalues.Length, (int)c.Seed));
        if (twins)
        {
            Complex[,] half = u;
            u = Oracle.Build(n, eigenvalues.Length, (i, j) => half[i % (n / 2), j] / Math.Sqrt(2));
        }

        return FromEntries(Oracle.Multiply(u, Oracle.Diagonal(eigenvalues), Oracle.Adjoint(u)), eigenvalues,
            new Storage(c.Layout, 5, c.Padding));
    }

    public static PsdMatrix<T> FromEntries(Complex[,] entries, double[] eigenvalues, Storage storage = default)
    {
        int n = entries.RowCount();
        Complex[,] hermitian = Oracle.Build(
            n, n, (i, j) => i == j ? entries[i, i].Real : i < j ? entries[i, j] : Complex.Conjugate(entries[j, i]));
        return new PsdMatrix<T>(hermitian, eigenvalues, storage);
    }

    public static int RankOf(MatrixCase c) => Math.Min(c.Rank, c.HasTwins ? c.Columns / 2 : c.Columns);

    public ILinearOperator<T> AsOperator() => LinearOperator.Create<T>(Size, Size, Matrix.Multiply, Matrix.MultiplyAdjoint);

    public void AssertUnchanged() => _stored.AssertUnchanged();

    /// <summary>The smallest eigenvalue of a Hermitian matrix, c − ‖cI − A‖₂ for a c no smaller than ‖A‖₂.</summary>
    public static double SmallestEigenvalue(Complex[,] a)
    {
        double c = Oracle.Norm(a);
        return c - Oracle.SpectralNorm(Oracle.Build(a.RowCount(), a.RowCount(), (i, j) => (i == j ? c : 0) - a[i, j]));
    }
}

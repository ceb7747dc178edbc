using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Tests;

/// <summary>
/// A matrix A = U diag(σ) Vᴴ with known factors, in memory full of NaN: before it, after it and between its rows or columns. Whoever reads
/// the padding gets NaN, and whoever writes anywhere is found out by <see cref="AssertUnchanged"/>.
/// </summary>
internal sealed class KnownMatrix<T>
    where T : unmanaged, INumberBase<T>
{
    private readonly Stored<T> _stored;

    private KnownMatrix(Complex[,] u, double[] singularValues, Complex[,] v, MatrixCase shape)
    {
        U = u;
        SingularValues = singularValues;
        V = v;
        Case = shape;
        Complex[,] product = Oracle.Multiply(Oracle.Multiply(u, Oracle.Diagonal(singularValues)), Oracle.Adjoint(v));
        _stored = new Stored<T>(new Storage(shape.Layout, Offset: 5, shape.Padding), product, isPaddingNaN: true);
        Entries = _stored.Values;
    }

    public MatrixCase Case { get; }

    public DenseMatrix<T> Matrix => _stored.Matrix;

    /// <summary>The entries as they were rounded to T.</summary>
    public Complex[,] Entries { get; }

    public Complex[,] U { get; }

    public double[] SingularValues { get; }

    public Complex[,] V { get; }

    /// <summary>σ₁ / σ_rank; 1 for a zero matrix.</summary>
    public double Condition => SingularValues.Length == 0 ? 1 : SingularValues[0] / SingularValues[^1];

    public double FrobeniusNorm => Oracle.Norm(Entries);

    /// <summary>A⁺ = V diag(1/σ) Uᴴ, from the factors.</summary>
    public Complex[,] ExactPseudoInverse =>
        Oracle.Multiply(Oracle.Multiply(V, Oracle.Diagonal([.. SingularValues.Select(s => 1 / s)])), Oracle.Adjoint(U));

    /// <summary>‖A − A_k‖_F for the best A_k of rank k.</summary>
    public double Tail(int rank) => Math.Sqrt(SingularValues.Skip(rank).Reverse().Sum(s => s * s));

    public static KnownMatrix<T> Build(MatrixCase c) => Build(c, c.SingularValues(Scalar<T>.IsSingle ? 1e-2 : 1e-5));

    public static KnownMatrix<T> Build(MatrixCase c, double[] singularValues)
    {
        int rank = singularValues.Length;
        Complex[,] u = Oracle.Orthonormalize(Oracle.Gaussian<T>(c.Rows, rank, (int)c.Seed));
        Complex[,] v;
        if (c.HasTwins)
        {
            Complex[,] half = Oracle.Orthonormalize(Oracle.Gaussian<T>(c.Columns / 2, rank, (int)c.Seed + 1));
            v = Oracle.Build(c.Columns, rank, (i, j) => half[i % (c.Columns / 2), j] / Math.Sqrt(2));
        }
        else
        {
            v = Oracle.Orthonormalize(Oracle.Gaussian<T>(c.Columns, rank, (int)c.Seed + 1));
        }

        return new KnownMatrix<T>(u, singularValues, v, c);
    }

    /// <summary>A = U diag(σ) Vᴴ from given factors.</summary>
    public static KnownMatrix<T> FromFactors(Complex[,] u, double[] singularValues, Complex[,] v) =>
        new(u, singularValues, v, new MatrixCase(u.GetLength(0), v.GetLength(0), singularValues.Length, default, default, 0, 0));

    /// <summary>An operator known only by its products with this matrix.</summary>
    public ILinearOperator<T> AsOperator() => LinearOperator.Create<T>(Case.Rows, Case.Columns, Matrix.Multiply, Matrix.MultiplyAdjoint);

    /// <summary>Not a bit of the matrix, its padding or its surroundings has changed.</summary>
    public void AssertUnchanged() => _stored.AssertUnchanged();
}

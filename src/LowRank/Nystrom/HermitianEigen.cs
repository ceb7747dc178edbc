using System.Collections.Immutable;
using System.Numerics;
using LowRank.Approximations;
using LowRank.Kernels;

namespace LowRank;

/// <summary>A truncated eigenvalue decomposition <c>A ≈ U diag(λ) Uᴴ</c> of a Hermitian n × n matrix.</summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
/// <remarks>The largest entry of each eigenvector is positive (real positive for complex numbers), which fixes the signs.</remarks>
public sealed class HermitianEigen<T> : LowRankApproximation<T>
    where T : unmanaged, INumberBase<T>
{
    /// <param name="eigenvectors">n × k, orthonormal columns; their signs are fixed here.</param>
    /// <param name="eigenvalues">k numbers, descending.</param>
    /// <param name="error">The error.</param>
    internal HermitianEigen(DenseMatrix<T> eigenvectors, double[] eigenvalues, ErrorEstimate error)
        : base(new FactoredProduct<T>(new Factor<T>(eigenvectors), eigenvalues, new Factor<T>(eigenvectors, IsAdjoint: true)), error)
    {
        Eigenvectors = eigenvectors;
        Eigenvalues = ImmutableArray.Create(eigenvalues);
        FixSigns(eigenvectors.Span);
    }

    /// <summary>The eigenvectors U: n × k, orthonormal columns.</summary>
    public DenseMatrix<T> Eigenvectors { get; }

    /// <summary>The eigenvalues, descending: k numbers.</summary>
    public ImmutableArray<double> Eigenvalues { get; }

    private static void FixSigns(MatrixSpan<T> vectors)
    {
        for (int j = 0; j < vectors.ColumnCount; j++)
        {
            T largest = T.Zero;
            double magnitude = 0;
            for (int i = 0; i < vectors.RowCount; i++)
            {
                if (Scalar<T>.Abs(vectors[i, j]) > magnitude)
                {
                    largest = vectors[i, j];
                    magnitude = Scalar<T>.Abs(largest);
                }
            }

            Kernels<T>.Scale(Scalar<T>.InversePhase(largest), vectors.Columns(j, 1));
        }
    }
}

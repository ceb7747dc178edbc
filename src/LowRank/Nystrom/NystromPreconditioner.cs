using System.Numerics;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.Nystrom;

/// <summary>P⁻¹ = (λ_k + μ) U (Λ + μI)⁻¹ Uᴴ + (I − UUᴴ).</summary>
internal sealed class NystromPreconditioner<T>
    where T : unmanaged, INumberBase<T>
{
    private readonly DenseMatrix<T> _u;
    private readonly double[] _corrections;

    public NystromPreconditioner(HermitianEigen<T> eigen, double regularization)
    {
        _u = eigen.Eigenvectors;
        double last = eigen.Rank == 0 ? 0 : eigen.Eigenvalues[^1];
        _corrections = [.. eigen.Eigenvalues.Select(value => ((last + regularization) / (value + regularization)) - 1)];
    }

    /// <summary>destination := P⁻¹ r = r + U diag((λ_k + μ)/(λ_j + μ) − 1) Uᴴr.</summary>
    public void Apply(DenseMatrix<T> r, DenseMatrix<T> destination)
    {
        using Workspace<T> workspace = new();
        DenseMatrix<T> inside = workspace.Rent(_corrections.Length, r.ColumnCount);
        Kernels<T>.Gemm(T.One, _u.Span.ConjugateTranspose(), r.Span, T.Zero, inside.Span);
        Kernels<T>.ScaleRows(_corrections, inside.Span);
        Kernels<T>.Copy(r.Span, destination.Span);
        Kernels<T>.Gemm(T.One, _u.Span, inside.Span, T.One, destination.Span);
    }
}

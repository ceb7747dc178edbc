using System.Collections.Immutable;
using System.Numerics;
using LowRank.Approximations;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Tall;

namespace LowRank;

/// <summary>A Nyström approximation <c>A ≈ F Fᴴ</c> of a Hermitian positive semidefinite n × n matrix.</summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
public sealed class NystromApproximation<T> : LowRankApproximation<T>
    where T : unmanaged, INumberBase<T>
{
    internal NystromApproximation(
        DenseMatrix<T> factor, ErrorEstimate error, NystromApproximationMethod? method, int[] indices, double traceError, double shift,
            long entriesRead)
        : base(new FactoredProduct<T>(new Factor<T>(factor), null, new Factor<T>(factor, IsAdjoint: true)), error)
    {
        Factor = factor;
        Method = method;
        Indices = ImmutableArray.Create(indices);
        TraceError = traceError;
        Shift = shift;
        EntriesRead = entriesRead;
    }

    /// <summary>
    /// F, n × k. Of the Gaussian method its columns are orthogonal, the largest first; of the column methods <c>F[J, :]</c> is lower
    /// triangular.
    /// </summary>
    public DenseMatrix<T> Factor { get; }

    /// <summary>The columns J that the approximation was made from, in the order of their choice: k numbers; none for the Gaussian
    /// method.</summary>
    public ImmutableArray<int> Indices { get; }

    /// <summary>
    /// <c>tr(A − Â)</c>, exact but for rounding: the nuclear norm of the residual, as that is positive semidefinite. NaN for an operator
    /// whose diagonal is not known.
    /// </summary>
    public double TraceError { get; }

    /// <summary>
    /// The multiple of the identity that stabilised the Gaussian method; taken off again, it is the size of what rounding left. 0 for the
    /// column methods.
    /// </summary>
    public double Shift { get; }

    /// <summary>How many entries of A the column methods asked for: (k + 1)n for one column at a time, somewhat more by blocks. 0 for the
    /// Gaussian method.</summary>
    public long EntriesRead { get; }

    /// <summary>The method that was used, never <see cref="NystromApproximationMethod.Auto"/>; null where the columns were
    /// given.</summary>
    public NystromApproximationMethod? Method { get; }

    /// <summary>The eigenvalue decomposition of this approximation, <c>F Fᴴ = U diag(λ) Uᴴ</c>, by the SVD of F.</summary>
    /// <returns>The k largest eigenvalues, none negative, and their eigenvectors. No eigenvalue exceeds that of A by more than
    /// rounding.</returns>
    /// <exception cref="NonConvergenceException">LAPACK's <c>gesdd</c> and <c>gesvd</c> both failed.</exception>
    /// <remarks>Cost: some 6nk² flops and 2nk elements of memory.</remarks>
    public HermitianEigen<T> ToEigen()
    {
        ThinSvd<T> svd = ThinSvd<T>.Of(Factor);
        return new HermitianEigen<T>(svd.U, Array.ConvertAll(svd.S, s => s * s), Error);
    }

    /// <summary>Solves <c>(F Fᴴ + μI) X = B</c>, with the approximation in A's place.</summary>
    /// <param name="b">An n × p matrix: p right-hand sides.</param>
    /// <param name="regularization">The regularisation μ, positive.</param>
    /// <returns>The n × p solution.</returns>
    /// <exception cref="ArgumentException"><paramref name="b"/> has other than n rows, or an entry that is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">μ is not positive and finite.</exception>
    /// <remarks>
    /// By the SVD F = U diag(s) Vᴴ: <c>X = B/μ − U diag(s²/(μ(s² + μ))) UᴴB</c>. Cost: some 6nk² + 4nkp flops.
    /// For A itself see <see cref="RegularizedSystem.Solve"/>.
    /// </remarks>
    public DenseMatrix<T> Solve(DenseMatrix<T> b, double regularization)
    {
        ArgumentNullException.ThrowIfNull(b);
        MatrixGuard.HasRows(b, RowCount, nameof(b), $"the approximation is {MatrixGuard.Shape(this)}");
        RegularizedSystem.CheckRegularization(regularization);
        MatrixGuard.Finite(b, nameof(b));
        ThinSvd<T> svd = ThinSvd<T>.Of(Factor);
        DenseMatrix<T> solution = b.ToDense();
        using Workspace<T> workspace = new();
        DenseMatrix<T> inside = workspace.Rent(Rank, b.ColumnCount);
        Kernels<T>.Gemm(T.One, svd.U.Span.ConjugateTranspose(), b.Span, T.Zero, inside.Span);
        Kernels<T>.ScaleRows(Array.ConvertAll(svd.S, s => s * s / ((s * s) + regularization)), inside.Span);
        Kernels<T>.Gemm(-T.One, svd.U.Span, inside.Span, T.One, solution.Span);
        Kernels<T>.Scale(Scalar<T>.FromDouble(1 / regularization), solution.Span);
        return solution;
    }

    /// <summary>
    /// The weights of kernel ridge regression on the chosen columns alone: β with <c>A[:, J] β = Â (Â + μI)⁻¹ Y</c>, so that at a new
    /// point x the prediction is <c>k(x, J) β</c>, from k evaluations of the kernel.
    /// </summary>
    /// <param name="targets">Y, an n × p matrix.</param>
    /// <param name="regularization">The regularisation μ, positive.</param>
    /// <returns>A k × p matrix, its rows in the order of <see cref="Indices"/>.</returns>
    /// <exception cref="InvalidOperationException">The approximation is not made of columns.</exception>
    /// <exception cref="ArgumentException"><paramref name="targets"/> has other than n rows, or an entry that is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">μ is not positive and finite.</exception>
    /// <remarks>
    /// With L = F[J, :], lower triangular, A[:, J] = F Lᴴ: <c>β = L⁻ᴴ (FᴴF + μI)⁻¹ FᴴY</c>, through the SVD of F, which does not square
    /// its condition. Cost: some 6nk² + 2nkp flops.
    /// </remarks>
    public DenseMatrix<T> RegressionWeights(DenseMatrix<T> targets, double regularization)
    {
        ArgumentNullException.ThrowIfNull(targets);
        if (Method == NystromApproximationMethod.Gaussian)
        {
            throw new InvalidOperationException(
                "A Gaussian Nyström approximation has no chosen columns to put weights on. Use a column method, or Solve.");
        }

        MatrixGuard.HasRows(targets, RowCount, nameof(targets), $"the approximation is {MatrixGuard.Shape(this)}");
        RegularizedSystem.CheckRegularization(regularization);
        MatrixGuard.Finite(targets, nameof(targets));
        ThinSvd<T> svd = ThinSvd<T>.Of(Factor);
        using Workspace<T> workspace = new();
        DenseMatrix<T> inside = workspace.Rent(Rank, targets.ColumnCount);
        Kernels<T>.Gemm(T.One, svd.U.Span.ConjugateTranspose(), targets.Span, T.Zero, inside.Span);
        Kernels<T>.ScaleRows(Array.ConvertAll(svd.S, s => s / ((s * s) + regularization)), inside.Span);
        DenseMatrix<T> weights = DenseMatrix.Uninitialized<T>(Rank, targets.ColumnCount, MatrixLayout.ColumnMajor);
        Kernels<T>.Gemm(T.One, svd.VT.Span.ConjugateTranspose(), inside.Span, T.Zero, weights.Span);
        DenseMatrix<T> lower = workspace.Rent(Rank, Rank);
        DenseMatrix<T> upper = workspace.Rent(Rank, Rank);
        Kernels<T>.GatherRows(Factor.Span, Indices.AsSpan(), lower.Span);
        Kernels<T>.Copy(lower.Span.ConjugateTranspose(), upper.Span);
        Kernels<T>.SolveUpper(upper.Span, weights.Span);
        return weights;
    }
}

using System.Numerics;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.PseudoInverses;
using LowRank.Tall;

namespace LowRank;

public static partial class PseudoInverse
{
    /// <summary>
    /// Solves <c>min ‖A X B − M‖_F</c> over all X of rank at most r; of all solutions that of smallest norm, <c>X = A⁺ [P_A M P_B]_r
    /// B⁺</c> with <c>P_A = A A⁺</c> and <c>P_B = B⁺ B</c> (Friedland and Torokhti 2007).
    /// </summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">An m × p matrix of any rank.</param>
    /// <param name="m">An m × n matrix.</param>
    /// <param name="b">A q × n matrix of any rank.</param>
    /// <param name="rank">The largest rank r of X, 0 or more.</param>
    /// <param name="options">The tolerances and the number of threads, for both matrices; the method is the SVD. The defaults if left
    /// out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>The p × q solution, of rank min(r, rank A, rank B) at most.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rank"/> is negative, or an option is out of range; a ridge is not
    /// offered here.</exception>
    /// <exception cref="ArgumentException">The shapes do not fit, or an entry is NaN or infinite.</exception>
    /// <inheritdoc cref="Compute{T}" path="/exception"/>
    /// <remarks>
    /// With the thin SVDs of A and B the product P_A M P_B has the core U_Aᴴ M V_B, of size rank A × rank B, whose SVD is cut (Friedland
    /// and Torokhti 2007). Where its singular values r and r + 1 are equal there is more than one solution, and one of them is returned.
    /// Cost: three SVDs and the products.
    /// </remarks>
    public static DenseMatrix<T> SolveTwoSidedOfRank<T>(
        DenseMatrix<T> a, DenseMatrix<T> m, DenseMatrix<T> b, int rank, PseudoInverseOptions? options = null,
            CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(m);
        ArgumentNullException.ThrowIfNull(b);
        MatrixGuard.HasShape(m, a.RowCount, b.ColumnCount, nameof(m));
        ArgumentOutOfRangeException.ThrowIfNegative(rank);
        using var call = Call.Begin(options, cancellationToken);
        (options, RunContext context) = (call.Options, call.Context);
        if (options.Ridge > 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), options.Ridge, "A solution of limited rank is not offered with a Ridge.");
        }

        MatrixGuard.Finite(a, nameof(a), context.MaxDegreeOfParallelism);
        MatrixGuard.Finite(m, nameof(m), context.MaxDegreeOfParallelism);
        MatrixGuard.Finite(b, nameof(b), context.MaxDegreeOfParallelism);
        context.Step("thin SVD of a", 0, 3);
        ThinSvd<T> left = ThinSvd<T>.Of(a);
        int leftRank = ThresholdRule.For(a, options).Rank<T>(left.S);
        context.Step("thin SVD of b", 1, 3);
        ThinSvd<T> right = ThinSvd<T>.Of(b);
        int rightRank = ThresholdRule.For(b, options).Rank<T>(right.S);

        context.Step("SVD of the core", 2, 3);
        using Workspace<T> workspace = new();
        DenseMatrix<T> projected = workspace.Rent(leftRank, m.ColumnCount);
        Kernels<T>.Gemm(T.One, left.U.AsColumns(0, leftRank).Span.ConjugateTranspose(), m.Span, T.Zero, projected.Span);
        DenseMatrix<T> core = workspace.Rent(leftRank, rightRank);
        Kernels<T>.Gemm(T.One, projected.Span, right.VT.AsRows(0, rightRank).Span.ConjugateTranspose(), T.Zero, core.Span);
        ThinSvd<T> cut = ThinSvd<T>.Of(core);
        int kept = Math.Min(rank, cut.S.Length);

        // X = V_A S_A⁻¹ [core]_r S_B⁻¹ U_Bᴴ
        DenseMatrix<T> outer = workspace.Rent(leftRank, kept);
        Kernels<T>.Copy(cut.U.AsColumns(0, kept).Span, outer.Span);
        Kernels<T>.ScaleRows(Array.ConvertAll(left.S[..leftRank], s => 1 / s), outer.Span);
        DenseMatrix<T> inner = workspace.Rent(kept, rightRank);
        Kernels<T>.Copy(cut.VT.AsRows(0, kept).Span, inner.Span);
        Kernels<T>.ScaleRows(cut.S.AsSpan(0, kept), inner.Span);
        Kernels<T>.ScaleRows(Array.ConvertAll(right.S[..rightRank], s => 1 / s), inner.Span.Transpose());
        DenseMatrix<T> first = workspace.Rent(a.ColumnCount, kept);
        Kernels<T>.Gemm(T.One, left.VT.AsRows(0, leftRank).Span.ConjugateTranspose(), outer.Span, T.Zero, first.Span);
        DenseMatrix<T> second = workspace.Rent(kept, b.RowCount);
        Kernels<T>.Gemm(T.One, inner.Span, right.U.AsColumns(0, rightRank).Span.ConjugateTranspose(), T.Zero, second.Span);
        DenseMatrix<T> x = DenseMatrix.Uninitialized<T>(a.ColumnCount, b.RowCount, MatrixLayout.RowMajor);
        Kernels<T>.Gemm(T.One, first.Span, second.Span, T.Zero, x.Span);
        return call.Done(x);
    }
}

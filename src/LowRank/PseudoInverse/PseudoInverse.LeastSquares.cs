using System.Collections.Immutable;
using System.Numerics;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.PseudoInverses;

namespace LowRank;

public static partial class PseudoInverse
{
    /// <summary>Solves <c>min ‖A X − B‖_F</c> like <see cref="Solve{T}"/>, and reports the residuals, the effective rank and the
    /// method.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">An m × n matrix of any rank.</param>
    /// <param name="b">An m × p matrix: p right-hand sides.</param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>The n × p solution of smallest norm, and what is known of it.</returns>
    /// <exception cref="ArgumentException"><paramref name="b"/> has other than m rows, or an entry is NaN or infinite.</exception>
    /// <inheritdoc cref="Compute{T}" path="/exception"/>
    /// <remarks>Cost: that of <see cref="Solve{T}"/>, 2mnp flops and mp elements for the residuals.</remarks>
    public static LeastSquaresSolution<T> LeastSquares<T>(
        DenseMatrix<T> a, DenseMatrix<T> b, PseudoInverseOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        MatrixGuard.HasRows(b, a.RowCount, nameof(b), $"a is {MatrixGuard.Shape(a)}");
        using var call = Call.Begin(options, cancellationToken);
        RunContext context = call.Context;
        double norm = MatrixGuard.Finite(a, nameof(a), context.MaxDegreeOfParallelism);
        MatrixGuard.Finite(b, nameof(b), context.MaxDegreeOfParallelism);
        (Inversion<T> inversion, DenseMatrix<T> x) = Apply(a, norm, b, call.Options, context);

        using Workspace<T> workspace = new();
        DenseMatrix<T> residual = workspace.Rent(b.RowCount, b.ColumnCount);
        Kernels<T>.Copy(b.Span, residual.Span);
        Kernels<T>.Gemm(-T.One, a.Span, x.Span, T.One, residual.Span);
        double[] residuals = ParallelNorms.Columns(residual, context.MaxDegreeOfParallelism);
        return call.Done(new LeastSquaresSolution<T>(x, ImmutableArray.Create(residuals), inversion));
    }
}

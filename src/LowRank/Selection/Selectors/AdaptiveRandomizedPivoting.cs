using System.Numerics;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.Selection;

/// <summary>
/// Rows of V drawn in turn with probability proportional to the square of what they have outside those before (Cortinovis and Kressner
/// 2024), which is the projection determinantal process P(J) = |det V_J|².
/// </summary>
internal sealed class AdaptiveRandomizedPivoting<T> : SubspaceSelector<T>
    where T : unmanaged, INumberBase<T>
{
    public override int[] Choose(DenseMatrix<T> v, Func<DenseMatrix<T>> entries, IndexSampler sampler) => Draw(v, sampler);

    /// <summary>Draws as many rows as V has columns.</summary>
    public static int[] Draw(DenseMatrix<T> v, IndexSampler sampler)
    {
        using Workspace<T> workspace = new();
        DenseMatrix<T> rows = workspace.Rent(v.ColumnCount, v.RowCount);
        Kernels<T>.Copy(v.Span.ConjugateTranspose(), rows.Span);
        EarlyPivotedQr<T> qr = EarlyPivotedQr<T>.Of(
            rows, v.ColumnCount, 0, 0, workspace, draw: (squares, draw) => sampler.Draw(squares, draw));
        return SkeletonBasis<T>.FillUp(qr.Pivots, v.ColumnCount, v.RowCount);
    }
}

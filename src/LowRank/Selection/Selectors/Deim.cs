using System.Numerics;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.Selection;

/// <summary>The discrete empirical interpolation of the singular vectors (Sorensen and Embree 2016).</summary>
internal sealed class Deim<T> : SubspaceSelector<T>
    where T : unmanaged, INumberBase<T>
{
    /// <inheritdoc/>
    /// <remarks>
    /// For each vector in turn, the row where it differs most from its interpolation in the rows chosen so far: the pivots of LU with
    /// partial pivoting. Rows are not exchanged here, so that of equals the lowest is taken.
    /// </remarks>
    public override int[] Choose(DenseMatrix<T> v, Func<DenseMatrix<T>> entries, IndexSampler sampler)
    {
        int k = v.ColumnCount;
        using Workspace<T> workspace = new();
        DenseMatrix<T> x = workspace.Rent(v.RowCount, k);
        Kernels<T>.Copy(v.Span, x.Span);
        DenseMatrix<T> factors = workspace.Rent(1, k);
        int[] rows = new int[k];
        double[] magnitudes = new double[v.RowCount];
        double slack = Tuning<SelectionTuning>.Current.PivotTieUnits * Scalar<T>.Epsilon;
        for (int s = 0; s < k; s++)
        {
            Span<T> residual = x.Span.Major(s);
            for (int i = 0; i < residual.Length; i++)
            {
                magnitudes[i] = double.IsNegativeInfinity(magnitudes[i]) ? magnitudes[i] : Scalar<T>.Abs(residual[i]);
            }

            int pivot = rows[s] = Ties.FirstLargest(magnitudes, slack);
            magnitudes[pivot] = double.NegativeInfinity;
            T value = residual[pivot];
            if (T.IsZero(value) || s == k - 1)
            {
                continue; // no vector is zero, so a zero pivot comes only with a repeated vector: nothing to eliminate
            }

            MatrixSpan<T> rest = x.Span.Columns(s + 1, k - s - 1);
            MatrixSpan<T> row = factors.Span.Columns(s + 1, k - s - 1);
            for (int t = 0; t < rest.ColumnCount; t++)
            {
                row[0, t] = rest[pivot, t] / value;
            }

            Kernels<T>.Gemm(-T.One, x.Span.Columns(s, 1), row, T.One, rest);
        }

        return rows;
    }
}

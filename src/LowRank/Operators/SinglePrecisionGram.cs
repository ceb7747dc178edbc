using System.Numerics;
using System.Numerics.Tensors;
using LowRank.Interop;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.Operators;

/// <summary>
/// BᵀB x in single precision, for a row-major B (r × c) of doubles or floats that is read once for both products: a panel of rows is
/// rounded where it must be, multiplied by x and, while it is still in the cache, by what came out. No copy of B is ever made.
/// </summary>
/// <param name="b">B, row-major.</param>
/// <param name="scale">A factor, a power of two, for the entries: B stands for scale · B.</param>
/// <param name="threads">The most threads.</param>
internal sealed class SinglePrecisionGram<T>(DenseMatrix<T> b, double scale, int threads)
    where T : unmanaged, INumberBase<T>
{
    /// <summary>The order of BᵀB.</summary>
    public int Size => b.ColumnCount;

    /// <summary>destination := (scale B)ᵀ (scale B) x; both are c × l, column-major.</summary>
    public void Multiply(DenseMatrix<float> x, DenseMatrix<float> destination)
    {
        int perPanel = Math.Max(Machine.FewestRowsPerSingleGram, Machine.ElementsPerSingleGram / Math.Max(1, b.ColumnCount));
        int panels = (b.RowCount + perPanel - 1) / perPanel;

        // Each thread has rows and a sum of its own.
        int teams = NativeThreads.CanLimit ? Math.Clamp(threads, 1, Math.Max(1, panels)) : 1;
        using Workspace<float> workspace = new();
        DenseMatrix<float>[] sums = new DenseMatrix<float>[teams];
        DenseMatrix<float>[] rounded = new DenseMatrix<float>[teams];
        DenseMatrix<float>[] products = new DenseMatrix<float>[teams];
        for (int team = 0; team < teams; team++)
        {
            sums[team] = workspace.Rent(x.RowCount, x.ColumnCount, MatrixLayout.RowMajor);
            rounded[team] = typeof(T) == typeof(float) && scale == 1
                ? DenseMatrix.Create<float>(0, 0) : workspace.Rent(perPanel, b.ColumnCount, MatrixLayout.RowMajor);
            products[team] = workspace.Rent(perPanel, x.ColumnCount, MatrixLayout.RowMajor);
        }

        // Of panels of few rows MKL multiplies by row-major matrices in two thirds of the time.
        DenseMatrix<float> rows = workspace.Rent(x.RowCount, x.ColumnCount, MatrixLayout.RowMajor);
        Kernels<float>.Copy(x.Span, rows.Span);
        if (teams == 1)
        {
            Accumulate(0, panels, perPanel, rows, rounded[0], products[0], sums[0]);
        }
        else
        {
            ParallelPieces.RunTeams(
                teams, panels, (team, first, end) => Accumulate(first, end, perPanel, rows, rounded[team], products[team], sums[team]));
        }

        MatrixSpan<float> sum = sums[0].Span;
        for (int team = 1; team < teams; team++)
        {
            TensorPrimitives.Add(sum.Values, sums[team].Span.Values, sum.Values);
        }

        Kernels<float>.Copy(sum, destination.Span);
    }

    /// <summary>sum := Σ PᵀP x over the panels P from one number to another.</summary>
    private void Accumulate(
        int from, int to, int perPanel, DenseMatrix<float> x, DenseMatrix<float> rounded, DenseMatrix<float> product,
            DenseMatrix<float> sum)
    {
        using PanelSum<float> total = new(sum);
        for (int panel = from; panel < to; panel++)
        {
            int start = panel * perPanel;
            int count = Math.Min(perPanel, b.RowCount - start);
            MatrixSpan<float> p = Round(start, count, rounded);
            MatrixSpan<float> y = product.AsRows(0, count).Span;
            Kernels<float>.Gemm(1, p, x.Span, 0, y);
            total.Add(p.Transpose(), y);
        }

        total.Complete();
    }

    private MatrixSpan<float> Round(int start, int count, DenseMatrix<float> rounded)
    {
        if (typeof(T) == typeof(float) && scale == 1)
        {
            return ((DenseMatrix<float>)(object)b).AsRows(start, count).Span;
        }

        MatrixSpan<float> target = rounded.AsRows(0, count).Span;
        MatrixSpan<T> source = b.AsRows(start, count).Span;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<T> from = source.Major(i);
            Span<float> to = target.Major(i);
            if (scale == 1)
            {
                TensorPrimitives.ConvertTruncating(from, to);
                continue;
            }

            // Before the rounding: what is scaled may be far outside the range of single precision.
            for (int j = 0; j < to.Length; j++)
            {
                to[j] = (float)(Scalar<T>.ToDouble(from[j]) * scale);
            }
        }

        return target;
    }
}

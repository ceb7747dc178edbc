using System.Numerics;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Random;
using LowRank.Sketching;
using LowRank.Tall;

namespace LowRank.Selection;

/// <summary>
/// CQRRPT (Melnichenko, Balabanov, Murray, Demmel, Mahoney and Luszczek, arXiv 2311.08316): the pivoted QR of a sketch of the rows gives
/// the pivots and a triangle T that makes A_J T⁻¹ well-conditioned, with the condition number of the sketched basis, whatever A's;
/// Cholesky QR then loses nothing.
/// </summary>
internal static class PreconditionedQr<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>The factors; null where the matrix is wide, or its preconditioned form is not well-conditioned after all.</summary>
    public static PivotedFactors<T>? TryFactor(DenseMatrix<T> a, PivotedQrOptions options, RunContext context, Workspace<T> workspace)
    {
        int m = a.RowCount;
        int n = a.ColumnCount;
        int d = (int)Math.Ceiling(options.SketchRatio * n) + SignedRowSums<T>.NonZeros;
        if (d >= m || n == 0)
        {
            return null;
        }

        DenseMatrix<T> sketch = workspace.Rent(d, n, a.Layout);
        new SignedRowSums<T>(options.Seed, RandomStream.Sketch, d, m).Multiply(a, sketch, context.MaxDegreeOfParallelism);
        if (a.Layout == MatrixLayout.RowMajor)
        {
            DenseMatrix<T> columns = workspace.Rent(d, n);
            Kernels<T>.Copy(sketch.Span, columns.Span);
            sketch = columns;
        }

        // A plain QR of the sketch first: the pivoting then reads n rows a step and not 1.5 n.
        context.Step("pivoting of the sketch", 1, 6);
        using Rented<T> tau = new(n);
        Kernels<T>.QrFactor(sketch.Span, tau.Span);
        DenseMatrix<T> small = workspace.Rent(n, n);
        Orthonormalizer<T>.CopyUpper(sketch, small);
        EarlyPivotedQr<T> pivoted = EarlyPivotedQr<T>.Of(small, n, 0, 0, workspace);
        int rank = pivoted.NumericalRank(m);
        int[] pivots = SkeletonBasis<T>.FillUp(pivoted.Pivots[..rank], n, n);
        DenseMatrix<T> triangle = pivoted.Triangle(rank);

        context.Step("preconditioned Cholesky QR", 2, 6);
        DenseMatrix<T> q = workspace.Rent(m, n);
        a.CopyColumns(pivots.AsSpan(0, rank), q.AsColumns(0, rank));
        DenseMatrix<T> leading = q.AsColumns(0, rank);
        Kernels<T>.SolveUpperFromRight(triangle.Span, leading.Span);
        DenseMatrix<T> r = workspace.Rent(n, n);
        Kernels<T>.Fill(T.Zero, r.Span);
        DenseMatrix<T> whole = r.AsBlock(0, 0, rank, rank);
        Kernels<T>.Copy(triangle.Span, whole.Span);
        for (int pass = 0; pass < 2; pass++) // The second brings to rounding what is not there yet
        {
            context.Step("preconditioned Cholesky QR", 3 + pass, 6);
            DenseMatrix<T> gram = workspace.Rent(rank, rank);
            Kernels<T>.Gram(leading.Span, gram.Span);
            if (!IsWellConditioned(gram) || !Kernels<T>.TryCholesky(gram.Span))
            {
                return null;
            }

            for (int j = 0; j < rank; j++)
            {
                gram.Span.Major(j)[(j + 1)..].Clear();
            }

            Kernels<T>.SolveUpperFromRight(gram.Span, leading.Span);
            Kernels<T>.MultiplyUpper(gram.Span, whole.Span);
        }

        if (rank < n)
        {
            // What depends on the pivots but for rounding: its coefficients, and that rounding factored too.
            DenseMatrix<T> rest = q.AsColumns(rank, n - rank);
            DenseMatrix<T> inside = r.AsBlock(0, rank, rank, n - rank);
            a.CopyColumns(pivots.AsSpan(rank), rest);
            Kernels<T>.Gemm(T.One, leading.Span.ConjugateTranspose(), rest.Span, T.Zero, inside.Span);
            Kernels<T>.Gemm(-T.One, leading.Span, inside.Span, T.One, rest.Span);
            PivotedFactors<T>.Complete(q, rank, r.AsBlock(rank, rank, n - rank, n - rank), workspace);
        }

        return new PivotedFactors<T>(q, r, pivots, 0);
    }

    /// <summary>Whether the preconditioned columns have lengths near one another, as they must where the sketch has done its
    /// work.</summary>
    private static bool IsWellConditioned(DenseMatrix<T> gram)
    {
        double smallest = double.PositiveInfinity;
        double largest = 0;
        for (int j = 0; j < gram.ColumnCount; j++)
        {
            double diagonal = Scalar<T>.ToDouble(gram.Span[j, j]);
            smallest = Math.Min(smallest, diagonal);
            largest = Math.Max(largest, diagonal);
            if (!double.IsFinite(diagonal))
            {
                return false;
            }
        }

        return gram.ColumnCount == 0 || largest <= Tuning<SelectionTuning>.Current.LargestGram * smallest;
    }
}

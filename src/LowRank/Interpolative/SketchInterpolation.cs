using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Random;
using LowRank.Selection;
using LowRank.Sketching;

namespace LowRank.Interpolative;

/// <summary>
/// Columns and coefficients from one sketch alone: Y = ΩA, Z = Y_J⁻¹Y (I-7; E14). The error is measured with independent probes.
/// </summary>
internal sealed class SketchInterpolation<T>(
    ILinearOperator<T> a, IColumnSource<T> source, double? norm, Truncation truncation, int limit,
        InterpolativeDecompositionOptions options, RunContext context)
    where T : unmanaged, INumberBase<T>
{
    private const int FirstGuess = 32;

    private int Size => Math.Max(a.RowCount, a.ColumnCount);

    /// <summary>The decomposition.</summary>
    public ColumnSkeleton<T> Find()
    {
        using Workspace<T> workspace = new();
        DenseMatrix<T> probes = workspace.Rent(a.ColumnCount, ResidualEstimator<T>.ProbeCount);
        new GaussianSketch<T>(options.Seed, RandomStream.Probe).Fill(probes, 0, context.MaxDegreeOfParallelism);
        DenseMatrix<T> products = ResidualEstimator<T>.Probe(a, options.Seed, context, workspace).Local;
        if (a is not DenseMatrix<T>)
        {
            MatrixGuard.FiniteProduct(products, a, nameof(a));
        }

        double reference = norm ?? ResidualEstimator<T>.Norm(products);
        double tolerance = Math.Max(truncation.RelativeTolerance(reference), ResidualEstimator<T>.RoundingFloor(Size));
        int target = truncation.IsRank ? limit : Math.Min(limit, FirstGuess);
        while (true)
        {
            using Workspace<T> inner = new();
            EarlyPivotedQr<T> pivoted = Pivot(target, inner);
            int independent = pivoted.Rank;
            if (truncation.IsRank)
            {
                return At(independent, limit);
            }

            if (Meets(At(independent, independent)) || target == limit)
            {
                // The smallest number of these columns that will do, by bisection: the probes are the same for all of them.
                int low = 0;
                int high = independent;
                while (low < high)
                {
                    int middle = (low + high) / 2;
                    (low, high) = Meets(At(middle, middle)) ? (low, middle) : (middle + 1, high);
                }

                return At(high, high);
            }

            target = Math.Min(limit, 2 * target);

            ColumnSkeleton<T> At(int used, int rank) => Solve(pivoted, used, rank, reference, probes, products);

            bool Meets(ColumnSkeleton<T> candidate) => candidate.Error.UpperBound(0.01) <= tolerance * reference;
        }
    }

    /// <summary>The pivoted QR of conj(ΩA): as a row-major n × d matrix, the adjoint product (ΩA)ᴴ is its transpose in memory.</summary>
    private EarlyPivotedQr<T> Pivot(int count, Workspace<T> workspace)
    {
        context.Step("sketch", 0, 2);
        int rows = (int)Math.Min((long)count + options.Oversampling, a.RowCount);
        DenseMatrix<T> omega = workspace.Rent(a.RowCount, rows);
        new GaussianSketch<T>(options.Seed, RandomStream.Sketch).Fill(omega, 0, context.MaxDegreeOfParallelism);
        DenseMatrix<T> sketch = workspace.Rent(rows, a.ColumnCount);
        a.MultiplyAdjoint(omega, sketch.Transpose());
        context.Step("choice of columns", 1, 2);
        double floor = Size * Scalar<T>.Epsilon * Kernels<T>.FrobeniusNorm(sketch.Span);
        return EarlyPivotedQr<T>.Of(sketch, count, 0, floor, workspace);
    }

    private ColumnSkeleton<T> Solve(
        EarlyPivotedQr<T> pivoted, int used, int rank, double reference, DenseMatrix<T> probes, DenseMatrix<T> products)
    {
        int[] columns = SkeletonBasis<T>.FillUp(pivoted.Pivots[..used], rank, a.ColumnCount);
        using Workspace<T> workspace = new();
        DenseMatrix<T> triangle = workspace.Rent(used, used);
        for (int j = 0; j < used; j++)
        {
            for (int i = 0; i < used; i++)
            {
                triangle.Span[i, j] = pivoted.R.Span[i, columns[j]];
            }
        }

        DenseMatrix<T> z = DenseMatrix.Uninitialized<T>(rank, a.ColumnCount, MatrixLayout.ColumnMajor);
        Kernels<T>.Fill(T.Zero, z.Span);
        MatrixSpan<T> solved = z.Span.Rows(0, used);
        Kernels<T>.Copy(pivoted.R.AsRows(0, used).Span, solved);
        Kernels<T>.SolveUpper(triangle.Span, solved);
        Kernels<T>.ConjugateInPlace(solved);
        for (int i = 0; i < rank; i++)
        {
            Span<T> column = z.Span.Major(columns[i]);
            column.Clear();
            column[i] = T.One;
        }

        DenseMatrix<T> skeleton = DenseMatrix.Uninitialized<T>(a.RowCount, rank, MatrixLayout.ColumnMajor);
        source.CopyColumns(columns, skeleton);
        DenseMatrix<T> left = workspace.Rent(rank, products.ColumnCount);
        DenseMatrix<T> difference = workspace.Rent(a.RowCount, products.ColumnCount);
        Kernels<T>.Copy(products.Span, difference.Span);
        Kernels<T>.Gemm(T.One, z.Span, probes.Span, T.Zero, left.Span);
        Kernels<T>.Gemm(-T.One, skeleton.Span, left.Span, T.One, difference.Span);
        ErrorEstimate error = ResidualEstimator<T>.Estimate(
            ResidualEstimator<T>.Relative(reference, ResidualEstimator<T>.Norm(difference)), 0, Size);
        return new ColumnSkeleton<T>(columns, skeleton, z, Kernels<T>.LargestMagnitude(z.Span), error, 0);
    }
}

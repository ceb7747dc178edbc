using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Operators;
using LowRank.Selection;
using LowRank.Spaces;
using LowRank.Tall;

namespace LowRank.Interpolative;

/// <summary>The column interpolative decomposition of one input; rows are columns of the transpose.</summary>
internal sealed class ColumnInterpolation<T>(
    ILinearOperator<T> a, IColumnSource<T> source, double? norm, Truncation truncation, int limit,
        InterpolativeDecompositionOptions options, RunContext context)
    where T : unmanaged, INumberBase<T>
{
    // Where an error is prescribed, the sketch starts with this many columns and doubles until the error is met.
    private const int FirstGuess = 32;

    // Reading a column of the matrix costs this many times what a flop of the QR factorisation of a tall matrix does.
    private const int ReadCost = 40;

    private int Size => Math.Max(a.RowCount, a.ColumnCount);

    /// <summary>From the pivoted QR of the whole matrix: Z = [I, R₁₁⁻¹R₁₂] Πᵀ, error ‖R₂₂‖_F (I-5).</summary>
    public ColumnSkeleton<T> ByPivotedQr()
    {
        context.Step("pivoted QR", 0, 2);
        using Workspace<T> workspace = new();
        DenseMatrix<T> dense = DenseInput.Of(a);
        DenseMatrix<T> w = workspace.Rent(a.RowCount, a.ColumnCount);
        Kernels<T>.Copy(dense.Span, w.Span);
        if (IsTriangleCheaper())
        {
            using Rented<T> tau = new(a.ColumnCount);
            Kernels<T>.QrFactor(w.Span, tau.Span);
            DenseMatrix<T> triangle = workspace.Rent(a.ColumnCount, a.ColumnCount);
            Orthonormalizer<T>.CopyUpper(w, triangle);
            w = triangle;
        }

        double reference = norm ?? Kernels<T>.FrobeniusNorm(w.Span);
        double tolerance = truncation.IsRank ? 0 : truncation.RelativeTolerance(reference);
        EarlyPivotedQr<T> qr = EarlyPivotedQr<T>.Of(
            w, limit, tolerance, 0, workspace, isErrorWanted: true, done => context.Step("pivoted QR", done, limit + 1));
        context.Step("coefficients", limit, limit + 1);
        int rank = NumericalRank(qr);
        int[] columns = truncation.IsRank
            ? SkeletonBasis<T>.FillUp(qr.Pivots.AsSpan(0, rank).ToArray(), limit, a.ColumnCount) : qr.Pivots[..rank];
        DenseMatrix<T> r = qr.R;
        DenseMatrix<T> triangular = workspace.Rent(rank, rank);
        for (int j = 0; j < rank; j++)
        {
            for (int i = 0; i < rank; i++)
            {
                triangular.Span[i, j] = r.Span[i, columns[j]];
            }
        }

        if (options.StrongSwapBound is not null)
        {
            return Finish(SkeletonFit<T>.Of(a, source, norm, columns, options.Seed, context.Part(1, 1), workspace), columns.Length,
                workspace);
        }

        (DenseMatrix<T> z, double largest) = Coefficients(triangular, r.AsRows(0, rank).Span, columns);
        double dropped = qr.Remaining[^1];
        for (int i = rank; i < qr.Rank; i++)
        {
            double share = Kernels<T>.FrobeniusNorm(r.Span.Rows(i, 1)) / qr.Norm;
            dropped += share * share;
        }

        return new ColumnSkeleton<T>(
            columns, Gather(columns), z, largest, ResidualEstimator<T>.EstimateDropped(reference, dropped, Size), 0);
    }

    /// <summary>
    /// Whether a plain QR first and pivoting on its R is cheaper: the pivots are the same, since the norms of columns and their inner
    /// products are.
    /// </summary>
    private bool IsTriangleCheaper()
    {
        double m = a.RowCount;
        double n = a.ColumnCount;
        double steps = truncation.IsRank ? limit : n;
        return m > n && steps * ReadCost * (m - n) > n * (m - (n / 3));
    }

    /// <summary>In blocks, each from a sketch of what is left (II.14); the coefficients C⁺A come with the choice.</summary>
    public ColumnSkeleton<T> ByRandomizedPivoting()
    {
        using Workspace<T> workspace = new();
        RandomizedPivoting<T> engine = new(a, source, norm, truncation, limit, options.Oversampling, options.Seed, context, workspace);
        return Finish(engine.Find(), workspace);
    }

    /// <summary>From the pivoted QR of a sketch QᴴA (I-7); the coefficients C⁺A are then fitted to the whole matrix.</summary>
    public ColumnSkeleton<T> BySketch()
    {
        int target = truncation.IsRank ? limit : Math.Min(limit, FirstGuess);
        double done = 0;
        while (true)
        {
            // How many rounds there will be is not known, so each takes half of what is left, and the last all of it.
            double end = target == limit ? 1 : (1 + done) / 2;
            RunContext round = context.Part(done, end);
            done = end;
            using Workspace<T> workspace = new();
            int[] columns = ChooseBySketch(target, workspace, round.Part(0, 0.75));
            SkeletonBasis<T> basis = SkeletonFit<T>.Of(a, source, norm, columns, options.Seed, round.Part(0.75, 1), workspace);
            double tolerance = Math.Max(truncation.RelativeTolerance(basis.Residual.Norm), ResidualEstimator<T>.RoundingFloor(Size));
            if (!truncation.IsRank && target < limit && ResidualEstimator<T>.SafeSquared(basis.Residual) > tolerance * tolerance)
            {
                target = Math.Min(limit, 2 * target);
                continue;
            }

            return Finish(basis, workspace);
        }
    }

    /// <summary>The first pivots of QᴴA, with Q a basis of an approximate range that is somewhat larger than the rank (Halko et al. 2011,
    /// section 5.2).</summary>
    private int[] ChooseBySketch(int count, Workspace<T> workspace, RunContext choice)
    {
        int d = (int)Math.Min((long)count + options.Oversampling, Math.Min(a.RowCount, a.ColumnCount));
        DenseMatrix<T> adjoint = SubspaceIteration<T>.Find(
            a, norm, options.PowerIterations, d, options.Seed, choice, workspace).AdjointProduct;
        DenseMatrix<T> sketch = workspace.Rent(d, a.ColumnCount);
        Kernels<T>.Copy(adjoint.Span.ConjugateTranspose(), sketch.Span);
        EarlyPivotedQr<T> pivoted = EarlyPivotedQr<T>.Of(sketch, count, 0, 0, workspace);
        return SkeletonBasis<T>.FillUp(pivoted.Pivots, count, a.ColumnCount);
    }

    /// <summary>The basis of given columns, in the order given.</summary>
    public ColumnSkeleton<T> OfColumns(int[] columns)
    {
        using Workspace<T> workspace = new();
        SkeletonBasis<T> basis = SkeletonFit<T>.Of(a, source, norm, columns, options.Seed, context, workspace);
        ColumnSkeleton<T> result = Finish(basis, columns.Length, workspace);
        if (result.Columns.AsSpan().SequenceEqual(columns))
        {
            return result;
        }

        // The fit has put independent columns first; rows of Z and columns of C go back to where they were asked for.
        int[] places = [.. columns.Select(column => Array.IndexOf(result.Columns, column))];
        DenseMatrix<T> z = DenseMatrix.Uninitialized<T>(columns.Length, a.ColumnCount, MatrixLayout.ColumnMajor);
        Kernels<T>.GatherRows(result.Coefficients.Span, places, z.Span);
        return result with { Columns = columns, Skeleton = Gather(columns), Coefficients = z };
    }

    private ColumnSkeleton<T> Finish(SkeletonBasis<T> basis, Workspace<T> workspace)
    {
        Residual residual = basis.Residual;
        int rank = truncation.IsRank
            ? limit
            : truncation.ChooseRank(
                basis.Squares, ResidualEstimator<T>.SafeSquared(residual), residual.Norm, Math.Min(limit, basis.Columns.Length));
        return Finish(basis, rank, workspace);
    }

    private ColumnSkeleton<T> Finish(SkeletonBasis<T> basis, int rank, Workspace<T> workspace)
    {
        int swaps = 0;
        if (options.StrongSwapBound is { } bound)
        {
            if (rank < basis.Columns.Length)
            {
                basis = SkeletonFit<T>.Of(a, source, norm, basis.Columns[..rank], options.Seed, context.Part(1, 1), workspace);
            }

            (basis, swaps) = new StrongSwaps<T>(a, source, norm, bound, options.Seed, context.Part(1, 1)).Improve(basis, workspace);
        }

        int independent = Math.Min(rank, basis.NumericalRank);
        int[] columns = basis.Columns[..rank];
        MatrixSpan<T> projected = basis.AdjointProduct.AsColumns(0, independent).Span.ConjugateTranspose();
        (DenseMatrix<T> z, double largest) = Coefficients(basis.Triangle(independent, workspace), projected, columns);
        ErrorEstimate error = ResidualEstimator<T>.Estimate(basis.Residual, basis.Dropped(independent), Size);
        return new ColumnSkeleton<T>(
            columns, basis.Skeleton.AsColumns(0, rank).ToDense(MatrixLayout.ColumnMajor), z, largest, error, swaps);
    }

    /// <summary>A[:, columns], m × k.</summary>
    private DenseMatrix<T> Gather(int[] columns)
    {
        DenseMatrix<T> skeleton = DenseMatrix.Uninitialized<T>(a.RowCount, columns.Length, MatrixLayout.ColumnMajor);
        source.CopyColumns(columns, skeleton);
        return skeleton;
    }

    /// <summary>
    /// Z with R₁₁⁻¹QᴴA in its columns and an identity in the chosen ones. Chosen columns past the numerical rank are linear combinations
    /// of the others to rounding: they represent only themselves.
    /// </summary>
    /// <param name="triangle">The triangular factor R₁₁ of the independent ones of the chosen columns.</param>
    /// <param name="projected">QᴴA, with as many rows.</param>
    /// <param name="columns">The chosen columns, the independent ones first.</param>
    private static (DenseMatrix<T> Z, double Largest) Coefficients(DenseMatrix<T> triangle, MatrixSpan<T> projected, int[] columns)
    {
        DenseMatrix<T> z = DenseMatrix.Uninitialized<T>(columns.Length, projected.ColumnCount, MatrixLayout.ColumnMajor);
        Kernels<T>.Fill(T.Zero, z.Span.Rows(triangle.RowCount, columns.Length - triangle.RowCount));
        MatrixSpan<T> solved = z.Span.Rows(0, triangle.RowCount);
        Kernels<T>.Copy(projected, solved);
        Kernels<T>.SolveUpper(triangle.Span, solved);
        for (int i = 0; i < columns.Length; i++)
        {
            Span<T> column = z.Span.Major(columns[i]);
            column.Clear();
            column[i] = T.One;
        }

        return (z, Kernels<T>.LargestMagnitude(z.Span));
    }

    /// <summary>How many pivots stand out from rounding.</summary>
    private int NumericalRank(EarlyPivotedQr<T> qr)
    {
        int count = 0;
        while (count < qr.Rank
            && Scalar<T>.Abs(qr.R.Span[count, qr.Pivots[count]]) > Size * Scalar<T>.Epsilon * Scalar<T>.Abs(qr.R.Span[0, qr.Pivots[0]]))
        {
            count++;
        }

        return count;
    }
}

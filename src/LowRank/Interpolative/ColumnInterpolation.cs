using System.Numerics;
using LowRank.Decompositions;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Orthogonalization;
using LowRank.Pivoting;
using LowRank.RangeFinding;

namespace LowRank.Interpolative;

/// <summary>Chosen columns and the coefficients that interpolate the others.</summary>
internal readonly record struct ColumnSkeleton<T>(
    int[] Columns, DenseMatrix<T> Skeleton, DenseMatrix<T> Coefficients, double LargestCoefficient, ErrorEstimate Error)
    where T : unmanaged, INumberBase<T>;

/// <summary>The column interpolative decomposition of one input; rows are columns of the transpose.</summary>
internal sealed class ColumnInterpolation<T>(
    ILinearOperator<T> a, IColumnSource<T> source, double? norm, Truncation truncation, int limit, InterpolativeDecompositionOptions options, RunContext context)
    where T : unmanaged, INumberBase<T>
{
    // Where an error is prescribed, the sketch starts with this many columns and doubles until the error is met.
    private const int FirstGuess = 32;

    private int Size => Math.Max(a.RowCount, a.ColumnCount);

    /// <summary>From the pivoted QR of the whole matrix: Z = [I, R₁₁⁻¹R₁₂] Πᵀ, error ‖R₂₂‖_F (I-5).</summary>
    public ColumnSkeleton<T> ByPivotedQr()
    {
        context.Step("pivoted QR", 0, 2);
        using Workspace<T> workspace = new();
        ColumnPivotedQr<T> qr = ColumnPivotedQr<T>.Of(DenseInput.Of(a), workspace);
        double total = Kernels<T>.FrobeniusNorm(qr.R.Span);
        double[] squares = RowSquares(qr.R, total);
        int rank = truncation.ChooseRank(squares, 0, total, limit);
        context.Step("coefficients", 1, 2);
        int numericalRank = NumericalRank(qr.R, rank);
        (DenseMatrix<T> z, double largest) = Coefficients(qr.R, qr.R, numericalRank, rank, qr.Pivots);

        // The chosen columns are reproduced, so only what the others have below row numericalRank (= rank but for degenerate columns) is lost.
        DenseMatrix<T> lost = qr.R.AsBlock(numericalRank, rank, qr.R.RowCount - numericalRank, qr.R.ColumnCount - rank);
        double dropped = total == 0 ? 0 : Math.Pow(Kernels<T>.FrobeniusNorm(lost.Span) / total, 2);
        int[] columns = qr.Pivots[..rank];
        return new ColumnSkeleton<T>(columns, Gather(columns), z, largest, ResidualEstimator<T>.EstimateDropped(total, dropped, Size));
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
            round.Step("basis of the skeleton", 6, 8);
            DenseMatrix<T> skeleton = Gather(columns);
            DenseMatrix<T> q = workspace.Rent(a.RowCount, target);
            Kernels<T>.Copy(skeleton.Span, q.Span);
            DenseMatrix<T> r = workspace.Rent(target, target);
            Orthonormalizer<T>.Orthonormalize(q, r);

            round.Step("coefficients", 7, 8);
            DenseMatrix<T> adjoint = workspace.Rent(a.ColumnCount, target);
            a.MultiplyAdjoint(q, adjoint);
            DenseMatrix<T> w = workspace.Rent(target, a.ColumnCount);
            Kernels<T>.Copy(adjoint.Span.ConjugateTranspose(), w.Span);
            Residual residual = ResidualEstimator<T>.OfBasis(a, norm, q, Kernels<T>.FrobeniusNorm(w.Span), options.Seed, context);

            // The bases are nested: the first j columns of Q span the first j columns chosen, and row j of QᴴA is what column j adds.
            double[] squares = RowSquares(w, residual.Norm);
            double safe = ResidualEstimator<T>.SafeSquared(residual);
            double tolerance = Math.Max(truncation.RelativeTolerance(residual.Norm), ResidualEstimator<T>.RoundingFloor(Size));
            if (!truncation.IsRank && target < limit && safe > tolerance * tolerance)
            {
                target = Math.Min(limit, 2 * target);
                continue;
            }

            int rank = truncation.ChooseRank(squares, safe, residual.Norm, limit);
            int numericalRank = NumericalRank(r, rank);
            (DenseMatrix<T> z, double largest) = Coefficients(r, w, numericalRank, rank, columns);
            double dropped = 0;
            for (int i = squares.Length - 1; i >= numericalRank; i--)
            {
                dropped += squares[i];
            }

            ErrorEstimate error = ResidualEstimator<T>.Estimate(residual, dropped, Size);
            return new ColumnSkeleton<T>(columns[..rank], rank == target ? skeleton : skeleton.AsColumns(0, rank).ToDense(), z, largest, error);
        }
    }

    /// <summary>The first pivots of QᴴA, with Q a basis of an approximate range that is somewhat larger than the rank (Halko et al. 2011, section 5.2).</summary>
    private int[] ChooseBySketch(int count, Workspace<T> workspace, RunContext choice)
    {
        int d = (int)Math.Min((long)count + options.Oversampling, Math.Min(a.RowCount, a.ColumnCount));
        RangeFinder<T> finder = new(a, norm, options.PowerIterations, options.Seed, choice, workspace);
        DenseMatrix<T> adjoint = finder.FindBasis(d).AdjointProduct;
        DenseMatrix<T> sketch = workspace.Rent(d, a.ColumnCount);
        Kernels<T>.Copy(adjoint.Span.ConjugateTranspose(), sketch.Span);
        return ColumnPivotedQr<T>.Of(sketch, workspace).Pivots[..count];
    }

    /// <summary>A[:, columns], m × k.</summary>
    private DenseMatrix<T> Gather(int[] columns)
    {
        DenseMatrix<T> skeleton = DenseMatrix.Uninitialized<T>(a.RowCount, columns.Length, MatrixLayout.ColumnMajor);
        source.CopyColumns(columns, skeleton);
        return skeleton;
    }

    /// <summary>
    /// Z with R₁₁⁻¹W in its columns and an identity in the chosen ones. Chosen columns past the numerical rank are linear combinations of the others to rounding: they
    /// represent only themselves.
    /// </summary>
    /// <param name="r">The triangular factor of the chosen columns, in its leading block.</param>
    /// <param name="w">QᴴA; column j belongs to order[j] if w is r itself, else to column j.</param>
    /// <param name="numericalRank">How many leading columns of R are numerically independent.</param>
    /// <param name="rank">How many columns are chosen.</param>
    /// <param name="order">The chosen columns first.</param>
    private static (DenseMatrix<T> Z, double Largest) Coefficients(DenseMatrix<T> r, DenseMatrix<T> w, int numericalRank, int rank, int[] order)
    {
        bool isPivoted = ReferenceEquals(r, w);
        DenseMatrix<T> z = DenseMatrix.Create<T>(rank, w.ColumnCount, MatrixLayout.ColumnMajor);
        MatrixSpan<T> solved = z.Span.Rows(0, numericalRank);
        for (int j = 0; j < w.ColumnCount; j++)
        {
            w.Span.Major(j)[..numericalRank].CopyTo(solved.Major(isPivoted ? order[j] : j));
        }

        Kernels<T>.SolveUpper(r.AsBlock(0, 0, numericalRank, numericalRank).Span, solved);
        for (int i = 0; i < rank; i++)
        {
            Span<T> column = z.Span.Major(order[i]);
            column.Clear();
            column[i] = T.One;
        }

        return (z, Kernels<T>.LargestMagnitude(z.Span));
    }

    /// <summary>How many leading diagonal entries of R stand out from rounding.</summary>
    private int NumericalRank(DenseMatrix<T> r, int rank)
    {
        int count = 0;
        while (count < rank && Scalar<T>.Abs(r[count, count]) > Size * Scalar<T>.Epsilon * Scalar<T>.Abs(r[0, 0]))
        {
            count++;
        }

        return count;
    }

    /// <summary>‖row i‖² / norm² for every row.</summary>
    private static double[] RowSquares(DenseMatrix<T> matrix, double norm)
    {
        double[] squares = new double[matrix.RowCount];
        if (norm > 0)
        {
            using Rented<T> row = new(matrix.ColumnCount);
            for (int i = 0; i < squares.Length; i++)
            {
                MatrixSpan<T> copy = new(row.Span, 1, matrix.ColumnCount, MatrixLayout.RowMajor, Math.Max(1, matrix.ColumnCount));
                Kernels<T>.Copy(matrix.Span.Rows(i, 1), copy);
                double share = Kernels<T>.FrobeniusNorm(copy) / norm;
                squares[i] = share * share;
            }
        }

        return squares;
    }
}

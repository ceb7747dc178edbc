using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Matrices;

/// <summary>
/// The mean μ_j of each column and the norm ‖a_j − μ_j 1‖₂ of what is left of it. In two passes: the sums of differences to a number that
/// the column holds, then the squares of the differences to the mean, corrected for what rounding left in it (Chan, Golub and LeVeque,
/// "Algorithms for computing the sample variance", The American Statistician 37 (1983)). A large mean costs no digits, and a constant
/// column has the deviation 0 exactly.
/// </summary>
/// <param name="Mean">n numbers.</param>
/// <param name="Deviations">n norms.</param>
internal sealed record ColumnMoments<T>(T[] Mean, double[] Deviations)
    where T : unmanaged, INumberBase<T>
{
    /// <summary>The means in double, those of complex columns as two numbers.</summary>
    public double[] WideMean { get; init; } = [];

    private static int Parts => Scalar<T>.RealDimension;

    /// <summary>Of a dense matrix whose entries are finite.</summary>
    /// <param name="a">An m × n matrix.</param>
    /// <param name="norm">A norm of it, or of something of its size: what its squares are scaled by.</param>
    /// <param name="maxDegreeOfParallelism">The most threads; the result is the same on any number.</param>
    public static ColumnMoments<T> Of(DenseMatrix<T> a, double norm, int? maxDegreeOfParallelism = null)
    {
        double factor = Factor(norm);
        double[] shift = new double[Parts * a.ColumnCount];
        if (a.RowCount > 0)
        {
            for (int j = 0; j < a.ColumnCount; j++)
            {
                Kernels<T>.Widen([a.Span[0, j]], shift.AsSpan(Parts * j, Parts));
            }
        }

        (double[] sums, _) = Shifted(a, shift, factor, maxDegreeOfParallelism);
        Correct(shift, sums, factor, a.RowCount);
        (sums, double[] squares) = Shifted(a, shift, factor, maxDegreeOfParallelism);
        return Finish(shift, sums, squares, factor, a.RowCount);
    }

    /// <summary>Of a sparse matrix, whose zeros are counted and not visited.</summary>
    public static ColumnMoments<T> Of(SparseMatrix<T> a)
    {
        double factor = Factor(a.FrobeniusNorm());
        int[] counts = new int[a.ColumnCount];
        a.CountColumns(counts);
        double[] shift = new double[Parts * a.ColumnCount];

        // Only a column without zeros can be constant and not zero; row 0 then holds its number.
        for (int j = 0; j < a.ColumnCount; j++)
        {
            if (counts[j] == a.RowCount && a.RowCount > 0)
            {
                Kernels<T>.Widen([a[0, j]], shift.AsSpan(Parts * j, Parts));
            }
        }

        (double[] sums, _) = Shifted(a, counts, shift, factor);
        Correct(shift, sums, factor, a.RowCount);
        (sums, double[] squares) = Shifted(a, counts, shift, factor);
        return Finish(shift, sums, squares, factor, a.RowCount);
    }

    /// <summary>Those of rows that lie below so many others, together with these (Chan, Golub and LeVeque 1983).</summary>
    public ColumnMoments<T> Below(ColumnMoments<T> top, long topRows, long rows)
    {
        double[] mean = new double[WideMean.Length];
        double[] deviations = new double[Deviations.Length];
        double share = topRows + rows == 0 ? 0 : (double)rows / (topRows + rows);
        for (int j = 0; j < deviations.Length; j++)
        {
            double difference = 0;
            for (int part = Parts * j; part < Parts * (j + 1); part++)
            {
                double step = WideMean[part] - top.WideMean[part];
                mean[part] = top.WideMean[part] + (step * share);
                difference = double.Hypot(difference, step);
            }

            deviations[j] = double.Hypot(double.Hypot(Deviations[j], top.Deviations[j]), difference * Math.Sqrt(share * topRows));
        }

        return Of(mean, deviations);
    }

    /// <summary>Those of the rows of all parts, from those of this one's.</summary>
    public ColumnMoments<T> OfAll(Func<double[], double[]> gather, long rows)
    {
        double[] all = gather([rows, .. WideMean, .. Deviations]);
        int stride = 1 + WideMean.Length + Deviations.Length;
        ColumnMoments<T>? sum = null;
        long above = 0;
        for (int start = 0; start < all.Length; start += stride)
        {
            ColumnMoments<T> part = Of(
                all[(start + 1)..(start + 1 + WideMean.Length)], all[(start + 1 + WideMean.Length)..(start + stride)]);
            sum = sum is null ? part : part.Below(sum, above, (long)all[start]);
            above += (long)all[start];
        }

        return sum!;
    }

    /// <summary>The norm of (A − 1μᵀ) D⁻¹, or of A D⁻¹, without undue overflow.</summary>
    public double Norm(double[]? scale, long rowCount, bool isCentered)
    {
        double[] norms = new double[Mean.Length];
        for (int j = 0; j < norms.Length; j++)
        {
            double norm = isCentered ? Deviations[j] : double.Hypot(Deviations[j], Math.Sqrt(rowCount) * Scalar<T>.Abs(Mean[j]));
            norms[j] = scale is null ? norm : norm / scale[j];
        }

        return Kernels<double>.FrobeniusNorm(
            new MatrixSpan<double>(norms, 1, norms.Length, MatrixLayout.RowMajor, Math.Max(1, norms.Length)));
    }

    private static (double[] Sums, double[] Squares) Shifted(DenseMatrix<T> a, double[] shift, double factor, int? maxDegreeOfParallelism)
    {
        double[] sums = new double[shift.Length];
        double[] squares = new double[shift.Length];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = maxDegreeOfParallelism ?? -1 };
        if (a.ColumnCount > Machine.ColumnsPerMoments)
        {
            int strips = (a.ColumnCount + Machine.ColumnsPerMoments - 1) / Machine.ColumnsPerMoments;
            Parallel.For(0, strips, parallel, strip =>
            {
                int start = strip * Machine.ColumnsPerMoments;
                int count = Math.Min(Machine.ColumnsPerMoments, a.ColumnCount - start);
                Range range = (Parts * start)..(Parts * (start + count));
                Kernels<T>.AddShiftedColumns(
                    a.Span.Columns(start, count), shift.AsSpan(range), factor, sums.AsSpan(range), squares.AsSpan(range));
            });
            return (sums, squares);
        }

        int perPiece = Math.Max(1, Machine.ElementsPerMoments / Math.Max(1, a.ColumnCount));
        int pieces = (a.RowCount + perPiece - 1) / perPiece;
        double[][] partialSums = new double[pieces][];
        double[][] partialSquares = new double[pieces][];
        Parallel.For(0, pieces, parallel, piece =>
        {
            double[] pieceSums = partialSums[piece] = new double[shift.Length];
            double[] pieceSquares = partialSquares[piece] = new double[shift.Length];
            int start = piece * perPiece;
            Kernels<T>.AddShiftedColumns(
                a.Span.Rows(start, Math.Min(perPiece, a.RowCount - start)), shift, factor, pieceSums, pieceSquares);
        });
        for (int piece = 0; piece < pieces; piece++)
        {
            for (int j = 0; j < shift.Length; j++)
            {
                sums[j] += partialSums[piece][j];
                squares[j] += partialSquares[piece][j];
            }
        }

        return (sums, squares);
    }

    private static (double[] Sums, double[] Squares) Shifted(SparseMatrix<T> a, int[] counts, double[] shift, double factor)
    {
        double[] sums = new double[shift.Length];
        double[] squares = new double[shift.Length];
        a.AddShiftedColumns(shift, factor, sums, squares);
        for (int j = 0; j < shift.Length; j++)
        {
            double zero = -shift[j] * factor;
            double zeros = a.RowCount - counts[j / Parts];
            sums[j] += zeros * zero;
            squares[j] += zeros * (zero * zero);
        }

        return (sums, squares);
    }

    private static void Correct(double[] shift, double[] sums, double factor, int rowCount)
    {
        for (int j = 0; j < shift.Length && rowCount > 0; j++)
        {
            shift[j] += sums[j] / rowCount / factor;
        }
    }

    private static ColumnMoments<T> Finish(double[] shift, double[] sums, double[] squares, double factor, int rowCount)
    {
        Correct(shift, sums, factor, rowCount);
        double[] deviations = new double[shift.Length / Parts];
        for (int j = 0; j < deviations.Length; j++)
        {
            double squared = 0;
            for (int part = Parts * j; part < Parts * (j + 1); part++)
            {
                squared += rowCount == 0 ? 0 : Math.Max(0, squares[part] - (sums[part] / rowCount * sums[part]));
            }

            deviations[j] = Math.Sqrt(squared) / factor;
        }

        return Of(shift, deviations);
    }

    private static ColumnMoments<T> Of(double[] wideMean, double[] deviations)
    {
        T[] mean = new T[deviations.Length];
        for (int j = 0; j < mean.Length; j++)
        {
            mean[j] = Parts == 1 ? Scalar<T>.FromDouble(wideMean[j]) : Scalar<T>.FromParts(wideMean[2 * j], wideMean[(2 * j) + 1]);
        }

        return new ColumnMoments<T>(mean, deviations) { WideMean = wideMean };
    }

    /// <summary>The power of two that brings a number of this size near 1; not so large or small that its inverse is lost.</summary>
    private static double Factor(double norm) => norm == 0 ? 1 : Math.ScaleB(1, Math.Clamp(-Math.ILogB(norm), -1000, 1000));
}

using System.Diagnostics;
using System.Numerics.Tensors;
using FashionMnist.Experiments;
using LowRank.Compare.Cases;
using LowRank.Compare.Workers;

namespace LowRank.Compare.Measuring;

/// <summary>
/// Judges answers from their files alone, all in the same way and in double precision: nothing is taken from what a library says of itself.
/// </summary>
internal sealed class AnswerChecker(InputStore inputs)
{
    private const int RowsPerBlock = 1024;

    private (CompareCase Case, DenseMatrix<double> Product)? _exact;

    public Findings Check(CompareCase @case, AnswerFiles answer, WorkDone? work, CancellationToken cancellationToken)
    {
        DenseMatrix<double> a = inputs.Load(@case.Main, @case.ElementType);
        return answer.Kind switch
        {
            AnswerKind.Factors => Factors(@case, a, answer, cancellationToken),
            AnswerKind.Columns => Columns(@case, a, answer, cancellationToken),
            AnswerKind.Inverse =>
                new Findings { PenroseResidual = PenroseResidual(a, Matrix(answer, "inverse"), cancellationToken), Rank = work?.Rank },
            AnswerKind.PivotedQr => PivotedQr(@case, a, answer, cancellationToken),
            AnswerKind.Product => Product(@case, a, answer, work),
            _ => throw new WorkerException($"answered with '{answer.Kind}', which nobody can check"),
        };
    }

    /// <summary>The best relative error at a rank (Eckart, Young, Mirsky), from a spectrum in descending order.</summary>
    public static double Optimum(IReadOnlyList<double> spectrum, int rank)
    {
        // From the smallest up, so that small ones count.
        double tail = 0;
        double total = 0;
        for (int i = spectrum.Count - 1; i >= 0; i--)
        {
            total += spectrum[i] * spectrum[i];
            tail = i >= rank ? total : tail;
        }

        return Math.Sqrt(tail / total);
    }

    /// <summary>The smallest rank whose optimum meets a tolerance.</summary>
    public static int OptimalRank(IReadOnlyList<double> spectrum, double tolerance) =>
        Enumerable.Range(0, spectrum.Count + 1).First(rank => Optimum(spectrum, rank) <= tolerance);

    /// <summary>
    /// The greatest of the four residuals of Penrose's conditions: ‖APA − A‖/‖A‖, ‖PAP − P‖/‖P‖, and how far AP and PA are from being
    /// symmetric, relative to their norms.
    /// </summary>
    public static double PenroseResidual(DenseMatrix<double> a, DenseMatrix<double> p, CancellationToken cancellationToken)
    {
        RequireShape(p, a.ColumnCount, a.RowCount, "the inverse");
        bool isTall = a.RowCount >= a.ColumnCount;

        // The smaller of the two products is formed; the larger, of the size of the longer side squared, only in blocks.
        DenseMatrix<double> small = isTall ? p * a : a * p;
        DenseMatrix<double> aAgain = isTall ? a * small : small * a;
        DenseMatrix<double> pAgain = isTall ? small * p : p * small;
        double asymmetry = TrueError.Of(small, small.Transpose());
        return new[]
        {
            TrueError.Of(a, aAgain),
            TrueError.Of(p, pAgain),
            asymmetry,
            isTall ? Asymmetry(a, p, cancellationToken) : Asymmetry(p, a, cancellationToken),
        }.Max();
    }

    /// <summary>‖LR − (LR)ᵀ‖ / ‖LR‖ for L tall and R wide.</summary>
    private static double Asymmetry(DenseMatrix<double> left, DenseMatrix<double> right, CancellationToken cancellationToken)
    {
        double difference = 0;
        double total = 0;
        for (int start = 0; start < left.RowCount; start += RowsPerBlock)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(RowsPerBlock, left.RowCount - start);
            DenseMatrix<double> rows = (left.AsRows(start, count) * right).ToDense(MatrixLayout.RowMajor);
            DenseMatrix<double> columns = (left * right.AsColumns(start, count)).Transpose().ToDense(MatrixLayout.RowMajor);
            total += TensorPrimitives.SumOfSquares<double>(rows.Memory.Span);
            TensorPrimitives.Subtract(rows.Memory.Span, columns.Memory.Span, rows.Memory.Span);
            difference += TensorPrimitives.SumOfSquares<double>(rows.Memory.Span);
        }

        return Math.Sqrt(difference / total);
    }

    private Findings Factors(CompareCase @case, DenseMatrix<double> a, AnswerFiles answer, CancellationToken cancellationToken)
    {
        Findings found = OfProduct(@case, a, Matrix(answer, "left"), Matrix(answer, "right"), cancellationToken);
        if (@case.Accept.SingularValueError is null)
        {
            return found;
        }

        IReadOnlyList<double> exact = inputs.SpectrumOf(@case.Main);
        DenseMatrix<double> values = Matrix(answer, "singularValues");
        return found with
        {
            SingularValueError = Enumerable.Range(0, values.RowCount).Max(i => Math.Abs(values[i, 0] - exact[i]) / exact[i]),
        };
    }

    private Findings Columns(CompareCase @case, DenseMatrix<double> a, AnswerFiles answer, CancellationToken cancellationToken)
    {
        // The columns are taken from A itself: an answer cannot have others.
        int[] indices = NpyFile.ReadIntegers(answer.Files["indices"]);
        DenseMatrix<double> skeleton = DenseMatrix.Create<double>(a.RowCount, indices.Length);
        a.CopyColumns(indices, skeleton);
        return OfProduct(@case, a, skeleton, Matrix(answer, "coefficients"), cancellationToken);
    }

    private Findings OfProduct(
        CompareCase @case, DenseMatrix<double> a, DenseMatrix<double> left, DenseMatrix<double> right, CancellationToken cancellationToken)
    {
        RequireShape(left, a.RowCount, right.RowCount, "the left factor");
        RequireShape(right, left.ColumnCount, a.ColumnCount, "the right factor");
        double error = TrueError.OfProduct(a, left, right, cancellationToken);
        double optimum = Optimum(inputs.SpectrumOf(@case.Main), left.ColumnCount);
        return new Findings { Error = error, ErrorOverOptimum = optimum > 0 ? error / optimum : null, Rank = left.ColumnCount };
    }

    private Findings PivotedQr(CompareCase @case, DenseMatrix<double> a, AnswerFiles answer, CancellationToken cancellationToken)
    {
        (DenseMatrix<double> q, DenseMatrix<double> r) = (Matrix(answer, "q"), Matrix(answer, "r"));
        int[] pivots = NpyFile.ReadIntegers(answer.Files["pivots"]);
        if (!pivots.Order().SequenceEqual(Enumerable.Range(0, a.ColumnCount)))
        {
            throw new WorkerException("the pivots are no permutation");
        }

        DenseMatrix<double> permuted = DenseMatrix.Create<double>(a.RowCount, a.ColumnCount);
        a.CopyColumns(pivots, permuted);
        double residual = TrueError.OfProduct(permuted, q, r, cancellationToken);

        DenseMatrix<double> gram = q.Transpose() * q;
        for (int i = 0; i < gram.RowCount; i++)
        {
            gram[i, i] -= 1;
        }

        IReadOnlyList<double> spectrum = inputs.SpectrumOf(@case.Main);
        return new Findings
        {
            Residual = Math.Max(residual, gram.FrobeniusNorm() / Math.Sqrt(gram.RowCount)),
            WorstDiagonalOverSingularValue = Enumerable.Range(0, r.RowCount)
                .Select(k => Math.Abs(r[k, k]) / spectrum[k])
                .MaxBy(ratio => Math.Abs(Math.Log(ratio))),
        };
    }

    private Findings Product(CompareCase @case, DenseMatrix<double> x, AnswerFiles answer, WorkDone? work)
    {
        DenseMatrix<double> y = inputs.Load(@case.Inputs[1], @case.ElementType);
        if (_exact?.Case != @case)
        {
            _exact = (@case, x * y);
        }

        double error = TrueError.Of(_exact.Value.Product, Matrix(answer, "product"));
        return new Findings
        {
            Error = error,
            ErrorOverExpected = work?.Rank is { } count ? error / ColumnRow.ExpectedError(x, y, count).RelativeFrobenius : null,
            Rank = work?.Rank,
        };
    }

    private static DenseMatrix<double> Matrix(AnswerFiles answer, string part) => NpyFile.Read<double>(answer.Files[part]);

    private static void RequireShape(DenseMatrix<double> matrix, int rows, int columns, string what)
    {
        if (matrix.RowCount != rows || matrix.ColumnCount != columns)
        {
            throw new WorkerException($"{what} is {matrix.RowCount} × {matrix.ColumnCount}, not {rows} × {columns}");
        }
    }
}

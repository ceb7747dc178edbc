using LowRank.Compare.Cases;
using LowRank.Compare.Measuring;
using LowRank.Compare.Workers;

namespace LowRank.CompareTests;

/// <summary>The one judge of all answers: it finds the error that is there, and refuses what is wrong.</summary>
public sealed class CheckerTests : IDisposable
{
    private static readonly double[] _spectrum = [8, 4, 2, 1, 0.5, 0.25];

    private readonly TemporaryFolder _folder = new();
    private readonly InputStore _inputs;
    private readonly AnswerChecker _checker;
    private readonly CompareCase _case = new(
        "case", "", [MatrixRecipe.WithSpectrum("a", 30, 6, j => _spectrum[j])], new() { SingularValueError = 1e-10 }, []);

    public CheckerTests()
    {
        _inputs = new InputStore(_folder.Path, null);
        _checker = new AnswerChecker(_inputs);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_optimum_is_the_tail_of_the_spectrum()
    {
        Assert.Equal(Math.Sqrt((1 + 4) / (1.0 + 4 + 9)), AnswerChecker.Optimum([3, 2, 1], 1), 1e-15);
        Assert.Equal(0, AnswerChecker.Optimum([3, 2, 1], 3));
        Assert.Equal(1, AnswerChecker.Optimum([3, 2, 1], 0), 1e-15);
        Assert.Equal([0, 1, 2, 3], new[] { 1, 0.6, 0.27, 0.1 }.Select(tolerance => AnswerChecker.OptimalRank([3, 2, 1], tolerance)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_best_factors_have_the_optimal_error(int rank)
    {
        Findings found = Check(Svd(rank));
        Assert.Equal(rank, found.Rank);
        Assert.Equal(AnswerChecker.Optimum(_spectrum, rank), found.Error!.Value, 1e-13);
        Assert.Equal(1, found.ErrorOverOptimum!.Value, 1e-10);
        Assert.True(found.SingularValueError < 1e-13);
    }

    [Fact]
    public void A_factor_that_is_off_shows_in_the_error_and_in_the_singular_values()
    {
        AnswerFiles answer = Svd(3);
        DenseMatrix<double> left = NpyFile.Read<double>(answer.Files["left"]);
        left[4, 1] += 0.5;
        NpyFile.Write(answer.Files["left"], left);
        DenseMatrix<double> values = NpyFile.Read<double>(answer.Files["singularValues"]);
        values[2, 0] *= 1 + 1e-6;
        NpyFile.Write(answer.Files["singularValues"], values);

        // The rows of the right factor are orthonormal, and to A − A₃ too, so the change adds 0.5² to the square of the error.
        double total = Math.Sqrt(_spectrum.Sum(s => s * s));
        double optimum = AnswerChecker.Optimum(_spectrum, 3) * total;
        Findings found = Check(answer);
        Assert.Equal(Math.Sqrt((optimum * optimum) + (0.5 * 0.5)) / total, found.Error!.Value, 1e-12);
        Assert.Equal(1e-6, found.SingularValueError!.Value, 1e-12);
        Assert.NotNull(_case.Accept.Objection(found));
    }

    [Fact]
    public void Factors_of_the_wrong_shape_are_refused()
    {
        AnswerFiles answer = Svd(3);
        NpyFile.Write(answer.Files["right"], DenseMatrix.Create<double>(2, 6));
        Assert.Throws<WorkerException>(() => Check(answer));
    }

    [Fact]
    public void Chosen_columns_are_taken_from_the_matrix_itself()
    {
        InterpolativeDecomposition<double> id = InterpolativeDecomposition.Compute(
            A, 4, cancellationToken: TestContext.Current.CancellationToken);
        AnswerFiles answer = Files(AnswerKind.Columns, "indices", "coefficients");
        NpyFile.Write<int>(answer.Files["indices"], [.. id.Indices]);
        NpyFile.Write(answer.Files["coefficients"], id.Coefficients);
        Findings found = Check(answer);
        Assert.Equal(4, found.Rank);
        Assert.Equal(Distance(A, id.ToDense()) / A.FrobeniusNorm(), found.Error!.Value, 1e-12);
        Assert.True(found.ErrorOverOptimum >= 1);

        NpyFile.Write<int>(answer.Files["indices"], [.. id.Indices.Reverse()]);
        Assert.True(Check(answer).Error > 2 * found.Error);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Penrose_residuals_are_small_for_the_pseudo_inverse_and_for_nothing_else(bool wide)
    {
        DenseMatrix<double> a = wide ? A.Transpose().ToDense(MatrixLayout.RowMajor) : A;
        DenseMatrix<double> inverse = PseudoInverse.Compute(a, cancellationToken: TestContext.Current.CancellationToken).ToDense();
        Assert.True(AnswerChecker.PenroseResidual(a, inverse, TestContext.Current.CancellationToken) < 1e-13);

        DenseMatrix<double> other = inverse.ToDense();
        other[1, 2] += 0.1;
        Assert.True(AnswerChecker.PenroseResidual(a, other, TestContext.Current.CancellationToken) > 1e-4);
        Assert.Throws<WorkerException>(() => AnswerChecker.PenroseResidual(a, inverse.Transpose(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_one_sided_inverse_fails_only_in_the_symmetry_of_the_large_product()
    {
        // P = A⁺ + Z(I − AA⁺) fulfils APA = A, PAP = P and (PA)ᵀ = PA, but not (AP)ᵀ = AP.
        DenseMatrix<double> inverse = PseudoInverse.Compute(A, cancellationToken: TestContext.Current.CancellationToken).ToDense();
        DenseMatrix<double> projector = A * inverse;
        DenseMatrix<double> complement = DenseMatrix.Create<double>(30, 30);
        for (int i = 0; i < 30; i++)
        {
            for (int j = 0; j < 30; j++)
            {
                complement[i, j] = (i == j ? 1 : 0) - projector[i, j];
            }
        }

        DenseMatrix<double> z = Benchmarks.TestMatrices.Uniform(6, 30, 5);
        DenseMatrix<double> addition = z * complement;
        DenseMatrix<double> oneSided = inverse.ToDense();
        for (int i = 0; i < 6; i++)
        {
            for (int j = 0; j < 30; j++)
            {
                oneSided[i, j] += addition[i, j];
            }
        }

        Assert.True(Distance(A, A * (oneSided * A)) < 1e-12);
        Assert.True(AnswerChecker.PenroseResidual(A, oneSided, TestContext.Current.CancellationToken) > 0.01);
    }

    [Fact]
    public void A_pivoted_qr_must_be_one()
    {
        // Gram–Schmidt in the order of the columns: a QR decomposition, if without pivoting.
        DenseMatrix<double> q = DenseMatrix.Create<double>(30, 6);
        DenseMatrix<double> r = DenseMatrix.Create<double>(6, 6);
        for (int j = 0; j < 6; j++)
        {
            double[] column = [.. Enumerable.Range(0, 30).Select(i => A[i, j])];
            for (int pass = 0; pass < 2; pass++)
            {
                for (int k = 0; k < j; k++)
                {
                    double dot = Enumerable.Range(0, 30).Sum(i => q[i, k] * column[i]);
                    r[k, j] += dot;
                    column = [.. column.Select((value, i) => value - (dot * q[i, k]))];
                }
            }

            r[j, j] = Math.Sqrt(column.Sum(value => value * value));
            for (int i = 0; i < 30; i++)
            {
                q[i, j] = column[i] / r[j, j];
            }
        }

        AnswerFiles answer = Files(AnswerKind.PivotedQr, "q", "r", "pivots");
        NpyFile.Write(answer.Files["q"], q);
        NpyFile.Write(answer.Files["r"], r);
        NpyFile.Write<int>(answer.Files["pivots"], [0, 1, 2, 3, 4, 5]);
        Findings found = Check(answer);
        Assert.True(found.Residual < 1e-14);
        Assert.NotNull(found.WorstDiagonalOverSingularValue);

        NpyFile.Write<int>(answer.Files["pivots"], [1, 0, 2, 3, 4, 5]);
        Assert.True(Check(answer).Residual > 0.1);
        NpyFile.Write<int>(answer.Files["pivots"], [0, 0, 2, 3, 4, 5]);
        Assert.Throws<WorkerException>(() => Check(answer));
    }

    [Fact]
    public void A_product_is_compared_with_the_exact_one_and_with_the_expected_error()
    {
        CompareCase product = new("product", "", [MatrixRecipe.Uniform("x", 50, 400, 1), MatrixRecipe.Uniform("y", 400, 40, 2)], new(), []);
        DenseMatrix<double> x = _inputs.Load(product.Inputs[0], ElementType.Double);
        DenseMatrix<double> y = _inputs.Load(product.Inputs[1], ElementType.Double);
        AnswerFiles answer = Files(AnswerKind.Product, "product");
        NpyFile.Write(answer.Files["product"], x * y);
        Assert.True(_checker.Check(product, answer, null, TestContext.Current.CancellationToken).Error < 1e-15);

        NpyFile.Write(answer.Files["product"],
            ColumnRow.Multiply(x, y, 100, cancellationToken: TestContext.Current.CancellationToken).Product);
        double ratio = _checker.Check(product, answer, new WorkDone { Rank = 100 }, TestContext.Current.CancellationToken)
            .ErrorOverExpected!.Value;
        Assert.InRange(ratio, 0.8, 1.25);
    }

    [Fact]
    public void Single_precision_is_judged_against_what_was_handed_out()
    {
        DenseMatrix<double> rounded = _inputs.Load(_case.Main, ElementType.Float);
        Assert.Equal((double)(float)A[3, 2], rounded[3, 2]);
        Assert.NotEqual(A[3, 2], rounded[3, 2]);
    }

    [Theory]
    [InlineData(1.0, true)]
    [InlineData(1.1, false)]
    [InlineData(double.NaN, false)]
    public void What_is_not_below_the_limit_is_objected_to(double error, bool isAccepted) =>
        Assert.Equal(isAccepted, new Acceptance { Error = 1 }.Objection(new Findings { Error = error }) is null);

    [Fact]
    public void A_figure_that_is_asked_for_and_missing_is_objected_to() =>
        Assert.NotNull(new Acceptance { PenroseResidual = 1 }.Objection(new Findings { Error = 0 }));

    private DenseMatrix<double> A => _inputs.Load(_case.Main, ElementType.Double);

    private Findings Check(AnswerFiles answer) => _checker.Check(_case, answer, null, TestContext.Current.CancellationToken);

    private AnswerFiles Svd(int rank)
    {
        TruncatedSvd<double> svd = TruncatedSvd.Compute(A, rank, new TruncatedSvdOptions { Method = TruncatedSvdMethod.Full },
            cancellationToken: TestContext.Current.CancellationToken);
        DenseMatrix<double> left = svd.U.ToDense();
        for (int i = 0; i < left.RowCount; i++)
        {
            for (int j = 0; j < rank; j++)
            {
                left[i, j] *= svd.SingularValues[j];
            }
        }

        AnswerFiles answer = Files(AnswerKind.Factors, "left", "right", "singularValues");
        NpyFile.Write(answer.Files["left"], left);
        NpyFile.Write(answer.Files["right"], svd.VT);
        NpyFile.Write(answer.Files["singularValues"], svd.SingularValues.AsSpan());
        return answer;
    }

    private AnswerFiles Files(string kind, params string[] parts) =>
        new(kind, parts.ToDictionary(part => part, part => _folder[part + ".npy"]));

    private static double Distance(DenseMatrix<double> a, DenseMatrix<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.RowCount; i++)
        {
            for (int j = 0; j < a.ColumnCount; j++)
            {
                sum += (a[i, j] - b[i, j]) * (a[i, j] - b[i, j]);
            }
        }

        return Math.Sqrt(sum);
    }
}

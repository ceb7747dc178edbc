using System.Numerics;
using System.Runtime.InteropServices;
using LowRank.Kernels;

namespace LowRank.Tests;

public sealed class BadInputTestsOfSingle : BadInputTests<float>;

public sealed class BadInputTestsOfDouble : BadInputTests<double>;

public sealed class BadInputTestsOfComplex : BadInputTests<Complex>;

/// <summary>What cannot be used is refused with the parameter's name, the fault and its place, and inputs are left alone. That no entry
/// point is forgotten, <see cref="EntryPointTests{T}"/> sees to.</summary>
public abstract class BadInputTests<T>
    where T : unmanaged, INumberBase<T>
{
    private static readonly TruncatedSvdOptions RandomizedSvd = new() { Method = TruncatedSvdMethod.SubspaceIteration };
    private static readonly InterpolativeDecompositionOptions SketchedId = new() { Selection = ColumnSelectionMethod.RangeFinderPivotedQr };
    private static readonly InterpolativeDecompositionOptions RowsId = new() { Side = InterpolativeSide.Rows };

    /// <summary>Every call that takes one matrix, by the name of that parameter.</summary>
    private static readonly Dictionary<string, (string Parameter, Action<DenseMatrix<T>> Call)> Unary = new()
    {
        ["PseudoInverse.Compute"] = ("a", a => PseudoInverse.Compute(a)),
        ["PseudoInverse.Solve, a"] = ("a", a => PseudoInverse.Solve(a, Matrix(a.RowCount, 2))),
        ["PseudoInverse.Solve, b"] = ("b", b => PseudoInverse.Solve(Matrix(b.RowCount, 3), b)),
        ["PseudoInverse.SolveTwoSided, a"] = ("a", a => PseudoInverse.SolveTwoSided(a, Matrix(a.RowCount, 3), Matrix(2, 3))),
        ["PseudoInverse.SolveTwoSided, m"] = ("m", m => PseudoInverse.SolveTwoSided(Matrix(m.RowCount, 2), m, Matrix(2, m.ColumnCount))),
        ["PseudoInverse.SolveTwoSided, b"] = ("b", b => PseudoInverse.SolveTwoSided(Matrix(3, 2), Matrix(3, b.ColumnCount), b)),
        ["PseudoInverse.Compute, SVD"] = (
            "a", a => PseudoInverse.Compute(a, new PseudoInverseOptions { Method = PseudoInverseMethod.Svd })),
        ["PseudoInverse.Form"] = ("a", a => PseudoInverse.Form(a)),
        ["PseudoInverse.LeastSquares, a"] = ("a", a => PseudoInverse.LeastSquares(a, Matrix(a.RowCount, 2))),
        ["PseudoInverse.LeastSquares, b"] = ("b", b => PseudoInverse.LeastSquares(Matrix(b.RowCount, 3), b)),
        ["PseudoInverse.SolveTwoSidedOfRank, a"] = ("a", a => PseudoInverse.SolveTwoSidedOfRank(a, Matrix(a.RowCount, 3), Matrix(2, 3), 1)),
        ["PseudoInverse.SolveTwoSidedOfRank, m"] = (
            "m", m => PseudoInverse.SolveTwoSidedOfRank(Matrix(m.RowCount, 2), m, Matrix(2, m.ColumnCount), 1)),
        ["PseudoInverse.SolveTwoSidedOfRank, b"] = (
            "b", b => PseudoInverse.SolveTwoSidedOfRank(Matrix(3, 2), Matrix(3, b.ColumnCount), b, 1)),
        ["ProductGradients, a"] = ("a", a => ProductGradients.Compute(a, Matrix(a.ColumnCount, 2), Matrix(a.RowCount, 2))),
        ["ProductGradients, b"] = ("b", b => ProductGradients.Compute(Matrix(2, b.RowCount), b, Matrix(2, b.ColumnCount))),
        ["ProductGradients, m"] = ("m", m => ProductGradients.Compute(Matrix(m.RowCount, 2), Matrix(2, m.ColumnCount), m)),
        ["PseudoInverse.Updatable"] = ("a", a => PseudoInverse.Updatable(a)),
        ["TruncatedSvd.Compute, full"] = (
            "a", a => TruncatedSvd.Compute(a, 1, new TruncatedSvdOptions { Method = TruncatedSvdMethod.Full })),
        ["TruncatedSvd.Compute, randomised"] = ("a", a => TruncatedSvd.Compute(a, 1, RandomizedSvd)),
        ["TruncatedSvd.Compute, by error"] = ("a", a => TruncatedSvd.Compute(a, Truncation.RelativeError(0.1), RandomizedSvd)),
        ["ColumnRow.Multiply, x"] = ("x", x => ColumnRow.Multiply(x, Matrix(x.ColumnCount, 2), 1)),
        ["ColumnRow.Multiply, y"] = ("y", y => ColumnRow.Multiply(Matrix(2, y.RowCount), y, 1)),
        ["ColumnRow.Multiply, top-k"] = (
            "y", y => ColumnRow.Multiply(Matrix(2, y.RowCount), y, 1, new ColumnRowOptions { Scheme = ColumnRowScheme.TopK })),
        ["ColumnRow.Multiply, by error"] = ("x", x => ColumnRow.Multiply(x, Matrix(x.ColumnCount, 2), Truncation.RelativeError(0.1))),
        ["ColumnRow.ExpectedError, x"] = ("x", x => ColumnRow.ExpectedError(x, Matrix(x.ColumnCount, 2), 1)),
        ["ColumnRow.ExpectedError, y"] = ("y", y => ColumnRow.ExpectedError(Matrix(2, y.RowCount), y, 1)),
        ["InterpolativeDecomposition.Compute, pivoted QR"] = ("a", a => InterpolativeDecomposition.Compute(a, 1)),
        ["InterpolativeDecomposition.Compute, sketched"] = ("a", a => InterpolativeDecomposition.Compute(a, 1, SketchedId)),
        ["InterpolativeDecomposition.Compute, rows"] = ("a", a => InterpolativeDecomposition.Compute(a, 1, RowsId)),
        ["InterpolativeDecomposition.Compute, by error"] = (
            "a", a => InterpolativeDecomposition.Compute(a, Truncation.RelativeError(0.1), SketchedId)),
    };

    public static TheoryData<string> UnaryNames => [.. Unary.Keys];

    [Theory]
    [MemberData(nameof(UnaryNames))]
    public void Non_finite_entries_are_named_by_their_first_position_in_row_order(string name)
    {
        (string parameter, Action<DenseMatrix<T>> call) = Unary[name];
        foreach (double value in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
        {
            foreach (MatrixLayout layout in Enum.GetValues<MatrixLayout>())
            {
                // Behind the first, both in row order and in memory, stands another.
                const int Stride = 9;
                T[] memory = new T[Stride * 6];
                for (int i = 0; i < memory.Length; i++)
                {
                    memory[i] = Scalar<T>.FromDouble(i % 7);
                }

                DenseMatrix<T> a = DenseMatrix.Wrap(memory, 4, 6, layout, Stride);
                a[1, 4] = Scalar<T>.FromParts(value, 0);
                a[3, 0] = Scalar<T>.FromDouble(double.NaN);
                a[2, 1] = Scalar<T>.FromDouble(double.NegativeInfinity);
                byte[] before = MemoryMarshal.AsBytes<T>(memory).ToArray();
                ArgumentException exception = Assert.Throws<ArgumentException>(parameter, () => call(a));
                Assert.Contains("row 1, column 4", exception.Message, StringComparison.Ordinal);
                Assert.Contains("4 × 6", exception.Message, StringComparison.Ordinal);
                Assert.True(MemoryMarshal.AsBytes<T>(memory).SequenceEqual(before), "the input was changed");
            }
        }

        if (Scalar<T>.IsComplex)
        {
            DenseMatrix<T> a = Matrix(3, 3);
            a[2, 2] = Scalar<T>.FromParts(0, double.NaN);
            Assert.Contains("row 2, column 2", Assert.Throws<ArgumentException>(parameter, () => call(a)).Message,
                StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(UnaryNames))]
    public void Null_matrices(string name)
    {
        // The other matrix is made from this one, so these calls are written out below.
        (string parameter, Action<DenseMatrix<T>> call) = Unary[name];
        if (name.Contains("Compute", StringComparison.Ordinal))
        {
            Assert.Throws<ArgumentNullException>(parameter, () => call(null!));
        }
    }

    [Fact]
    public void Null_matrices_among_several()
    {
        DenseMatrix<T> m = Matrix(3, 3);
        Assert.Throws<ArgumentNullException>("a", () => PseudoInverse.Solve(null!, m));
        Assert.Throws<ArgumentNullException>("b", () => PseudoInverse.Solve(m, null!));
        Assert.Throws<ArgumentNullException>("a", () => PseudoInverse.Form<T>(null!));
        Assert.Throws<ArgumentNullException>("svd", () => PseudoInverse.FromSvd<T>(null!));
        Assert.Throws<ArgumentNullException>("b", () => PseudoInverse.LeastSquares(m, null!));
        Assert.Throws<ArgumentNullException>("m", () => ProductGradients.Compute(m, m, null!));
        Assert.Throws<ArgumentNullException>("a", () => PseudoInverse.SolveTwoSided(null!, m, m));
        Assert.Throws<ArgumentNullException>("m", () => PseudoInverse.SolveTwoSided(m, null!, m));
        Assert.Throws<ArgumentNullException>("b", () => PseudoInverse.SolveTwoSided(m, m, null!));
        Assert.Throws<ArgumentNullException>("x", () => ColumnRow.Multiply(null!, m, 1));
        Assert.Throws<ArgumentNullException>("y", () => ColumnRow.Multiply(m, null!, 1));
        Assert.Throws<ArgumentNullException>("x", () => ColumnRow.Multiply(null!, m, Truncation.RelativeError(0.1)));
        Assert.Throws<ArgumentNullException>("y", () => ColumnRow.ExpectedError(m, null!, 1));
    }

    [Fact]
    public void Mismatched_shapes_print_both()
    {
        Shapes("b", "3 × 2", "5 × 4", () => PseudoInverse.Solve(Matrix(5, 4), Matrix(3, 2)));
        Shapes("b", "3 × 2", "5 × 4", () => PseudoInverse.LeastSquares(Matrix(5, 4), Matrix(3, 2)));
        Shapes("m", "3 × 2", "5 × 6", () => PseudoInverse.SolveTwoSidedOfRank(Matrix(5, 4), Matrix(3, 2), Matrix(7, 6), 1));
        Shapes("m", "3 × 2", "5 × 6", () => ProductGradients.Compute(Matrix(5, 4), Matrix(4, 6), Matrix(3, 2)));
        Shapes("m", "3 × 2", "5 × 6", () => PseudoInverse.SolveTwoSided(Matrix(5, 4), Matrix(3, 2), Matrix(7, 6)));
        Shapes("y", "5 × 4", "3 × 2", () => ColumnRow.Multiply(Matrix(5, 4), Matrix(3, 2), 1));
        Shapes("y", "5 × 4", "3 × 2", () => ColumnRow.Multiply(Matrix(5, 4), Matrix(3, 2), Truncation.RelativeError(0.1)));
        Shapes("y", "5 × 4", "3 × 2", () => ColumnRow.ExpectedError(Matrix(5, 4), Matrix(3, 2), 1));
        TruncatedSvd<T> svd = TruncatedSvd.Compute(Matrix(5, 4), 2);
        Shapes("x", "3 × 2", "5 × 4", () => svd.Multiply(Matrix(3, 2)));
        Shapes("x", "3 × 2", "5 × 4", () => svd.Multiply(Matrix(3, 2), Matrix(5, 2)));
        Shapes("destination", "3 × 2", "5 × 2", () => svd.Multiply(Matrix(4, 2), Matrix(3, 2)));
        Shapes("x", "3 × 2", "5 × 4", () => svd.MultiplyAdjoint(Matrix(3, 2), Matrix(4, 2)));
        Shapes("destination", "3 × 2", "4 × 2", () => svd.MultiplyAdjoint(Matrix(5, 2), Matrix(3, 2)));

        static void Shapes(string parameter, string first, string second, Action call)
        {
            ArgumentException exception = Assert.Throws<ArgumentException>(parameter, call);
            Assert.Contains(first, exception.Message, StringComparison.Ordinal);
            Assert.Contains(second, exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_destination_that_shares_memory_is_refused()
    {
        T[] memory = new T[40];
        DenseMatrix<T> x = DenseMatrix.Wrap(memory.AsMemory(0, 12), 4, 3);
        DenseMatrix<T> overlapping = DenseMatrix.Wrap(memory.AsMemory(8, 15), 5, 3);
        DenseMatrix<T> adjacent = DenseMatrix.Wrap(memory.AsMemory(12, 15), 5, 3);
        TruncatedSvd<T> svd = TruncatedSvd.Compute(Matrix(5, 4), 2);
        InterpolativeDecomposition<T> id = InterpolativeDecomposition.Compute(Matrix(5, 4), 2);
        PseudoInverse<T> inverse = PseudoInverse.Compute(Matrix(4, 5));
        foreach (LowRankApproximation<T> approximation in new LowRankApproximation<T>[] { svd, id, inverse })
        {
            Assert.Throws<ArgumentException>("destination", () => approximation.Multiply(x, overlapping));
            Assert.Throws<ArgumentException>("destination", () => approximation.MultiplyAdjoint(overlapping, x));
            approximation.Multiply(x, adjacent);
        }

        // Neither may a product overwrite the factors that it is made of.
        Assert.Throws<ArgumentException>("destination", () => svd.Multiply(Matrix(4, 2), svd.U));
        Assert.Throws<ArgumentException>("destination", () => svd.MultiplyAdjoint(Matrix(5, 2), svd.VT.Transpose()));
    }

    [Fact]
    public void Ranks_outside_0_to_min_are_refused()
    {
        DenseMatrix<T> a = Matrix(5, 4);
        Assert.Throws<ArgumentOutOfRangeException>("rank", () => Truncation.Rank(-1));
        Assert.Throws<ArgumentOutOfRangeException>("rank", () => TruncatedSvd.Compute(a, -1));
        foreach (int rank in new[] { 5, int.MaxValue })
        {
            foreach (Action call in new Action[]
            {
                () => TruncatedSvd.Compute(a, rank), () => TruncatedSvd.Compute(a, rank, RandomizedSvd), () =>
                    InterpolativeDecomposition.Compute(a, rank),
                () => InterpolativeDecomposition.Compute(a, rank, SketchedId), () => InterpolativeDecomposition.Compute(a, rank, RowsId),
                () => TruncatedSvd.Compute(a.Transpose(), rank),
            })
            {
                ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>("truncation", call);
                Assert.Contains(rank.ToString(System.Globalization.CultureInfo.InvariantCulture), exception.Message,
                    StringComparison.Ordinal);
                Assert.Contains("at most 4", exception.Message, StringComparison.Ordinal);
            }
        }

        Assert.Throws<ArgumentOutOfRangeException>("truncation", () => TruncatedSvd.Compute(DenseMatrix.Create<T>(0, 4), 1));
        Assert.Equal(0, TruncatedSvd.Compute(DenseMatrix.Create<T>(0, 4), 0).Rank);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Tolerances_that_are_not_positive_and_finite_are_refused(double tolerance)
    {
        Assert.Throws<ArgumentOutOfRangeException>(nameof(tolerance), () => Truncation.RelativeError(tolerance));
        Assert.Throws<ArgumentOutOfRangeException>(nameof(tolerance), () => Truncation.AbsoluteError(tolerance));
        Assert.Throws<ArgumentOutOfRangeException>("maxRank", () => Truncation.RelativeError(0.1, -1));
        Assert.Throws<ArgumentOutOfRangeException>("maxRank", () => Truncation.AbsoluteError(0.1, -1));
        if (tolerance != 0)
        {
            Option("RelativeTolerance", () =>
                PseudoInverse.Compute(Matrix(2, 2), new PseudoInverseOptions { RelativeTolerance = tolerance }));
            Option("AbsoluteTolerance", () =>
                PseudoInverse.Compute(Matrix(2, 2), new PseudoInverseOptions { AbsoluteTolerance = tolerance }));
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    [InlineData(-0.5)]
    [InlineData(double.NaN)]
    public void A_failure_probability_lies_between_0_and_1(double probability)
    {
        ErrorEstimate error = TruncatedSvd.Compute(Matrix(3, 3), 1).Error;
        Assert.Throws<ArgumentOutOfRangeException>("failureProbability", () => error.UpperBound(probability));
    }

    [Fact]
    public void Sample_counts_below_1_and_for_topk_beyond_l_are_refused()
    {
        DenseMatrix<T> x = Matrix(2, 3);
        DenseMatrix<T> y = Matrix(3, 2);
        foreach (int count in new[] { 0, -1, int.MinValue })
        {
            Assert.Throws<ArgumentOutOfRangeException>(count < 0 ? "rank" : "truncation", () => ColumnRow.Multiply(x, y, count));
            Assert.Throws<ArgumentOutOfRangeException>("sampleCount", () => ColumnRow.ExpectedError(x, y, count));
        }

        ColumnRowOptions topK = new() { Scheme = ColumnRowScheme.TopK };
        Assert.Throws<ArgumentOutOfRangeException>("truncation", () => ColumnRow.Multiply(x, y, 4, topK));
        Assert.Throws<ArgumentOutOfRangeException>("truncation", () => ColumnRow.Multiply(x, y, 0, topK));
        Assert.Equal(4, ColumnRow.Multiply(x, y, 4).SampleCount);
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        DenseMatrix<T> a = Matrix(4, 4);
        foreach (int threads in new[] { 0, -1 })
        {
            Option("MaxDegreeOfParallelism", () =>
                TruncatedSvd.Compute(a, 1, new TruncatedSvdOptions { MaxDegreeOfParallelism = threads }));
            Option("MaxDegreeOfParallelism", () => PseudoInverse.Compute(a, new PseudoInverseOptions { MaxDegreeOfParallelism = threads }));
            Option("MaxDegreeOfParallelism", () =>
                PseudoInverse.Solve(a, a, new PseudoInverseOptions { MaxDegreeOfParallelism = threads }));
            Option("MaxDegreeOfParallelism", () =>
                PseudoInverse.SolveTwoSided(a, a, a, new PseudoInverseOptions { MaxDegreeOfParallelism = threads }));
            Option("MaxDegreeOfParallelism", () => ColumnRow.Multiply(a, a, 1, new ColumnRowOptions { MaxDegreeOfParallelism = threads }));
            Option("MaxDegreeOfParallelism", () =>
                InterpolativeDecomposition.Compute(a, 1, SketchedId with { MaxDegreeOfParallelism = threads }));
        }

        Option("Oversampling", () => TruncatedSvd.Compute(a, 1, new TruncatedSvdOptions { Oversampling = -1 }));
        Option("PowerIterations", () => TruncatedSvd.Compute(a, 1, new TruncatedSvdOptions { PowerIterations = -1 }));
        Option("Method", () => TruncatedSvd.Compute(a, 1, new TruncatedSvdOptions { Method = (TruncatedSvdMethod)77 }));
        Option("Oversampling", () =>
            InterpolativeDecomposition.Compute(a, 1, new InterpolativeDecompositionOptions { Selection = new() { Oversampling = -1 } }));
        Option("PowerIterations", () =>
            InterpolativeDecomposition.Compute(a, 1, new InterpolativeDecompositionOptions { Selection = new() { PowerIterations = -1 } }));
        Option("Method", () => InterpolativeDecomposition.Compute(a, 1, RowsId with { Selection = (ColumnSelectionMethod)(-1) }));
        Option("Side", () => InterpolativeDecomposition.Compute(
            a, 1, new InterpolativeDecompositionOptions { Side = (InterpolativeSide)2 }));
        Option("Scheme", () => ColumnRow.Multiply(a, a, 1, new ColumnRowOptions { Scheme = (ColumnRowScheme)9 }));

        // Huge values are no reason to overflow.
        Assert.Equal(1, TruncatedSvd.Compute(a, 1, RandomizedSvd with { Oversampling = int.MaxValue }).Rank);
        Assert.Equal(1, InterpolativeDecomposition.Compute(a, 1, SketchedId with
        {
            Selection = SketchedId.Selection with { Oversampling = int.MaxValue },
        }).Rank);
    }

    [Fact]
    public void An_operator_whose_products_are_not_finite_is_refused()
    {
        T nan = Scalar<T>.FromDouble(double.NaN);
        ILinearOperator<T> bad = LinearOperator.Create<T>(4, 3, (_, y) => y[1, 0] = nan, (_, y) => y[1, 0] = nan);
        foreach (TruncatedSvdMethod method in Enum.GetValues<TruncatedSvdMethod>())
        {
            TruncatedSvdOptions options = new() { Method = method };
            Assert.Throws<ArgumentException>("a", () => TruncatedSvd.Compute(bad, 1, options));
            Assert.Throws<ArgumentException>("a", () => TruncatedSvd.Compute(bad, Truncation.RelativeError(0.1), options));
        }
    }

    [Fact]
    public void A_norm_that_overflows_over_finite_entries_says_so()
    {
        if (typeof(T) == typeof(float))
        {
            return; // sums in double
        }

        DenseMatrix<T> a = Oracle.ToMatrix<T>(Oracle.Build(4, 4, (_, _) => 1e308));
        ArgumentException exception = Assert.Throws<ArgumentException>("a", () => TruncatedSvd.Compute(a, 1));
        Assert.Contains("overflows", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_row_product_whose_terms_overflow_says_so()
    {
        if (typeof(T) == typeof(float))
        {
            return; // norms are doubles
        }

        DenseMatrix<T> x = Oracle.ToMatrix<T>(Oracle.Build(3, 2, (_, _) => 1e200));
        foreach (ColumnRowScheme scheme in Enum.GetValues<ColumnRowScheme>())
        {
            ColumnRowOptions options = new() { Scheme = scheme };
            ArgumentException exception = Assert.Throws<ArgumentException>("y", () => ColumnRow.Multiply(x, x.Transpose(), 1, options));
            Assert.Contains("overflow", exception.Message, StringComparison.Ordinal);
        }
    }

    private static DenseMatrix<T> Matrix(int rows, int columns) => Oracle.ToMatrix<T>(Oracle.Gaussian<T>(rows, columns, 1));

    private static void Option(string name, Action call) => Assert.Throws<ArgumentOutOfRangeException>(name, call);
}

using System.Numerics;
using LowRank.Kernels;
using LowRank.Selection;

namespace LowRank.Tests;

public sealed class ColumnSelectionPropertiesOfSingle : ColumnSelectionProperties<float>;

public sealed class ColumnSelectionPropertiesOfDouble : ColumnSelectionProperties<double>;

public sealed class ColumnSelectionPropertiesOfComplex : ColumnSelectionProperties<Complex>;

public abstract class ColumnSelectionProperties<T>
    where T : unmanaged, INumberBase<T>
{
    public static TheoryData<ColumnSelectionMethod> Methods => [.. Enum.GetValues<ColumnSelectionMethod>()];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Every_selector_chooses_different_columns_and_knows_their_error(ColumnSelectionMethod method) =>
        PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
        int count = (int)(c.Seed % (ulong)(c.Min + 1));
        bool isRows = c.Seed % 2 == 1;
        ColumnSelectionOptions options = new()
        {
            Method = method,
            Seed = c.Seed,
            LeverageScores = (LeverageScoreKind)(c.Seed % 3),
            PreSampleCount = c.Seed % 7 == 0 ? count + 3 : null,
            PreSampling = new[] { ColumnSelectionMethod.Uniform, ColumnSelectionMethod.NormSampling,
                ColumnSelectionMethod.LeverageSampling }[c.Seed % 3],
        };
        ColumnSubset subset = isRows
            ? ColumnSelection.SelectRows(known.Matrix, count, options) : ColumnSelection.Select(known.Matrix, count, options);
        Complex[,] a = isRows ? Oracle.Transpose(known.Entries) : known.Entries;
        Assert.Equal(
            (method == ColumnSelectionMethod.Auto ? ColumnSelectionMethod.SketchedPivoting : method, count),
            (subset.Method, subset.Indices.Length));
        Assert.Equal(count, subset.Indices.Distinct().Count());
        Assert.All(subset.Indices, j => Assert.InRange(j, 0, a.GetLength(1) - 1));
        double rounding = Expect.Rounding<T>(
            c.Max, Math.Max(1, known.FrobeniusNorm * known.FrobeniusNorm) * Math.Max(1, subset.LargestCoefficient));

        // The best coefficients for these columns leave what the library says.
        InterpolativeDecomposition<T> fitted = InterpolativeDecomposition.FromIndices(
            isRows ? known.Matrix.Transpose() : known.Matrix, subset.Indices.AsSpan());
        double error = Oracle.NormOfDifference(a, Oracle.Of(fitted.ToDense()));
        Expect.AtMost(error, subset.Error.UpperBound(1e-6) + Math.Sqrt(rounding), "the error against its bound");
        if (subset.Error.Method == ErrorEstimateMethod.ExactIdentity)
        {
            Expect.Close(subset.Error.Frobenius * subset.Error.Frobenius, error * error, 10 * rounding, "the error, squared");
        }

        if (!double.IsNaN(subset.BasisConstant))
        {
            Expect.AtLeast(subset.BasisConstant, 1 - Expect.Rounding<T>(c.Max, 1), "η");
        }

        Expect.AtLeast(error, known.Tail(count) - Math.Sqrt(rounding), "the error against the optimum");
        known.AssertUnchanged();
    });

    [Theory]
    [MemberData(nameof(Methods))]
    public void An_error_prescribed_is_kept(ColumnSelectionMethod method) => PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
        double tolerance = new[] { 0.9, 0.3, 0.1 }[c.Seed % 3];
        ColumnSelectionOptions options = new() { Method = method, Seed = c.Seed };
        ColumnSubset subset = ColumnSelection.Select(known.Matrix, Truncation.RelativeError(tolerance), options);
        InterpolativeDecomposition<T> fitted = InterpolativeDecomposition.FromIndices(known.Matrix, subset.Indices.AsSpan());
        double rounding = Expect.Rounding<T>(c.Max, 10 * Math.Max(1, known.FrobeniusNorm));
        Expect.AtMost(Oracle.NormOfDifference(known.Entries, Oracle.Of(fitted.ToDense())), (tolerance * known.FrobeniusNorm) + rounding,
            "the error");
        ColumnSubset limited = ColumnSelection.Select(known.Matrix, Truncation.RelativeError(1e-9, maxRank: 2), options);
        Assert.InRange(limited.Indices.Length, 0, 2);
    });

    /// <summary>II.10: whatever chose the columns, exchanges bound the coefficients by f and make the choice rank-revealing; they are
    /// counted, and end the method's own constant.</summary>
    [Theory]
    [MemberData(nameof(Methods))]
    public void Strong_swaps_keep_their_bound_behind_every_selector(ColumnSelectionMethod method) =>
        PropertyCheck.Holds(MatrixCases.NonZero, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
        int count = 1 + (int)(c.Seed % (ulong)c.Rank);
        double bound = new[] { 1, 1.2, 2 }[c.Seed % 3];
        bool isRows = c.Seed % 2 == 1;
        ColumnSelectionOptions options = new() { Method = method, Seed = c.Seed, PreSampleCount = c.Seed % 5 == 0 ? count + 1 : null };
        ColumnSubset without = Select(options);
        ColumnSubset subset = Select(options with { StrongSwapBound = bound });
        Assert.Equal((0, count, count), (without.SwapCount, subset.Indices.Length, subset.Indices.Distinct().Count()));
        Expect.AtMost(subset.LargestCoefficient, bound * (1 + Expect.Rounding<T>(c.Max, 1e4)), "the largest coefficient");
        if (subset.SwapCount == 0)
        {
            Assert.Equal(without.Indices, subset.Indices);
            Assert.Equal(without.BasisConstant, subset.BasisConstant);
        }
        else
        {
            Assert.NotEqual(without.Indices.Order(), subset.Indices.Order());
            Assert.Equal(double.NaN, subset.BasisConstant);
        }

        Complex[,] a = isRows ? Oracle.Transpose(known.Entries) : known.Entries;
        double q = Math.Sqrt(1 + (bound * bound * count * (a.GetLength(1) - count))) * (1 + Expect.Rounding<T>(c.Max, 1e4));
        double[] ofSkeleton = Oracle.SingularValues(Oracle.Columns(a, subset.Indices));
        double[] ofMatrix = Oracle.SingularValues(a);
        for (int i = 0; i < count; i++)
        {
            Expect.AtLeast(ofSkeleton[i] * q, ofMatrix[i], $"σ_{i} of the chosen columns times q");
        }

        ColumnSubset Select(ColumnSelectionOptions o) =>
            isRows ? ColumnSelection.SelectRows(known.Matrix, count, o) : ColumnSelection.Select(known.Matrix, count, o);
    });

    /// <summary>The first column of a Kahan matrix is the one that it can do without, and pivoting never leaves that out.</summary>
    [Fact]
    public void Strong_swaps_mend_pivoting_on_a_Kahan_matrix()
    {
        const int n = 32;
        (double sine, double cosine) = Math.SinCos(1.2);
        DenseMatrix<T> a = Oracle.ToMatrix<T>(
            Oracle.Build(n, n, (i, j) => Math.Pow(1 - 1e-5, j) * Math.Pow(sine, i) * (i == j ? 1 : i < j ? -cosine : 0)));
        ColumnSelectionOptions pivoting = new() { Method = ColumnSelectionMethod.ColumnPivotedQr };
        ColumnSubset without = ColumnSelection.Select(a, n - 1, pivoting);
        ColumnSubset with = ColumnSelection.Select(a, n - 1, pivoting with { StrongSwapBound = 2 });
        Expect.AtMost(with.LargestCoefficient, 2 * (1 + Expect.Rounding<T>(n, 100)), "the largest coefficient with swaps");
        if (!Scalar<T>.IsSingle)
        {
            Expect.AtLeast(without.LargestCoefficient, 1000,
                "the largest coefficient without"); // single precision rounds the last singular value away
            Assert.InRange(with.SwapCount, 1, n);
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void The_same_seed_gives_the_same_columns_on_any_number_of_threads_and_for_either_layout(ColumnSelectionMethod method)
    {
        Complex[,] a = Oracle.Gaussian<T>(30, 50, 3);
        ColumnSelectionOptions options = new() { Method = method, Seed = 11 };
        ColumnSubset rowMajor = ColumnSelection.Select(Oracle.ToMatrix<T>(a), 8, options);
        ColumnSubset columnMajor = ColumnSelection.Select(
            Oracle.ToMatrix<T>(a, MatrixLayout.ColumnMajor), 8, options with { MaxDegreeOfParallelism = 1 });
        ColumnSubset byOperator = ColumnSelection.Select(
            new SourceOperator<T>(Oracle.ToMatrix<T>(a)), 8, options with { LeverageScores = LeverageScoreKind.Exact });
        Assert.Equal(rowMajor.Indices, columnMajor.Indices);
        if (method is not (ColumnSelectionMethod.Deim or ColumnSelectionMethod.AdaptiveRandomizedPivoting or ColumnSelectionMethod.Osinsky))
        {
            Assert.Equal(rowMajor.Indices, byOperator.Indices); // the singular vectors of an operator are approximate
        }
    }

    /// <summary>Each of four columns comes three times: whatever is chosen first comes from the first four, and nothing twice while
    /// others are left.</summary>
    [Theory]
    [InlineData(ColumnSelectionMethod.SketchedPivoting)]
    [InlineData(ColumnSelectionMethod.ColumnPivotedQr)]
    [InlineData(ColumnSelectionMethod.TotalErrorGreedy)]
    [InlineData(ColumnSelectionMethod.Deim)]
    [InlineData(ColumnSelectionMethod.Osinsky)]
    [InlineData(ColumnSelectionMethod.NormTop)]
    [InlineData(ColumnSelectionMethod.LeverageTop)]
    public void Equal_columns_go_to_the_lowest_index(ColumnSelectionMethod method)
    {
        Complex[,] g = Oracle.Gaussian<T>(9, 4, 3);
        DenseMatrix<T> a = Oracle.ToMatrix<T>(Oracle.Build(9, 12, (i, j) => g[i, j % 4]));
        ColumnSubset subset = ColumnSelection.Select(a, 4, new ColumnSelectionOptions { Method = method, SubspaceRank = 2 });
        if (method is ColumnSelectionMethod.NormTop or ColumnSelectionMethod.LeverageTop)
        {
            Assert.InRange(subset.Indices[0], 0, 3); // then come its twins: these two pick parallel columns
            Assert.Equal([subset.Indices[0], subset.Indices[0] + 4, subset.Indices[0] + 8], subset.Indices.Take(3));
            return;
        }

        Assert.Equal([0, 1, 2, 3], subset.Indices.Order());
        Expect.AtMost(subset.Error.Frobenius, 10 * subset.Error.Resolution, "the error");
    }

    [Fact]
    public void U8_leverage_scores_of_a_known_matrix()
    {
        DenseMatrix<T> a = Oracle.ToMatrix<T>(new Complex[,] { { 1, 0, 1 }, { 0, 1, 1 } });
        double[] scores = ColumnSelection.LeverageScores(a, 2);
        Assert.All(scores, h => Expect.Close(h, 2.0 / 3, Expect.Rounding<T>(3, 1), "a leverage score"));
    }

    [Fact]
    public void U7_to_U9_leverage_scores_are_what_their_definitions_say() => PropertyCheck.Holds(MatrixCases.NonZero, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
        double rounding = Expect.Rounding<T>(c.Max, 200);

        // A⁺A = VVᴴ, whatever the basis; so with all singular values there is no gap to be near to.
        double[] exact = ColumnSelection.LeverageScores(known.Matrix, c.Rank);
        double[] ridge = ColumnSelection.LeverageScores(
            known.Matrix, 1, new ColumnSelectionOptions { LeverageScores = LeverageScoreKind.Ridge });
        double lambda = Math.Pow(known.Tail(1), 2);
        for (int j = 0; j < c.Columns; j++)
        {
            double expected = 0;
            double expectedRidge = 0;
            for (int i = 0; i < c.Rank; i++)
            {
                double square = Math.Pow(Complex.Abs(known.V[j, i]), 2);
                double sigma = known.SingularValues[i] * known.SingularValues[i];
                expected += square;
                expectedRidge += square * sigma / (sigma + lambda);
            }

            Expect.Close(exact[j], expected, rounding, $"the leverage score of column {j}");
            Expect.Close(ridge[j], expectedRidge, rounding, $"the ridge leverage score of column {j}");
        }

        Expect.Close(exact.Sum(), c.Rank, rounding * c.Columns, "the sum of the scores");
        Expect.AtMost(ridge.Sum(), 2 + rounding, "the sum of the ridge scores with γ = 1");
        double[] approximate = ColumnSelection.LeverageScores(
            known.Matrix, c.Rank, new ColumnSelectionOptions { LeverageScores = LeverageScoreKind.Approximate });
        for (int j = 0; j < c.Columns; j++)
        {
            Expect.Close(approximate[j], exact[j], 100 * rounding, $"the approximate score of column {j}, where the sketch spans all");
        }
    });

    [Fact]
    public void I11_the_greedy_choice_sees_that_the_longest_column_is_not_the_best()
    {
        DenseMatrix<T> a = Oracle.ToMatrix<T>(new Complex[,] { { 3, 0, 0, 0, 0, 0 }, { 0, 2, 2, 2, 2, 2 } });
        ColumnSubset greedy = ColumnSelection.Select(a, 1, new ColumnSelectionOptions { Method = ColumnSelectionMethod.TotalErrorGreedy });
        ColumnSubset longest = ColumnSelection.Select(a, 1, new ColumnSelectionOptions { Method = ColumnSelectionMethod.NormTop });
        Assert.Equal([1], greedy.Indices);
        Assert.Equal([0], longest.Indices);
        Assert.Equal(9, greedy.Error.Frobenius * greedy.Error.Frobenius, 1e-4);
        Assert.Equal(20, longest.Error.Frobenius * longest.Error.Frobenius, 1e-4);
    }

    [Fact]
    public void I12_the_first_greedy_column_is_the_best_single_one() => PropertyCheck.Holds(MatrixCases.NonZero, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
        ColumnSubset greedy = ColumnSelection.Select(
            known.Matrix, 1, new ColumnSelectionOptions { Method = ColumnSelectionMethod.TotalErrorGreedy });
        double best = double.PositiveInfinity;
        for (int j = 0; j < c.Columns; j++)
        {
            Complex[,] column = Oracle.Columns(known.Entries, [j]);
            if (Oracle.Norm(column) > 0)
            {
                Complex[,] q = Oracle.Orthonormalize(column);
                best = Math.Min(best,
                    Oracle.NormOfDifference(known.Entries, Oracle.Multiply(q, Oracle.Multiply(Oracle.Adjoint(q), known.Entries))));
            }
        }

        double rounding = Expect.Rounding<T>(c.Max, 10 * known.FrobeniusNorm * known.FrobeniusNorm);
        Expect.AtMost(greedy.Error.Frobenius * greedy.Error.Frobenius, (best * best) + rounding,
            "the error of the greedy column, squared, against the best");
    });

    [Fact]
    public void Bad_arguments_are_refused()
    {
        DenseMatrix<T> a = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(4, 3, 1));
        Assert.Throws<ArgumentNullException>("a", () => ColumnSelection.Select<T>(null!, 1));
        Assert.Throws<ArgumentNullException>("a", () => ColumnSelection.SelectRows<T>(null!, 1));
        Assert.Throws<ArgumentOutOfRangeException>("truncation", () => ColumnSelection.Select(a, 4));
        Assert.Throws<ArgumentOutOfRangeException>("truncation", () => ColumnSelection.SelectRows(a, 4));
        Assert.Throws<ArgumentOutOfRangeException>("rank", () => ColumnSelection.LeverageScores(a, 4));
        Refused("Method", new ColumnSelectionOptions { Method = (ColumnSelectionMethod)99 });
        Refused("LeverageScores", new ColumnSelectionOptions { LeverageScores = (LeverageScoreKind)9 });
        Refused("PreSampling", new ColumnSelectionOptions { PreSampling = ColumnSelectionMethod.KMeans });
        Refused("StrongSwapBound", new ColumnSelectionOptions { StrongSwapBound = 0.9 });
        Refused("StrongSwapBound", new ColumnSelectionOptions { StrongSwapBound = double.NaN });
        Refused("PreSampleCount", new ColumnSelectionOptions { PreSampleCount = -1 });
        Refused("SubspaceRank", new ColumnSelectionOptions { SubspaceRank = -1 });
        Refused("Oversampling", new ColumnSelectionOptions { Oversampling = -1 });
        Refused("PowerIterations", new ColumnSelectionOptions { PowerIterations = -1 });
        a[2, 1] = Scalar<T>.FromDouble(double.NaN);
        foreach (ColumnSelectionMethod method in Enum.GetValues<ColumnSelectionMethod>())
        {
            ArgumentException exception = Assert.Throws<ArgumentException>(
                "a", () => ColumnSelection.Select(a, 1, new ColumnSelectionOptions { Method = method }));
            Assert.Contains("row 2, column 1", exception.Message, StringComparison.Ordinal);
        }

        void Refused(string name, ColumnSelectionOptions options) =>
            Assert.Throws<ArgumentOutOfRangeException>(name, () => ColumnSelection.Select(a, 1, options));
    }
}

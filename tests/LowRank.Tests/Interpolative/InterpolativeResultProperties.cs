using System.Numerics;
using LowRank.Kernels;
using LowRank.Selection;

namespace LowRank.Tests;

public sealed class InterpolativeResultPropertiesOfSingle : InterpolativeResultProperties<float>;

public sealed class InterpolativeResultPropertiesOfDouble : InterpolativeResultProperties<double>;

public sealed class InterpolativeResultPropertiesOfComplex : InterpolativeResultProperties<Complex>;

/// <summary>What an interpolative decomposition offers beyond its factors: certificates, strong swaps, given columns, two sides, an
/// SVD.</summary>
public abstract class InterpolativeResultProperties<T>
    where T : unmanaged, INumberBase<T>
{
    // Together with the spare columns these are as many as one block has at least.
    private const int OneBlock = 8;

    public static TheoryData<InterpolativeSide> Sides => [.. Enum.GetValues<InterpolativeSide>()];

    [Theory]
    [MemberData(nameof(Sides))]
    public void E14_the_certificate_bounds_the_error_and_its_parts_are_what_they_say(InterpolativeSide side) =>
        PropertyCheck.Holds(MatrixCases.NonZero, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
        int rank = 1 + (int)(c.Seed % (ulong)c.Rank);
        foreach (InterpolativeCoefficients coefficients in Enum.GetValues<InterpolativeCoefficients>())
        {
            InterpolativeDecompositionOptions options = new()
            {
                Side = side, Seed = c.Seed, Coefficients = coefficients,
                Selection = new() { Method = ColumnSelectionMethod.SketchedPivoting, Oversampling = 2 },
            };
            InterpolativeDecomposition<T> id = InterpolativeDecomposition.Compute(known.Matrix, rank, options);
            SkeletonCertificate certificate = id.Certify(known.Matrix);
            Complex[,] a = side == InterpolativeSide.Columns ? known.Entries : Oracle.Transpose(known.Entries);
            Complex[,] z = side == InterpolativeSide.Columns ? Oracle.Of(id.Coefficients) : Oracle.Transpose(Oracle.Of(id.Coefficients));
            Complex[,] v = Oracle.Orthonormalize(Oracle.Adjoint(z));
            Complex[,] left = Oracle.Subtract(a, Oracle.Multiply(a, v, Oracle.Adjoint(v)));
            double rounding = Expect.Rounding<T>(c.Max, 10 * certificate.CoefficientNorm * known.FrobeniusNorm);
            Expect.Close(certificate.CoefficientNorm, Oracle.SpectralNorm(z), Expect.Rounding<T>(c.Max, certificate.CoefficientNorm),
                "‖Z‖₂");
            if (certificate.RowSpaceError.Method == ErrorEstimateMethod.ExactIdentity)
            {
                double squared = certificate.RowSpaceError.Frobenius * certificate.RowSpaceError.Frobenius;
                Expect.Close(squared, Math.Pow(Oracle.Norm(left), 2), rounding * known.FrobeniusNorm, "what the row space leaves, squared");
            }

            double error = Oracle.NormOfDifference(known.Entries, Oracle.Of(id.ToDense()));
            Expect.AtMost(error, (certificate.CoefficientNorm * certificate.RowSpaceError.UpperBound(1e-6)) + rounding, "the error");
            Expect.AtMost(certificate.CoefficientNorm, id.InterpolationConstant * (1 + Expect.Rounding<T>(c.Max, 1)),
                "‖Z‖₂ against √(1 + f²k(n − k))");
        }
    });

    [Theory]
    [MemberData(nameof(Sides))]
    public void Coefficients_from_the_sketch_interpolate_and_their_error_is_measured(InterpolativeSide side) =>
        PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c);
        int rank = (int)(c.Seed % (ulong)(c.Min + 1));
        InterpolativeDecompositionOptions options =
            new() { Side = side, Seed = c.Seed, Coefficients = InterpolativeCoefficients.FromSketch };
        InterpolativeDecomposition<T> id = InterpolativeDecomposition.Compute(known.Matrix, rank, options);
        Assert.Equal(rank, id.Indices.Distinct().Count());
        double error = Oracle.NormOfDifference(known.Entries, Oracle.Of(id.ToDense()));
        double rounding = Expect.Rounding<T>(c.Max, 100 * Math.Max(1, id.LargestCoefficient) * Math.Max(1, known.FrobeniusNorm));
        Expect.AtMost(error, id.Error.UpperBound(1e-6) + rounding, "the error against its bound");
        Expect.AtMost(id.Error.Frobenius, (3 * error) + rounding, "the estimate against the error");
        InterpolativeDecomposition<T> fitted = InterpolativeDecomposition.FromIndices(
            known.Matrix, id.Indices.AsSpan(), new InterpolativeDecompositionOptions { Side = side });
        Expect.AtMost(Oracle.NormOfDifference(known.Entries, Oracle.Of(fitted.ToDense())), error + rounding,
            "the error of the best coefficients");

        double tolerance = new[] { 0.9, 0.3, 0.1 }[c.Seed % 3];
        InterpolativeDecomposition<T> to = InterpolativeDecomposition.Compute(known.Matrix, Truncation.RelativeError(tolerance), options);
        Expect.AtMost(
            Oracle.NormOfDifference(known.Entries, Oracle.Of(to.ToDense())), (1.5 * tolerance * known.FrobeniusNorm) + rounding,
                "the error prescribed");
        known.AssertUnchanged();
    });

    [Theory]
    [MemberData(nameof(Sides))]
    public void Given_columns_keep_their_order_and_get_the_best_coefficients(InterpolativeSide side) =>
        PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
        int count = side == InterpolativeSide.Columns ? c.Columns : c.Rows;
        int rank = (int)(c.Seed % (ulong)(c.Min + 1));
        System.Random random = new((int)c.Seed);
        int[] indices = [.. Enumerable.Range(0, count).OrderBy(_ => random.Next()).Take(rank)];
        InterpolativeDecomposition<T> id = InterpolativeDecomposition.FromIndices(
            known.Matrix, indices, new InterpolativeDecompositionOptions { Side = side });
        Assert.Equal(indices, id.Indices);
        Assert.Null(id.Method);
        Complex[,] a = side == InterpolativeSide.Columns ? known.Entries : Oracle.Transpose(known.Entries);
        Complex[,] skeleton = side == InterpolativeSide.Columns ? Oracle.Of(id.Skeleton) : Oracle.Transpose(Oracle.Of(id.Skeleton));
        Complex[,] z = side == InterpolativeSide.Columns ? Oracle.Of(id.Coefficients) : Oracle.Transpose(Oracle.Of(id.Coefficients));
        Expect.Close(skeleton, Oracle.Columns(a, indices), 0, "the skeleton");
        Expect.Close(Oracle.Columns(z, indices), Oracle.Identity(rank), 0, "the coefficients of the skeleton");

        // The normal equations: what is left is orthogonal to the skeleton.
        Complex[,] left = Oracle.Subtract(a, Oracle.Multiply(skeleton, z));
        double rounding = Expect.Rounding<T>(c.Max, 100 * Math.Max(1, id.LargestCoefficient) * Math.Max(1, known.FrobeniusNorm));
        Expect.AtMost(Oracle.Norm(Oracle.Multiply(Oracle.Adjoint(skeleton), left)), rounding * Math.Max(1, known.FrobeniusNorm),
            "Cᴴ(A − CZ)");
        Expect.AtMost(Oracle.Norm(left), id.Error.UpperBound(1e-6) + rounding, "the error against its bound");
        known.AssertUnchanged();
    });

    [Fact]
    public void Given_columns_that_depend_on_each_other_represent_themselves()
    {
        Complex[,] g = Oracle.Gaussian<T>(5, 3, 1);
        Complex[,] a = Oracle.Build(5, 6, (i, j) => j < 3 ? 0 : j == 5 ? g[i, 0] : g[i, j - 3]);
        DenseMatrix<T> matrix = Oracle.ToMatrix<T>(a);
        InterpolativeDecomposition<T> id = InterpolativeDecomposition.FromIndices(matrix, [0, 3, 5, 4]);
        Assert.Equal([0, 3, 5, 4], id.Indices);
        Expect.Close(Oracle.Of(id.ToDense()), a, Expect.Rounding<T>(6, 10), "A");
        Expect.AtMost(id.LargestCoefficient, 1 + 1e-3, "the largest coefficient");
        Assert.Throws<ArgumentException>("indices", () => InterpolativeDecomposition.FromIndices(matrix, [1, 1]));
        Assert.Throws<ArgumentOutOfRangeException>("indices", () => InterpolativeDecomposition.FromIndices(matrix, [6]));
        Assert.Throws<ArgumentException>("indices", () => InterpolativeDecomposition.FromIndices(matrix, [0, 1, 2, 3, 4, 5]));
    }

    [Theory]
    [MemberData(nameof(Sides))]
    public void Two_sides_meet_in_entries_of_the_matrix(InterpolativeSide side) => PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
        int rank = (int)(c.Seed % (ulong)(c.Min + 1));
        InterpolativeDecompositionOptions options = new() { Side = side, Seed = c.Seed };
        TwoSidedInterpolativeDecomposition<T> id = InterpolativeDecomposition.ComputeTwoSided(known.Matrix, rank, options);
        InterpolativeDecomposition<T> oneSided = InterpolativeDecomposition.Compute(known.Matrix, rank, options);
        Assert.Equal(side == InterpolativeSide.Columns ? id.ColumnIndices : id.RowIndices, oneSided.Indices);
        Expect.Close(Oracle.Of(id.Core), Oracle.Columns(Oracle.Rows(known.Entries, id.RowIndices), id.ColumnIndices), 0, "A[I, J]");
        Expect.Close(Oracle.Rows(Oracle.Of(id.RowCoefficients), id.RowIndices), Oracle.Identity(rank), 0, "P[I, :]");
        Expect.Close(Oracle.Columns(Oracle.Of(id.ColumnCoefficients), id.ColumnIndices), Oracle.Identity(rank), 0, "Z[:, J]");
        double scale = (1 + Oracle.Norm(Oracle.Of(id.RowCoefficients))) * (1 + Oracle.Norm(Oracle.Of(id.ColumnCoefficients)));
        double rounding = Expect.Rounding<T>(c.Max, scale * Math.Max(1, known.FrobeniusNorm));
        Complex[,] product = Oracle.Multiply(Oracle.Of(id.RowCoefficients), Oracle.Of(id.Core), Oracle.Of(id.ColumnCoefficients));
        Expect.Close(Oracle.Of(id.ToDense()), product, rounding, "P A[I, J] Z");
        Expect.Close(Oracle.Of(id.ToDense()), Oracle.Of(oneSided.ToDense()), rounding, "the one-sided decomposition");
        Expect.Close(id.Error.Frobenius * id.Error.Frobenius, Math.Pow(oneSided.Error.Frobenius, 2), rounding, "the error, squared");
        known.AssertUnchanged();
    });

    /// <summary>Smooth columns that are dependent to rounding although no step of their QR shows it: the error is still what it says, and
    /// some of the columns represent only themselves.</summary>
    [Fact]
    public void Given_columns_that_hide_their_dependence_have_a_true_error()
    {
        const int N = 200;
        Complex[,] a = Oracle.Build(N, N, (i, j) => Oracle.Rounded<T>(Math.Cos(2 * Math.PI * i * j / (N * 16.0)) / Math.Sqrt(N)));
        int[] columns = [0, 1, 2, 3, 10, 9, 11, 18, 17, 19, 26, 34, 27, 25, 42, 35, 33, 50, 43, 58];
        InterpolativeDecomposition<T> id = InterpolativeDecomposition.FromIndices(Oracle.ToMatrix<T>(a), columns);
        double[] ofSkeleton = Oracle.SingularValues(Oracle.Of(id.Skeleton));
        Expect.AtMost(ofSkeleton[^1], N * Scalar<T>.Epsilon * ofSkeleton[0], "σ_min of the columns");
        Assert.Equal(columns, id.Indices);
        double error = Oracle.NormOfDifference(a, Oracle.Of(id.ToDense()));
        Expect.Close(id.Error.Frobenius, error, 0.05 * Oracle.Norm(a), "the error");
    }

    [Theory]
    [MemberData(nameof(Sides))]
    public void The_svd_of_the_result_is_an_svd_and_the_same_matrix(InterpolativeSide side) => PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
        int rank = (int)(c.Seed % (ulong)(c.Rank + 1));
        InterpolativeDecomposition<T> id = InterpolativeDecomposition.Compute(
            known.Matrix, rank, new InterpolativeDecompositionOptions { Side = side, Seed = c.Seed });
        TruncatedSvd<T> svd = id.ToSvd();
        Assert.Equal(rank, svd.Rank);
        Expect.Orthonormal(svd.U, "U");
        Expect.Orthonormal<T>(Oracle.Adjoint(Oracle.Of(svd.VT)), "V");
        double norm = Math.Max(1, id.LargestCoefficient) * known.FrobeniusNorm;
        Expect.Close(Oracle.Of(svd.ToDense()), Oracle.Of(id.ToDense()), Expect.Rounding<T>(c.Max, 10 * norm), "U diag(σ) VT");
        Assert.Equal(svd.SingularValues.OrderDescending(), svd.SingularValues);
        Assert.Same(id.Error, svd.Error);
    });

    /// <summary>From the second block on the lengths of columns count, which products do not tell.</summary>
    [Theory]
    [MemberData(nameof(Sides))]
    public void An_operator_that_offers_only_products_gives_the_same(InterpolativeSide side) =>
        PropertyCheck.Holds(MatrixCases.NonZero, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
        int rank = 1 + (int)(c.Seed % (ulong)c.Rank);
        InterpolativeDecompositionOptions options =
            new() { Side = side, Seed = c.Seed, Selection = ColumnSelectionMethod.SketchedPivoting };
        InterpolativeDecomposition<T> id = InterpolativeDecomposition.Compute(known.Matrix, rank, options);
        InterpolativeDecomposition<T> byProducts = InterpolativeDecomposition.Compute(known.AsOperator(), rank, options);
        double rounding = Expect.Rounding<T>(c.Max, 1000 * Math.Max(1, id.LargestCoefficient) * c.Max);
        if (c.Spectrum != SpectrumFamily.Flat && !c.HasTwins && rank <= OneBlock)
        {
            Assert.Equal(id.Indices, byProducts.Indices);
            Expect.Close(Oracle.Of(byProducts.Coefficients), Oracle.Of(id.Coefficients), rounding, "the coefficients");
        }

        Complex[,] a = side == InterpolativeSide.Columns ? known.Entries : Oracle.Transpose(known.Entries);
        Complex[,] skeleton = side == InterpolativeSide.Columns
            ? Oracle.Of(byProducts.Skeleton) : Oracle.Transpose(Oracle.Of(byProducts.Skeleton));
        Expect.Close(skeleton, Oracle.Columns(a, byProducts.Indices), 0, "the columns, by products with unit vectors");
    });

    /// <summary>II.10: on Kahan matrices plain pivoting lets coefficients grow like 2^k; the exchanges bound them by f and bring the
    /// error to the optimum's size.</summary>
    [Theory]
    [InlineData(32, 1.05)]
    [InlineData(32, 2)]
    [InlineData(64, 2)]
    public void Strong_swaps_keep_their_bound_on_Kahan_matrices(int n, double bound)
    {
        (double sine, double cosine) = Math.SinCos(1.2);
        Complex[,] kahan = Oracle.Build(n, n, (i, j) => Math.Pow(1 - 1e-5, j) * Math.Pow(sine, i) * (i == j ? 1 : i < j ? -cosine : 0));
        DenseMatrix<T> a = Oracle.ToMatrix<T>(kahan);
        InterpolativeDecompositionOptions plain = new() { Selection = ColumnSelectionMethod.ColumnPivotedQr };
        int rank = n - 1;
        InterpolativeDecomposition<T> without = InterpolativeDecomposition.Compute(a, rank, plain);
        InterpolativeDecomposition<T> with = InterpolativeDecomposition.Compute(a, rank, plain with
        {
            Selection = plain.Selection with { StrongSwapBound = bound },
        });
        Assert.Equal(0, without.SwapCount);
        Expect.AtMost(with.LargestCoefficient, bound * (1 + Expect.Rounding<T>(n, 100)), "the largest coefficient with swaps");
        if (Scalar<T>.IsSingle)
        {
            return; // single precision rounds the matrix's last singular value away
        }

        Expect.AtLeast(without.LargestCoefficient, 1000, "the largest coefficient without");
        Assert.InRange(with.SwapCount, 1, n);
        double smallest = Oracle.SingularValues(kahan)[^1];
        double error = Oracle.NormOfDifference(kahan, Oracle.Of(with.ToDense()));
        Expect.AtMost(error, Math.Sqrt(1 + (bound * bound * rank)) * smallest * (1 + 1e-3), "the error against √(1 + f²k(n − k)) σ_{k+1}");
        Expect.AtLeast(Oracle.NormOfDifference(kahan, Oracle.Of(without.ToDense())), 10 * error, "the error without swaps");
    }

    [Fact]
    public void Strong_swaps_keep_their_bound_and_are_rank_revealing() => PropertyCheck.Holds(MatrixCases.NonZero, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
        int rank = 1 + (int)(c.Seed % (ulong)c.Rank);
        double bound = new[] { 1, 1.2, 2 }[c.Seed % 3];
        foreach (ColumnSelectionMethod method in new[]
            {
                ColumnSelectionMethod.ColumnPivotedQr, ColumnSelectionMethod.SketchedPivoting,
                    ColumnSelectionMethod.RangeFinderPivotedQr,
            })
        {
            InterpolativeDecomposition<T> id = InterpolativeDecomposition.Compute(
                known.Matrix, rank, new() { Selection = new() { Method = method, StrongSwapBound = bound }, Seed = c.Seed });
            Expect.AtMost(id.LargestCoefficient, Math.Max(1, bound) * (1 + Expect.Rounding<T>(c.Max, 1e4)), "the largest coefficient");
            double q = Math.Sqrt(1 + (bound * bound * rank * (c.Columns - rank))) * (1 + Expect.Rounding<T>(c.Max, 1e4));
            double[] ofSkeleton = Oracle.SingularValues(Oracle.Of(id.Skeleton));
            double[] ofMatrix = Oracle.SingularValues(known.Entries);
            for (int i = 0; i < rank; i++)
            {
                Expect.AtLeast(ofSkeleton[i] * q, ofMatrix[i], $"σ_{i} of the skeleton times q");
            }

            double[] left = Oracle.SingularValues(Oracle.Subtract(known.Entries, Oracle.Of(id.ToDense())));
            for (int i = 0; rank + i < ofMatrix.Length; i++)
            {
                Expect.AtMost(left[i], (ofMatrix[rank + i] * q) + Expect.Rounding<T>(c.Max, 100 * known.FrobeniusNorm),
                    $"σ_{i} of what is left");
            }
        }
    });

    [Theory]
    [MemberData(nameof(Sides))]
    public void IX4_the_contract_of_SciPy(InterpolativeSide side) => PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
        int rank = (int)(c.Seed % (ulong)(c.Min + 1));
        InterpolativeDecomposition<T> id = InterpolativeDecomposition.Compute(
            known.Matrix, rank, new InterpolativeDecompositionOptions { Side = side, Seed = c.Seed });
        (int[] idx, DenseMatrix<T> proj) = id.ToSciPy();
        Complex[,] dense = side == InterpolativeSide.Columns ? Oracle.Of(id.ToDense()) : Oracle.Transpose(Oracle.Of(id.ToDense()));
        Complex[,] a = side == InterpolativeSide.Columns ? known.Entries : Oracle.Transpose(known.Entries);
        Assert.Equal(Enumerable.Range(0, dense.GetLength(1)), idx.Order());
        Assert.Equal(id.Indices, idx.Take(rank));
        Complex[,] product = Oracle.Multiply(Oracle.Columns(a, [.. idx.Take(rank)]), Oracle.Of(proj));
        double rounding = Expect.Rounding<T>(c.Max, Math.Max(1, id.LargestCoefficient) * Math.Max(1, known.FrobeniusNorm));
        Expect.Close(product, Oracle.Columns(dense, [.. idx.Skip(rank)]), rounding, "A[:, idx[:k]] proj");
    });

    [Fact]
    public void IX4_SciPys_call_takes_an_error_or_a_rank() => PropertyCheck.Holds(MatrixCases.NonZero, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
        InterpolativeDecompositionOptions options = new() { Seed = c.Seed, Selection = (ColumnSelectionMethod)(c.Seed % 4) };
        int rank = 1 + (int)(c.Seed % (ulong)c.Min);
        double tolerance = new[] { 0.9, 0.3, 0.1 }[c.Seed % 3];
        double rounding = Expect.Rounding<T>(c.Max, 100 * Math.Max(1, known.FrobeniusNorm));
        foreach (double epsilonOrRank in new[] { rank, tolerance })
        {
            (int k, int[] idx, DenseMatrix<T> proj) = InterpolativeDecomposition.InterpDecomp(known.Matrix, epsilonOrRank, options);
            Assert.Equal(Enumerable.Range(0, c.Columns), idx.Order());
            Assert.Equal((k, c.Columns - k), (proj.RowCount, proj.ColumnCount));
            Complex[,] left = Oracle.Columns(known.Entries, [.. idx.Skip(k)]);
            double error = Oracle.NormOfDifference(left, Oracle.Multiply(Oracle.Columns(known.Entries, [.. idx.Take(k)]), Oracle.Of(proj)));
            if (epsilonOrRank < 1)
            {
                Expect.AtMost(error, (tolerance * known.FrobeniusNorm) + rounding, "the error prescribed");
            }
            else
            {
                Assert.Equal(rank, k);
                Assert.Equal(InterpolativeDecomposition.Compute(known.Matrix, rank, options).Indices, idx.Take(k));
            }
        }
    });

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1.5)]
    [InlineData(5)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void SciPys_call_refuses_what_is_neither(double value)
    {
        DenseMatrix<T> a = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(4, 6, 1));
        Assert.Throws<ArgumentOutOfRangeException>("epsilonOrRank", () => InterpolativeDecomposition.InterpDecomp(a, value));
    }

    [Fact]
    public void Options_that_contradict_each_other_are_refused()
    {
        DenseMatrix<T> a = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(4, 4, 1));
        Assert.Throws<ArgumentOutOfRangeException>(
            "StrongSwapBound", () =>
                InterpolativeDecomposition.Compute(a, 1, new() { Selection = new() { StrongSwapBound = 0.5 } }));
        Assert.Throws<ArgumentException>("StrongSwapBound", () => InterpolativeDecomposition.Compute(
            a, 1, new() { Selection = new() { StrongSwapBound = 2 }, Coefficients = InterpolativeCoefficients.FromSketch }));
        Assert.Throws<ArgumentOutOfRangeException>(
            "Coefficients", () => InterpolativeDecomposition.Compute(
                a, 1, new InterpolativeDecompositionOptions { Coefficients = (InterpolativeCoefficients)7 }));
        Assert.Throws<ArgumentOutOfRangeException>(
            "Method", () => InterpolativeDecomposition.Compute(
                a, 1, new InterpolativeDecompositionOptions { Selection = (ColumnSelectionMethod)99 }));
    }
}

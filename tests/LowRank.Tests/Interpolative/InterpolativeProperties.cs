using System.Numerics;
using LowRank.Kernels;
using LowRank.Random;
using LowRank.Selection;
using LowRank.Sketching;

namespace LowRank.Tests;

public sealed class InterpolativePropertiesOfSingle : InterpolativeProperties<float>;

public sealed class InterpolativePropertiesOfDouble : InterpolativeProperties<double>;

public sealed class InterpolativePropertiesOfComplex : InterpolativeProperties<Complex>;

public abstract class InterpolativeProperties<T>
    where T : unmanaged, INumberBase<T>
{
    // Together with the spare columns these are as many as one block has at least.
    private const int OneBlock = 8;

    public static MatrixTheoryData<ColumnSelectionMethod, InterpolativeSide> Ways =>
        new(
            [
                ColumnSelectionMethod.Auto, ColumnSelectionMethod.ColumnPivotedQr, ColumnSelectionMethod.RangeFinderPivotedQr,
                    ColumnSelectionMethod.SketchedPivoting,
            ],
            Enum.GetValues<InterpolativeSide>());

    [Theory]
    [MemberData(nameof(Ways))]
    public void I5_chosen_columns_are_reproduced_and_the_error_is_true(ColumnSelectionMethod method, InterpolativeSide side) =>
        PropertyCheck.Holds(MatrixCases.Any, c =>
        {
            KnownMatrix<T> known = KnownMatrix<T>.Build(c);
            int rank = (int)(c.Seed % (ulong)(c.Min + 1));
            InterpolativeDecompositionOptions options =
                new()
                {
                    Selection = new() { Method = method, Oversampling = (int)(c.Seed % 5), PowerIterations = (int)(c.Seed % 3) },
                    Side = side, Seed = c.Seed,
                };
            InterpolativeDecomposition<T> id = InterpolativeDecomposition.Compute(known.Matrix, rank, options);
            Assert.Equal((side, rank), (id.Side, id.Rank));
            Assert.NotEqual(ColumnSelectionMethod.Auto, id.Method);
            AssertInterpolates(known, id);
            AssertErrorIsTrue(known, id);
            AssertNearlyOptimal(known, id);
            known.AssertUnchanged();
        });

    [Theory]
    [MemberData(nameof(Ways))]
    public void I5_the_coefficients_are_the_projection_onto_the_skeleton(ColumnSelectionMethod method, InterpolativeSide side) =>
        PropertyCheck.Holds(MatrixCases.NonZero, c =>
        {
            KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
            int rank = 1 + (int)(c.Seed % (ulong)c.Rank);
            InterpolativeDecomposition<T> id = InterpolativeDecomposition.Compute(
                known.Matrix, rank, new InterpolativeDecompositionOptions { Selection = method, Side = side, Seed = c.Seed });
            Complex[,] a = side == InterpolativeSide.Columns ? known.Entries : Oracle.Transpose(known.Entries);
            Complex[,] q = Oracle.Orthonormalize(Oracle.Columns(a, id.Indices));
            Complex[,] projection = Oracle.Multiply(q, Oracle.Multiply(Oracle.Adjoint(q), a));
            Complex[,] product = Oracle.Of(id.ToDense());
            double conditioning = 10 * Math.Max(1, id.LargestCoefficient) * c.Max;
            product = side == InterpolativeSide.Columns ? product : Oracle.Transpose(product);
            Expect.Close(product, projection, Expect.Rounding<T>(c.Max, conditioning), "C Z = C C⁺ A");
            Expect.Close(TrueError(known, id), Oracle.NormOfDifference(a, projection), Expect.Rounding<T>(c.Max, conditioning),
                "the error");
        });

    [Fact]
    public void I4_each_pivot_has_the_largest_residual_in_the_matrix_or_in_its_sketch() => PropertyCheck.Holds(MatrixCases.NonZero, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
        InterpolativeDecomposition<T> exact = InterpolativeDecomposition.Compute(
            known.Matrix, c.Rank, new InterpolativeDecompositionOptions { Selection = ColumnSelectionMethod.ColumnPivotedQr });
        AssertGreedy(known.Entries, exact.Indices, c.Max);

        foreach (int powerIterations in new[] { 0, 1, 2 })
        {
            int oversampling = (int)(c.Seed % 4);
            int k = 1 + (int)(c.Seed / 4 % (ulong)c.Rank);
            InterpolativeDecomposition<T> sketched = InterpolativeDecomposition.Compute(
                known.Matrix,
                k,
                new InterpolativeDecompositionOptions
                {
                    Selection = new()
                    {
                        Method = ColumnSelectionMethod.RangeFinderPivotedQr, Oversampling = oversampling, PowerIterations = powerIterations,
                    },
                        Seed = c.Seed
                });
            Assert.Equal(ColumnSelectionMethod.RangeFinderPivotedQr, sketched.Method);

            // QᴴA, with Q a basis of (A Aᴴ)^q A Ω, is unique up to a unitary factor, which changes no norm of a residual. With as many
            // directions as A has, that factor is all that is between it and A.
            int d = Math.Min(k + oversampling, c.Min);
            Complex[,] sketch = known.Entries;
            if (d < c.Rank)
            {
                DenseMatrix<T> omega = DenseMatrix.Create<T>(c.Columns, d);
                new GaussianSketch<T>(c.Seed, RandomStream.Sketch).Fill(omega, 0);
                Complex[,] left = Oracle.Orthonormalize(Oracle.Multiply(known.Entries, Oracle.Of(omega)));
                for (int q = 0; q < powerIterations; q++)
                {
                    Complex[,] right = Oracle.Orthonormalize(Oracle.Multiply(Oracle.Adjoint(known.Entries), left));
                    left = Oracle.Orthonormalize(Oracle.Multiply(known.Entries, right));
                }

                sketch = Oracle.Multiply(Oracle.Adjoint(left), known.Entries);
            }

            AssertGreedy(sketch, sketched.Indices, 1000 * c.Max);
        }
    });

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_matrix_of_lower_rank_is_exact_with_finite_coefficients(ColumnSelectionMethod method, InterpolativeSide side) =>
        PropertyCheck.Holds(MatrixCases.Any, c =>
        {
            KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
            int rank = c.Rank + (int)(c.Seed % (ulong)(c.Min - c.Rank + 1));
            InterpolativeDecomposition<T> id = InterpolativeDecomposition.Compute(
                known.Matrix, rank, new InterpolativeDecompositionOptions { Selection = method, Side = side, Seed = c.Seed });
            Assert.True(double.IsFinite(id.LargestCoefficient), $"largest coefficient {id.LargestCoefficient}");
            AssertInterpolates(known, id);
            AssertErrorIsTrue(known, id);
            double rounding = Expect.Rounding<T>(c.Max, 10 * Math.Max(1, id.LargestCoefficient) * Math.Max(1, known.FrobeniusNorm));
            Expect.AtMost(TrueError(known, id), rounding, "the error");
            Expect.AtMost(id.Error.Frobenius, rounding, "the estimate");
        });

    [Theory]
    [MemberData(nameof(Ways))]
    public void Zero_columns_and_duplicates(ColumnSelectionMethod method, InterpolativeSide side)
    {
        // Columns 0, 3 and 6 are zero, 2 and 5 the same, 4 twice column 1.
        Complex[,] g = Oracle.Gaussian<T>(6, 3, 4);
        Complex[,] a = Oracle.Build(6, 7, (i, j) => j % 3 == 0 ? 0 : j is 2 or 5 ? g[i, 0] : j == 1 ? g[i, 1] : 2 * g[i, 1]);
        DenseMatrix<T> matrix = Oracle.ToMatrix<T>(side == InterpolativeSide.Columns ? a : Oracle.Transpose(a));
        for (int rank = 0; rank <= 6; rank++)
        {
            InterpolativeDecomposition<T> id = InterpolativeDecomposition.Compute(
                matrix, rank, new InterpolativeDecompositionOptions { Selection = method, Side = side });
            Assert.Equal(rank, id.Indices.Distinct().Count());
            Expect.AtMost(id.LargestCoefficient, 2 + 1e-3, "the largest coefficient");
            double error = Oracle.NormOfDifference(Oracle.Of(matrix), Oracle.Of(id.ToDense()));
            if (rank >= 2)
            {
                Expect.AtMost(error, Expect.Rounding<T>(7, 10), $"the error at rank {rank}");
                Assert.DoesNotContain(id.Indices.Take(2), j => j % 3 == 0);
            }

            Expect.AtMost(error, id.Error.UpperBound(1e-6), "the bound");
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void An_error_prescribed_is_kept(ColumnSelectionMethod method, InterpolativeSide side) =>
        PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c);
        double tolerance = new[] { 0.9, 0.3, 0.1, 0.03, 0.011 }[c.Seed % 5];
        bool isRelative = c.Seed % 2 == 0;
        Truncation truncation = isRelative ? Truncation.RelativeError(tolerance) : Truncation.AbsoluteError(tolerance);
        double allowed = isRelative ? tolerance * known.FrobeniusNorm : tolerance;
        InterpolativeDecompositionOptions options = new() { Selection = method, Side = side, Seed = c.Seed };
        InterpolativeDecomposition<T> id = InterpolativeDecomposition.Compute(known.Matrix, truncation, options);
        double rounding = Expect.Rounding<T>(c.Max, 10 * Math.Max(1, id.LargestCoefficient) * Math.Max(1, known.FrobeniusNorm));
        Expect.AtMost(TrueError(known, id), allowed + rounding, $"the error at {truncation}");
        AssertInterpolates(known, id);
        AssertErrorIsTrue(known, id);

        // No smaller rank along the same pivots would do. (The pivots of a sketch depend on how many are asked for.)
        if (id.Rank > 0 && id.Method == ColumnSelectionMethod.ColumnPivotedQr)
        {
            Expect.AtLeast(
                TrueError(known, InterpolativeDecomposition.Compute(known.Matrix, id.Rank - 1, options)), allowed - rounding,
                    "the error of one rank less");
        }

        InterpolativeDecomposition<T> limited = InterpolativeDecomposition.Compute(
            known.Matrix, Truncation.RelativeError(1e-9, maxRank: 2), options);
        Assert.True(limited.Rank <= 2);
        AssertErrorIsTrue(known, limited);
        known.AssertUnchanged();
    });

    [Fact]
    public void A_tolerance_that_needs_many_columns_grows_the_sketch()
    {
        MatrixCase c = new(120, 100, 100, SpectrumFamily.Polynomial, MatrixLayout.RowMajor, 1, 2);
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, [.. Enumerable.Range(0, 100).Select(j => 1.0 / (1 + (0.05 * j)))]);
        foreach (InterpolativeSide side in Enum.GetValues<InterpolativeSide>())
        {
            InterpolativeDecompositionOptions options = new() { Selection = ColumnSelectionMethod.RangeFinderPivotedQr, Side = side };
            InterpolativeDecomposition<T> id = InterpolativeDecomposition.Compute(known.Matrix, Truncation.RelativeError(0.15), options);
            Assert.InRange(id.Rank, 65, 99);
            Expect.AtMost(TrueError(known, id), 0.15 * known.FrobeniusNorm, "the error");
            AssertErrorIsTrue(known, id);
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Rows_are_columns_of_the_transpose_and_layouts_do_not_matter(
        ColumnSelectionMethod method, InterpolativeSide side) =>
        PropertyCheck.Holds(MatrixCases.NonZero, c =>
        {
            // Columns of equal norms, as of a unitary matrix, are ties that rounding breaks.
            c = c.Spectrum == SpectrumFamily.Flat ? c with { Spectrum = SpectrumFamily.Polynomial } : c;
            KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
            int rank = 1 + (int)(c.Seed % (ulong)c.Rank);
            InterpolativeDecompositionOptions options = new() { Selection = method, Side = side, Seed = c.Seed };
            InterpolativeSide otherSide = side == InterpolativeSide.Rows ? InterpolativeSide.Columns : InterpolativeSide.Rows;
            InterpolativeDecompositionOptions mirrored = options with { Side = otherSide };
            InterpolativeDecomposition<T> id = InterpolativeDecomposition.Compute(known.Matrix, rank, options);
            InterpolativeDecomposition<T> other = InterpolativeDecomposition.Compute(
                Oracle.ToMatrix<T>(Oracle.Transpose(known.Entries), c.Layout), rank, mirrored);
            if (c.HasTwins)
            {
                return; // ties are broken by rounding
            }

            double rounding = Expect.Rounding<T>(c.Max, 100 * Math.Max(1, id.LargestCoefficient) * c.Max);
            Assert.Equal(id.Indices, other.Indices);
            Expect.Close(Oracle.Transpose(Oracle.Of(other.Coefficients)), Oracle.Of(id.Coefficients), rounding, "the coefficients");
            Expect.Close(Oracle.Transpose(Oracle.Of(other.Skeleton)), Oracle.Of(id.Skeleton), 0, "the skeleton");

            // An operator knows neither its entries nor its norm, but gives the same; from the second block of columns on, their lengths
            // count too.
            InterpolativeDecomposition<T> byOperator = InterpolativeDecomposition.Compute(
                new SourceOperator<T>(known.Matrix), rank, options);
            Assert.Equal(
                method == ColumnSelectionMethod.Auto
                    ? ColumnSelectionMethod.SketchedPivoting : method, byOperator.Method);
            AssertInterpolates(known, byOperator);
            if (byOperator.Method == id.Method && (method != ColumnSelectionMethod.SketchedPivoting || rank <= OneBlock))
            {
                Assert.Equal(id.Indices, byOperator.Indices);
                Expect.Close(Oracle.Of(byOperator.Coefficients), Oracle.Of(id.Coefficients), rounding, "the operator's coefficients");
            }

            double error = TrueError(known, byOperator);
            Expect.AtMost(error, byOperator.Error.UpperBound(1e-6) + rounding, "the operator's bound");
            Expect.AtMost(byOperator.Error.Frobenius, (4 * error) + rounding, "the operator's estimate");
            known.AssertUnchanged();
        });

    [Theory]
    [MemberData(nameof(Ways))]
    public void Extreme_scales_change_neither_choice_nor_coefficients(ColumnSelectionMethod method, InterpolativeSide side) =>
        PropertyCheck.Holds(MatrixCases.NonZero, c =>
        {
            if (c.HasTwins || c.Spectrum == SpectrumFamily.Flat)
            {
                return; // ties are broken by rounding
            }

            KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
            double factor = Expect.ExtremeScale<T>(c.Seed);
            int rank = 1 + (int)(c.Seed % (ulong)c.Rank);
            InterpolativeDecompositionOptions options = new() { Selection = method, Side = side, Seed = c.Seed };
            InterpolativeDecomposition<T> id = InterpolativeDecomposition.Compute(known.Matrix, rank, options);
            InterpolativeDecomposition<T> other = InterpolativeDecomposition.Compute(
                Oracle.ToMatrix<T>(Oracle.Scale(known.Entries, factor), c.Layout), rank, options);
            Assert.Equal(id.Indices, other.Indices);
            double rounding = Expect.Rounding<T>(c.Max, 100 * Math.Max(1, id.LargestCoefficient) * c.Max);
            Expect.Close(Oracle.Of(other.Coefficients), Oracle.Of(id.Coefficients), rounding, "the coefficients");
            double scaled = other.Error.Frobenius / factor;
            Expect.AtMost(Math.Abs((scaled * scaled) - (id.Error.Frobenius * id.Error.Frobenius)), rounding, "the error estimate, squared");
        });

    [Fact]
    public void I11_the_column_of_largest_norm_is_chosen_though_another_is_better()
    {
        DenseMatrix<T> a = Oracle.ToMatrix<T>(new Complex[,] { { 3, 0, 0, 0, 0, 0 }, { 0, 2, 2, 2, 2, 2 } });
        InterpolativeDecomposition<T> id = InterpolativeDecomposition.Compute(a, 1);
        Assert.Equal([0], id.Indices);
        Assert.Equal(20, id.Error.Frobenius * id.Error.Frobenius, 1e-5);
        Assert.Equal(20, Math.Pow(Oracle.NormOfDifference(Oracle.Of(a), Oracle.Of(id.ToDense())), 2), 1e-5);
    }

    /// <summary>I-6: coefficients of the pivoted QR are not bounded by 2; what is reported is what they are.</summary>
    [Fact]
    public void I6_the_Kahan_matrix_has_large_coefficients_and_they_are_reported()
    {
        int n = Scalar<T>.IsSingle ? 12 : 30;
        (double sine, double cosine) = Math.SinCos(1.2);

        // The columns shrink a little, so that rounding breaks no tie.
        Complex[,] kahan = Oracle.Build(
            n, n, (i, j) => Math.Pow(1 - 1e-4, j) * Math.Pow(sine, i) * (i == j ? 1 : i < j ? -cosine : 0));
        InterpolativeDecomposition<T> id = InterpolativeDecomposition.Compute(
            Oracle.ToMatrix<T>(kahan), n - 1,
                new InterpolativeDecompositionOptions { Selection = ColumnSelectionMethod.ColumnPivotedQr });
        Assert.Equal(Enumerable.Range(0, n - 1), id.Indices);

        // R₁₁⁻¹R₁₂ of the Kahan matrix itself is −cos θ (1 + cos θ)^(n − 2 − i) in row i.
        double expected = cosine * Math.Pow(1 + cosine, n - 2) * Math.Pow(1 - 1e-4, n - 1);
        Expect.Close(id.LargestCoefficient, expected, 0.02 * expected, "the largest coefficient");
        Assert.Equal(LargestMagnitude(id.Coefficients), id.LargestCoefficient);
        Expect.AtLeast(id.LargestCoefficient, Scalar<T>.IsSingle ? 5 : 1000, "the largest coefficient");
    }

    private static double LargestMagnitude(DenseMatrix<T> a) => Oracle.Of(a).Cast<Complex>().Select(Complex.Abs).DefaultIfEmpty(0).Max();

    private static double TrueError(KnownMatrix<T> known, InterpolativeDecomposition<T> id)
    {
        (DenseMatrix<T> left, DenseMatrix<T> right) = id.Side == InterpolativeSide.Columns
            ? (id.Skeleton, id.Coefficients) : (id.Coefficients, id.Skeleton);
        return Oracle.NormOfDifference(known.Entries, Oracle.Multiply(Oracle.Of(left), Oracle.Of(right)));
    }

    /// <summary>The skeleton is a copy, the coefficients hold an exact identity, and their largest is the one reported.</summary>
    private static void AssertInterpolates(KnownMatrix<T> known, InterpolativeDecomposition<T> id)
    {
        MatrixCase c = known.Case;
        bool isColumns = id.Side == InterpolativeSide.Columns;
        Complex[,] a = isColumns ? known.Entries : Oracle.Transpose(known.Entries);
        Complex[,] skeleton = isColumns ? Oracle.Of(id.Skeleton) : Oracle.Transpose(Oracle.Of(id.Skeleton));
        Complex[,] z = isColumns ? Oracle.Of(id.Coefficients) : Oracle.Transpose(Oracle.Of(id.Coefficients));
        Complex[,] dense = isColumns ? Oracle.Of(id.ToDense()) : Oracle.Transpose(Oracle.Of(id.ToDense()));
        Assert.Equal((c.Rows, c.Columns), (id.RowCount, id.ColumnCount));
        Assert.Equal((id.Rank, a.GetLength(1)), (z.GetLength(0), z.GetLength(1)));
        Assert.Equal(id.Rank, id.Indices.Distinct().Count());
        Assert.All(id.Indices, j => Assert.InRange(j, 0, a.GetLength(1) - 1));
        Expect.Close(skeleton, Oracle.Columns(a, id.Indices), 0, "the skeleton is a copy");
        Expect.Close(Oracle.Columns(z, id.Indices), Oracle.Identity(id.Rank), 0, "the coefficients of the skeleton");
        Expect.Close(Oracle.Columns(dense, id.Indices), Oracle.Columns(a, id.Indices), 0, "the chosen columns are reproduced");
        Assert.Equal(LargestMagnitude(id.Coefficients), id.LargestCoefficient);
        Expect.Close(
            dense, Oracle.Multiply(skeleton, z), Expect.Rounding<T>(c.Max, Math.Max(1, id.LargestCoefficient) * known.FrobeniusNorm),
                "ToDense is C Z");
    }

    private static void AssertErrorIsTrue(KnownMatrix<T> known, InterpolativeDecomposition<T> id)
    {
        double error = TrueError(known, id);
        double norm = known.FrobeniusNorm;
        double rounding = Expect.Rounding<T>(known.Case.Max, Math.Max(1, id.LargestCoefficient) * norm);
        Expect.AtMost(error, id.Error.UpperBound(1e-6) + (id.LargestCoefficient > 2 ? rounding : 0), "the error against its bound");
        if (id.Error.Method == ErrorEstimateMethod.ExactIdentity)
        {
            double difference = Math.Abs((error * error) - (id.Error.Frobenius * id.Error.Frobenius));
            Expect.AtMost(difference, rounding * norm, "identity against the true error, squared");
        }
        else
        {
            Assert.Equal(ErrorEstimateMethod.RandomProbe, id.Error.Method);
            Expect.AtMost(id.Error.Frobenius, (3 * error) + Math.Max(id.Error.Resolution, rounding), "probes against the true error");
        }

        Expect.Close(id.Error.ReferenceNorm, norm, Expect.Rounding<T>(known.Case.Max, norm), "the reference norm");
    }

    private static void AssertNearlyOptimal(KnownMatrix<T> known, InterpolativeDecomposition<T> id)
    {
        MatrixCase c = known.Case;
        double error = TrueError(known, id);
        double rounding = Expect.Rounding<T>(c.Max, 10 * Math.Max(1, id.LargestCoefficient) * Math.Max(1, known.FrobeniusNorm));
        Expect.AtLeast(error, known.Tail(id.Rank) - rounding, "the error against the optimum");

        // Measured ratios are 1 … 2, for small oversampling up to some 4 (IX-2 bounds the best choice by √(r + 1)).
        Expect.AtMost(error, (3 * Math.Sqrt(id.Rank + 1) * known.Tail(id.Rank)) + rounding, "the error against √(r + 1) times the optimum");
    }

    /// <summary>Each chosen column has, of all that are left, the largest part outside those before it.</summary>
    private static void AssertGreedy(Complex[,] a, IReadOnlyList<int> pivots, int size)
    {
        double[] norms = Norms(a);
        double slack = Expect.Rounding<T>(size, norms.Max());
        for (int k = 0; k < pivots.Count; k++)
        {
            Expect.AtLeast(norms[pivots[k]], norms.Max() - slack, $"the residual of pivot {k}");
            if (norms[pivots[k]] < 1e3 * slack)
            {
                return;
            }

            Complex[,] q = Oracle.Orthonormalize(Oracle.Columns(a, [.. pivots.Take(k + 1)]));
            norms = Norms(Oracle.Subtract(a, Oracle.Multiply(q, Oracle.Multiply(Oracle.Adjoint(q), a))));
        }
    }

    private static double[] Norms(Complex[,] a) =>
        [.. Enumerable.Range(0, a.GetLength(1)).Select(j => Oracle.Norm(Oracle.Columns(a, [j])))];
}

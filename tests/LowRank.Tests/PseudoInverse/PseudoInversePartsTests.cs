using System.Numerics;
using LowRank.Kernels;
using LowRank.PseudoInverses;
using LowRank.Tall;

namespace LowRank.Tests;

public sealed class PseudoInversePartsTestsOfSingle : PseudoInversePartsTests<float>;

public sealed class PseudoInversePartsTestsOfDouble : PseudoInversePartsTests<double>;

public sealed class PseudoInversePartsTestsOfComplex : PseudoInversePartsTests<Complex>;

/// <summary>The parts that the methods are made of.</summary>
public abstract class PseudoInversePartsTests<T>
    where T : unmanaged, INumberBase<T>
{
    [Fact]
    public void The_Gram_matrix_of_any_layout_conjugated_or_not() => Cases.Check(sizes =>
    {
        Stored<T> y = new(sizes.A, Oracle.Gaussian<T>(sizes.M, sizes.N, sizes.Seed), isPaddingNaN: true);
        foreach (bool isConjugated in new[] { false, true })
        {
            Stored<T> g = Stored<T>.Destination(sizes.B with { Layout = MatrixLayout.ColumnMajor }, sizes.N, sizes.N);
            Kernels<T>.Gram(isConjugated ? y.Span.Conjugate() : y.Span, g.Span);
            Complex[,] values = isConjugated ? y.Values.Conjugate() : y.Values;
            Complex[,] expected = values.Adjoint().Multiply(values);
            Expect.Close<T>(g.Values.Upper(), expected.Upper(), sizes.M, Math.Pow(values.Norm(), 2), $"YᴴY, conjugated {isConjugated}");
            g.AssertPaddingUntouched();
        }

        y.AssertUnchanged();
    });

    [Fact]
    public void The_tall_view_is_A_or_its_adjoint_and_is_copied_in_pieces()
    {
        foreach ((int rows, int columns) in new[] { (7, 5), (5, 7), (4, 4), (0, 3), (4000, 70), (70, 4000) })
        {
            foreach (MatrixLayout layout in Enum.GetValues<MatrixLayout>())
            {
                Stored<T> a = new(new Storage(layout, 1, 2), Oracle.Gaussian<T>(rows, columns, 1), isPaddingNaN: true);
                TallInput<T> tall = new(a.Matrix);
                DenseMatrix<T> copy = DenseMatrix.Create<T>(tall.RowCount, tall.ColumnCount, MatrixLayout.ColumnMajor);
                tall.CopyTo(copy, 2);
                Expect.SameBits(Oracle.Of(copy), rows >= columns ? a.Values : a.Values.Adjoint(), "the tall view");
            }
        }
    }

    /// <summary>Exact where small; else from the inside but for rounding, which is that of single precision up to a condition of 1000,
    /// and close: what ThresholdRule's margin of ten relies on.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(24)]
    [InlineData(25)]
    [InlineData(60)]
    public void Both_ends_of_a_spectrum_are_estimated_from_the_inside(int n)
    {
        foreach (SpectrumFamily family in Enum.GetValues<SpectrumFamily>())
        {
            KnownMatrix<T> known = KnownMatrix<T>.Build(new MatrixCase(n, n, n, family, MatrixLayout.ColumnMajor, 0, 3));
            DenseMatrix<T> q = known.Matrix.ToDense();
            DenseMatrix<T> r = DenseMatrix.Create<T>(n, n, MatrixLayout.ColumnMajor);
            Tall.Orthonormalizer<T>.Householder(q, r);
            foreach (double scale in new[] { 1, Scalar<T>.IsSingle ? 1e-25 : 1e-200, Scalar<T>.IsSingle ? 1e25 : 1e200 })
            {
                DenseMatrix<T> scaled = r.ToDense();
                Kernels<T>.Scale(Scalar<T>.FromDouble(scale), scaled.Span);
                SpectrumEdges edges = TriangleEdges<T>.Of(scaled);
                double slack = known.Condition < 2e3 ? Expect.Rounding<float>(n, known.Condition) : Expect.Rounding<T>(n, known.Condition);
                Expect.AtMost(edges.Largest / scale, known.SingularValues[0] * (1 + slack), $"σ₁ of {family}");
                Expect.AtLeast(edges.Largest / scale, known.SingularValues[0] * 0.8, $"σ₁ of {family}");
                Expect.AtLeast(edges.Smallest / scale, known.SingularValues[^1] * (1 - slack), $"σ_n of {family}");
                Expect.AtMost(edges.Smallest / scale, known.SingularValues[^1] * 1.25, $"σ_n of {family}");
            }
        }
    }

    [Fact]
    public void A_singular_triangle_has_the_edge_zero()
    {
        DenseMatrix<T> r = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(40, 40, 1).Upper(), MatrixLayout.ColumnMajor);
        r[17, 17] = T.Zero;
        Assert.Equal(0, TriangleEdges<T>.Of(r).Smallest);
        Assert.False(new ThresholdRule(0, 0).IsClearlyFull(TriangleEdges<T>.Of(r)));
    }

    public static TheoryData<PseudoInverseMethod> Methods => PseudoInverseMethodProperties<T>.GeneralMethods;

    /// <summary>Beyond the sizes whose spectra are computed exactly on the way.</summary>
    [Theory]
    [MemberData(nameof(Methods))]
    public void Larger_matrices_by_every_method(PseudoInverseMethod method)
    {
        foreach ((int rows, int columns, int rank) in new[] { (90, 40, 40), (40, 90, 40), (60, 60, 60), (90, 50, 33), (50, 90, 33) })
        {
            foreach (double smallest in new[] { 0.3, Scalar<T>.IsSingle ? 0.01 : 1e-3 })
            {
                foreach (MatrixLayout layout in Enum.GetValues<MatrixLayout>())
                {
                    MatrixCase c = new(rows, columns, rank, SpectrumFamily.Exponential, layout, 1, 5);
                    KnownMatrix<T> known = KnownMatrix<T>.Build(
                        c, [.. Enumerable.Range(0, rank).Select(j => Math.Pow(smallest, j / (rank - 1.0)))]);
                    PseudoInverse<T> inverse = PseudoInverse.Compute(known.Matrix, new PseudoInverseOptions { Method = method });
                    Assert.Equal(rank, inverse.Rank);
                    if (method != PseudoInverseMethod.CholeskyQr || rank == Math.Min(rows, columns))
                    {
                        Assert.True(method == inverse.Method, $"{rows} × {columns} of rank {rank}, κ {1 / smallest}: {inverse.Reason}");
                    }

                    double norm = Oracle.Norm(known.ExactPseudoInverse);
                    double rounding = Expect.Rounding<T>(90, known.Condition * norm);
                    Expect.Close(Oracle.Of(inverse.ToDense()), known.ExactPseudoInverse, rounding, $"A⁺ by {inverse.Method}");
                    Expect.Close(inverse.Error.ReferenceNorm, norm, rounding, "‖A⁺‖");
                    known.AssertUnchanged();
                }
            }
        }
    }

    /// <summary>P-13: A⁺ = (AᴴA)⁺Aᴴ, with the eigenvalues of the Gram matrix, against S-3. Gram matrices square the condition, so a mild
    /// one.</summary>
    [Fact]
    public void P13_the_spectral_route_is_the_SVD_route() => PropertyCheck.Holds(MatrixCases.NonZero, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.2));
        Complex[,] product = known.Entries.Adjoint().Multiply(known.Entries);
        DenseMatrix<T> gram = Oracle.ToMatrix<T>(product, c.Layout);
        PseudoInverseOptions options = new() { Method = PseudoInverseMethod.Hermitian, RelativeTolerance = 1e-3 };
        Complex[,] spectral = Oracle.Of(PseudoInverse.Compute(gram, options).Multiply(Oracle.ToMatrix<T>(known.Entries.Adjoint())));
        Complex[,] direct = Oracle.Of(PseudoInverse.Form(known.Matrix, new PseudoInverseOptions { Method = PseudoInverseMethod.Svd }));
        Expect.Close(spectral, direct, Expect.Rounding<T>(c.Max, 25 * 25 * Oracle.Norm(direct)), "(AᴴA)⁺Aᴴ");
    }, tests: 60);

    /// <summary>PX-5: A ← M B⁺, B ← A⁺ M comes down to the best error of that rank, never up.</summary>
    [Fact]
    public void PX5_alternating_least_squares_comes_down_to_the_Eckart_Young_error()
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(new MatrixCase(20, 14, 14, SpectrumFamily.Flat, MatrixLayout.RowMajor, 0, 2),
            [.. Enumerable.Range(0, 14).Select(j => Math.Pow(0.5, j))]);
        DenseMatrix<T> b = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(4, 14, 3));
        double previous = double.PositiveInfinity;
        for (int step = 0; step < 30; step++)
        {
            DenseMatrix<T> a = PseudoInverse.Solve(b.Transpose(), known.Matrix.Transpose()).Transpose();
            b = PseudoInverse.Solve(a, known.Matrix);
            double error = Oracle.NormOfDifference(Oracle.Of(a * b), known.Entries);
            Expect.AtMost(error, previous + Expect.Rounding<T>(20, 1), $"error after step {step}");
            previous = error;
        }

        Expect.Close(previous, known.Tail(4), Expect.Rounding<T>(20, 1), "the error in the end");
    }

    /// <summary>X1: P A⁺ and X A X = X alone would allow [[1, 0], [c, 0]] for every c.</summary>
    [Fact]
    public void X1_the_pseudo_inverse_of_a_projector_is_itself_by_every_method()
    {
        DenseMatrix<T> a = Oracle.ToMatrix<T>(new Complex[,] { { 1, 0 }, { 0, 0 } });
        foreach (PseudoInverseMethod method in Enum.GetValues<PseudoInverseMethod>())
        {
            Expect.Close(Oracle.Of(PseudoInverse.Form(a, new PseudoInverseOptions { Method = method })), Oracle.Of(a),
                Expect.Rounding<T>(2, 0.1), $"{method}");
        }
    }

    /// <summary>The golden value: A = [[1, 2], [2, 4], [3, 6]] has A⁺ = Aᵀ/70.</summary>
    [Fact]
    public void The_golden_value_by_every_method()
    {
        Complex[,] a = { { 1, 2 }, { 2, 4 }, { 3, 6 } };
        foreach (PseudoInverseMethod method in Enum.GetValues<PseudoInverseMethod>().Where(
            method => method != PseudoInverseMethod.Hermitian))
        {
            PseudoInverse<T> inverse = PseudoInverse.Compute(Oracle.ToMatrix<T>(a), new PseudoInverseOptions { Method = method });
            Assert.Equal(1, inverse.Rank);
            Expect.Close(Oracle.Of(inverse.ToDense()), Oracle.Scale(Oracle.Transpose(a), 1 / 70.0), Expect.Rounding<T>(3, 0.12),
                $"A⁺ by {method}");
            Expect.Close(inverse.SingularValues[0], Math.Sqrt(70), Expect.Rounding<T>(3, 10), "σ₁");
        }
    }
}

using System.Numerics;

namespace LowRank.ReferenceTests;

public sealed class GoldenTestsOfSingle : GoldenTests<float>;

public sealed class GoldenTestsOfDouble : GoldenTests<double>;

public sealed class GoldenTestsOfComplex : GoldenTests<Complex>;

/// <summary>Small cases that can be checked by hand.</summary>
public abstract class GoldenTests<T>
    where T : unmanaged, INumberBase<T>
{
    private static double Rounding => 50 * Values.Epsilon<T>();

    [Fact]
    public void Pseudo_inverse_of_a_rank_one_matrix_is_its_transpose_over_70()
    {
        PseudoInverse<T> inverse = PseudoInverse.Compute(Matrix(new Complex[,] { { 1, 2 }, { 2, 4 }, { 3, 6 } }));
        Assert.Equal(1, inverse.Rank);
        Values.Close(new Complex[,] { { 1 / 70.0, 2 / 70.0, 3 / 70.0 }, { 2 / 70.0, 4 / 70.0, 6 / 70.0 } }, inverse.ToDense(), Rounding,
            "A⁺");
        Values.Close(Math.Sqrt(70), inverse.SingularValues[0], 10 * Rounding, "σ₁");
    }

    /// <summary>X1: A X = P_A and X A X = X leave [[1, 0], [c, 0]] for every c; the pseudo-inverse is the one with c = 0.</summary>
    [Fact]
    public void Pseudo_inverse_of_the_X1_matrix_is_itself() =>
        Values.Close(
            new Complex[,] { { 1, 0 }, { 0, 0 } }, PseudoInverse.Compute(Matrix(new Complex[,] { { 1, 0 }, { 0, 0 } })).ToDense(), Rounding,
                "A⁺");

    [Fact]
    public void Singular_values_norms_and_polar_factor_of_a_two_by_two()
    {
        DenseMatrix<T> m = Matrix(new Complex[,] { { 3, 0 }, { 4, 5 } });
        TruncatedSvd<T> svd = TruncatedSvd.Compute(m, 2);
        Values.Close(3 * Math.Sqrt(5), svd.SingularValues[0], Rounding, "σ₁");
        Values.Close(Math.Sqrt(5), svd.SingularValues[1], Rounding, "σ₂");
        Values.Close(Math.Sqrt(50), m.FrobeniusNorm(), Rounding, "‖M‖_F");
        Values.Close(4 * Math.Sqrt(5), svd.SingularValues.Sum(), Rounding, "the nuclear norm");
        double root = Math.Sqrt(5);
        Complex[,] sign = { { 2 / root, -1 / root }, { 1 / root, 2 / root } };
        Values.Close(sign, svd.U * svd.VT, Rounding, "msign");
        Values.Close(sign, PolarFactor.Compute(m), 10 * Rounding, "the polar factor");
        Values.Close(3 * Math.Sqrt(5), SpectralNorm.Estimate(m).LowerBound, 10 * Rounding, "‖M‖₂");
    }

    [Fact]
    public void Eckart_Young_Mirsky_of_a_diagonal()
    {
        DenseMatrix<T> a = Matrix(new Complex[,] { { 3, 0, 0 }, { 0, 2, 0 }, { 0, 0, 1 } });
        TruncatedSvd<T> svd = TruncatedSvd.Compute(a, 1);
        Values.Close(5, svd.Error.Frobenius * svd.Error.Frobenius, Rounding, "error²");
        Values.Close(new Complex[,] { { 3, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 } }, svd.ToDense(), Rounding, "A₁");

        // ‖A − A₁‖₂ = 2 is the largest singular value of what is left.
        DenseMatrix<T> left = Matrix(new Complex[,] { { 0, 0, 0 }, { 0, 2, 0 }, { 0, 0, 1 } });
        Values.Close(2, TruncatedSvd.Compute(left, 1).SingularValues[0], Rounding, "spectral error");
    }

    [Fact]
    public void Effective_ranks_of_diag_2_1_1()
    {
        double[] s = [.. TruncatedSvd.Compute(Matrix(new Complex[,] { { 2, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } }), 3).SingularValues];
        Values.Close(2, EffectiveRank.NuclearOverSpectral(s), Rounding, "nuclear over spectral");
        Values.Close(1.5, EffectiveRank.Stable(s), Rounding, "stable rank");
        Values.Close(8.0 / 3, EffectiveRank.NuclearOverFrobenius(s), Rounding, "nuclear² over Frobenius²");
        Values.Close(2 * Math.Sqrt(2), EffectiveRank.Entropy(s), Rounding, "entropy");
    }

    private static readonly ColumnRowOptions Sampled = new() { Scheme = ColumnRowScheme.Sampling };

    [Fact]
    public void Column_row_one_draw_of_diag_1_2_errs_by_4_in_the_mean_square()
    {
        DenseMatrix<T> x = Matrix(new Complex[,] { { 1, 0 }, { 0, 2 } });
        DenseMatrix<T> y = Matrix(new Complex[,] { { 1, 0 }, { 0, 1 } });
        Values.Close(2, ColumnRow.ExpectedError(x, y, 1, Sampled).Frobenius, Rounding, "√(9 − 5)");

        // p = (1/3, 2/3): one draw weighs 1/p, and both outcomes miss XY by 2.
        for (ulong seed = 0; seed < 20; seed++)
        {
            ColumnRowProduct<T> product = ColumnRow.Multiply(x, y, 1, Sampled with { Seed = seed });
            Values.Close(product.Indices[0] == 0 ? 3 : 1.5, product.Weights[0], Rounding, "the weight");
            Complex[,] expected = product.Indices[0] == 0 ? new Complex[,] { { 3, 0 }, { 0, 0 } } : new Complex[,] { { 0, 0 }, { 0, 3 } };
            Values.Close(expected, product.Product, Rounding, "the product");
        }
    }

    [Fact]
    public void Column_row_two_draws_of_the_enumeration_case_err_by_16_in_the_mean_square()
    {
        DenseMatrix<T> a = Matrix(new Complex[,] { { 1, 2, 0 }, { 0, 1, 3 } });
        DenseMatrix<T> b = Matrix(new Complex[,] { { 1, 0 }, { 2, 1 }, { 0, 1 } });
        Values.Close(new Complex[,] { { 5, 2 }, { 2, 4 } }, a * b, 0, "AB");
        Values.Close(16, Math.Pow(ColumnRow.ExpectedError(a, b, 2, Sampled).Frobenius, 2), 10 * Rounding, "E err²");
    }

    [Fact]
    public void Column_row_topk_counter_example_errs_by_9()
    {
        DenseMatrix<T> x = Matrix(new Complex[,] { { 10, -10, 1 } });
        DenseMatrix<T> y = Matrix(new Complex[,] { { 1 }, { 1 }, { 1 } });
        DenseMatrix<T> product = ColumnRow.Multiply(x, y, 1, new ColumnRowOptions { Scheme = ColumnRowScheme.TopK }).Product;
        Values.Close(new Complex[,] { { 10 } }, product, 0, "top-1");
        Values.Close(new Complex[,] { { 1 } }, x * y, 0, "XY");
    }

    [Fact]
    public void Interpolative_decomposition_of_two_by_three()
    {
        DenseMatrix<T> m = Matrix(new Complex[,] { { 1, 0, 2 }, { 0, 1, 1 } });
        InterpolativeDecomposition<T> id = InterpolativeDecomposition.Compute(m, 2);
        Assert.Equal([2, 1], id.Indices);
        Values.Close(new Complex[,] { { 0.5, 0, 1 }, { -0.5, 1, 0 } }, id.Coefficients, Rounding, "Z");
        Values.Close(new Complex[,] { { 1, 0, 2 }, { 0, 1, 1 } }, id.ToDense(), Rounding, "C Z");
        Values.Close(1, id.LargestCoefficient, Rounding, "max|z|");
        Values.Close(0, id.Error.Frobenius, Rounding, "the error");
    }

    [Fact]
    public void I11_largest_norm_errs_by_20_where_9_is_possible()
    {
        DenseMatrix<T> m = Matrix(new Complex[,] { { 3, 0, 0, 0, 0, 0 }, { 0, 2, 2, 2, 2, 2 } });
        InterpolativeDecomposition<T> id = InterpolativeDecomposition.Compute(m, 1);
        Assert.Equal([0], id.Indices);
        Values.Close(20, id.Error.Frobenius * id.Error.Frobenius, 10 * Rounding, "error²");
        Values.Close(9, Math.Pow(TruncatedSvd.Compute(m, 1).Error.Frobenius, 2), 10 * Rounding, "the optimum of any rank-1 approximation");
    }

    /// <summary>W = A[:2, :2] has the inverse [[5, −2], [−2, 1]], and a matrix of rank 2 is C W⁻¹ R.</summary>
    [Fact]
    public void Cur_of_rank_two_by_the_intersection()
    {
        Complex[,] entries = { { 1, 2, 3 }, { 2, 5, 7 }, { 3, 7, 10 } };
        CurDecomposition<T> cur = CurDecomposition.FromIndices(
            Matrix(entries), [0, 1], [0, 1], new CurDecompositionOptions { Core = CurCore.Intersection });
        Values.Close(new Complex[,] { { 1, 2 }, { 2, 5 }, { 3, 7 } }, cur.C, 0, "C");
        Values.Close(new Complex[,] { { 1, 2, 3 }, { 2, 5, 7 } }, cur.R, 0, "R");
        Values.Close(new Complex[,] { { 5, -2 }, { -2, 1 } }, cur.U, 100 * Rounding, "W⁻¹");
        Values.Close(entries, cur.ToDense(), 200 * Rounding, "C W⁻¹ R");
    }

    /// <summary>
    /// v₁ = (3, −6, 2)/7 is largest at 1. There v₂ = (2, 3, 6)/7 is −v₁/2, and what is left, (3.5, 0, 7)/7, is largest at 2. The lengths of
    /// the columns, 229, 909 and 136 over 49, would choose 0.
    /// </summary>
    [Fact]
    public void Deim_chooses_where_the_interpolation_misses_most()
    {
        DenseMatrix<T> a = Matrix(new Complex[,] { { 15 / 7.0, -30 / 7.0, 10 / 7.0 }, { 2 / 7.0, 3 / 7.0, 6 / 7.0 } });
        Assert.Equal([1, 2], ColumnSelection.Select(a, 2, Choosing(ColumnSelectionMethod.Deim)).Indices.Order());
        Assert.Equal([0, 1], ColumnSelection.Select(a, 2, Choosing(ColumnSelectionMethod.NormTop)).Indices.Order());

        static ColumnSelectionOptions Choosing(ColumnSelectionMethod method) => new() { Method = method };
    }

    /// <summary>K[:, 0] K[0, 0]⁻¹ K[0, :] leaves 2 − 1/2 of the diagonal.</summary>
    [Fact]
    public void Nystrom_of_one_column_of_two()
    {
        IKernelSource<T> kernel = KernelSource.FromMatrix(Matrix(new Complex[,] { { 2, 1 }, { 1, 2 } }));
        NystromApproximation<T> nystrom = NystromApproximation.FromColumns(kernel, [0]);
        Values.Close(new Complex[,] { { 2, 1 }, { 1, 0.5 } }, nystrom.ToDense(), Rounding, "the approximation");
        Values.Close(1.5, nystrom.TraceError, Rounding, "the trace left");
    }

    private static DenseMatrix<T> Matrix(Complex[,] values) => Values.ToMatrix<T>(values);
}

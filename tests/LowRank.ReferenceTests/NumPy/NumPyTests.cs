using System.Numerics;

namespace LowRank.ReferenceTests;

public sealed class NumPyTestsOfSingle : NumPyTests<float>;

public sealed class NumPyTestsOfDouble : NumPyTests<double>;

public sealed class NumPyTestsOfComplex : NumPyTests<Complex>;

/// <summary>Against NumPy and SciPy, which use another LAPACK. Tolerances are c ε times what conditions the quantity.</summary>
public abstract class NumPyTests<T>
    where T : unmanaged, INumberBase<T>
{
    private const double C = 100;

    public static TheoryData<string, MatrixLayout> Inputs
    {
        get
        {
            TheoryData<string, MatrixLayout> inputs = [];
            foreach (string name in new[] { "hilbert", "gaussian", "deficient", "complex-tall", "complex-wide" })
            {
                if (typeof(T) == typeof(Complex) || !Reference.IsComplex(name))
                {
                    inputs.Add(name, MatrixLayout.RowMajor);
                    inputs.Add(name, MatrixLayout.ColumnMajor);
                }
            }

            return inputs;
        }
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Truncated_svd(string name, MatrixLayout layout)
    {
        DenseMatrix<T> a = Reference.Matrix<T>(name, layout);
        Complex[,] values = Reference.Get(name + ".svd.values");
        double rounding = C * Values.Epsilon<T>() * values[0, 0].Real;
        TruncatedSvd<T> whole = TruncatedSvd.Compute(a, values.Length);
        for (int j = 0; j < values.Length; j++)
        {
            Values.Close(values[0, j].Real, whole.SingularValues[j], rounding, $"σ_{j}");
        }

        int rank = Reference.Get(name + ".id.indices").Length;
        Complex[,] best = Reference.Get(name + ".svd.best");
        foreach (TruncatedSvdMethod method in Enum.GetValues<TruncatedSvdMethod>())
        {
            // With as many columns as there are, the randomised method is exact too.
            TruncatedSvd<T> svd = TruncatedSvd.Compute(a, rank, new TruncatedSvdOptions { Method = method });
            double gap = values[0, rank - 1].Real - values[0, rank].Real;
            Values.Close(best, svd.ToDense(), rounding * values[0, 0].Real / gap, $"A_k, {method}");
            double error = Reference.Number(name + ".svd.error");
            Values.Close(error * error, svd.Error.Frobenius * svd.Error.Frobenius, rounding * values[0, 0].Real, $"error², {method}");
        }
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Pseudo_inverse_and_least_squares(string name, MatrixLayout layout)
    {
        DenseMatrix<T> a = Reference.Matrix<T>(name, layout);
        double[] values = [.. Reference.Get(name + ".svd.values").Cast<Complex>().Select(z => z.Real)];
        int rank = (int)Reference.Number(name + ".rank");
        double condition = values[0] / values[rank - 1];
        if (condition * Values.Epsilon<T>() > 1e-3)
        {
            return; // the Hilbert matrix in single precision
        }

        Complex[,] expected = Reference.Get(name + ".pinv");
        PseudoInverse<T> inverse = PseudoInverse.Compute(a);
        Assert.Equal(rank, inverse.Rank);
        double rounding = C * Values.Epsilon<T>() * condition * Values.Norm(expected);
        Values.Close(expected, inverse.ToDense(), rounding, "A⁺");
        Values.Close(Values.Norm(expected), inverse.Error.ReferenceNorm, rounding, "‖A⁺‖");

        Complex[,] rightSide = Reference.Get(name + ".rightside");
        DenseMatrix<T> solution = PseudoInverse.Solve(a, Reference.Matrix<T>(name + ".rightside"));
        Values.Close(Reference.Get(name + ".lstsq"), solution, rounding * Values.Norm(rightSide), "the least-squares solution");
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Interpolative_decomposition(string name, MatrixLayout layout)
    {
        int[] indices = Reference.Indices(name + ".id.indices");
        Complex[,] coefficients = Reference.Get(name + ".id.coefficients");
        double error = Reference.Number(name + ".id.error");
        DenseMatrix<T> a = Reference.Matrix<T>(name, layout);
        InterpolativeDecomposition<T> id = InterpolativeDecomposition.Compute(
            a, indices.Length, new InterpolativeDecompositionOptions { Selection = ColumnSelectionMethod.ColumnPivotedQr });
        Assert.Equal(indices, id.Indices);
        double rounding = C * Values.Epsilon<T>() * 1e3;
        Values.Close(coefficients, id.Coefficients, rounding, "Z");
        Values.Close(error, id.Error.Frobenius, rounding, "‖R₂₂‖");
        Values.Close(coefficients.Cast<Complex>().Max(Complex.Abs), id.LargestCoefficient, rounding, "max|z|");

        InterpolativeDecomposition<T> rows = InterpolativeDecomposition.Compute(
            a.Transpose(), indices.Length, new InterpolativeDecompositionOptions { Side = InterpolativeSide.Rows });
        Assert.Equal(indices, rows.Indices);
        Values.Close(coefficients, rows.Coefficients.Transpose(), rounding, "Zᵀ of the rows");
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Column_row_products(string name, MatrixLayout layout)
    {
        DenseMatrix<T> x = Reference.Matrix<T>(name, layout);
        DenseMatrix<T> y = x.ConjugateTranspose() * x.AsColumns(0, 3);
        double norm = Reference.Number(name + ".cr.norm");
        double expected = Reference.Number(name + ".cr.expected");
        ErrorEstimate estimate = ColumnRow.ExpectedError(x, y, 2, new ColumnRowOptions { Scheme = ColumnRowScheme.Sampling });
        double rounding = C * Values.Epsilon<T>() * norm;
        Values.Close(norm, estimate.ReferenceNorm, rounding, "‖XY‖");
        Values.Close(expected * expected, estimate.Frobenius * estimate.Frobenius, rounding * 10 * Math.Max(norm, expected), "E‖XY − CR‖²");

        ColumnRowProduct<T> product = ColumnRow.Multiply(x, y, 2, new ColumnRowOptions { Scheme = ColumnRowScheme.TopK });
        Assert.Equal(Reference.Indices(name + ".cr.topk.indices"), product.Indices);
        Values.Close(Reference.Get(name + ".cr.topk"), product.Product, rounding * 10, "the top-k product");
    }
}

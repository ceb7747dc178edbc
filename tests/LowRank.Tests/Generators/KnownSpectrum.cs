using LowRank.Kernels;
using LowRank.Tall;

namespace LowRank.Tests;

/// <summary>A matrix with known singular values that is too large for the oracle: made, and its errors measured, by the library's own
/// products and QR.</summary>
internal sealed class KnownSpectrum
{
    private readonly double[] _singularValues;

    private KnownSpectrum(DenseMatrix<double> matrix, double[] singularValues)
    {
        Matrix = matrix;
        _singularValues = singularValues;
    }

    public DenseMatrix<double> Matrix { get; }

    public static KnownSpectrum Create(int rows, int columns, double[] singularValues)
    {
        DenseMatrix<double> u = Oracle.ToMatrix<double>(Oracle.Gaussian<double>(rows, singularValues.Length, 1), MatrixLayout.ColumnMajor);
        DenseMatrix<double> v = Oracle.ToMatrix<double>(
            Oracle.Gaussian<double>(columns, singularValues.Length, 2), MatrixLayout.ColumnMajor);
        Orthonormalizer<double>.Householder(u);
        Orthonormalizer<double>.Householder(v);
        DenseMatrix<double> scaled = v.Transpose().ToDense();
        Kernels<double>.ScaleRows(singularValues, scaled.Span);
        return new KnownSpectrum((u * scaled).ToDense(MatrixLayout.RowMajor), singularValues);
    }

    /// <summary>‖A − A_k‖_F for the best A_k of rank k.</summary>
    public double Tail(int rank) => Norm(_singularValues.Skip(rank));

    /// <summary>‖A − Â‖_F by subtraction.</summary>
    public double ErrorOf(LowRankApproximation<double> approximation)
    {
        DenseMatrix<double> difference = approximation.ToDense();
        for (int i = 0; i < Matrix.RowCount; i++)
        {
            System.Numerics.Tensors.TensorPrimitives.Subtract(Matrix.Span.Major(i), difference.Span.Major(i), difference.Span.Major(i));
        }

        return difference.FrobeniusNorm();
    }

    private static double Norm(IEnumerable<double> values)
    {
        double largest = values.DefaultIfEmpty(0).Max();
        return largest == 0 ? 0 : largest * Math.Sqrt(values.Reverse().Sum(value => value / largest * (value / largest)));
    }
}

using System.Numerics.Tensors;
using LowRank;

namespace FashionMnist.Experiments;

/// <summary>What the experiments need of a truncated SVD beyond its own members.</summary>
internal static class Factors
{
    /// <summary><c>diag(σ) VT</c>, so that U times it is the approximation.</summary>
    public static DenseMatrix<double> ScaledVT(this TruncatedSvd<double> svd)
    {
        DenseMatrix<double> scaled = svd.VT.ToDense(MatrixLayout.RowMajor);
        ScaleRows(scaled, index => svd.SingularValues[index]);
        return scaled;
    }

    /// <summary><c>V diag(1/σ) Uᵀ B</c>: least squares through the truncated SVD.</summary>
    public static DenseMatrix<double> Solve(this TruncatedSvd<double> svd, DenseMatrix<double> b)
    {
        DenseMatrix<double> coordinates = (svd.U.Transpose() * b).ToDense(MatrixLayout.RowMajor);
        ScaleRows(coordinates, index => 1 / svd.SingularValues[index]);
        return svd.VT.Transpose() * coordinates;
    }

    private static void ScaleRows(DenseMatrix<double> matrix, Func<int, double> factor)
    {
        for (int i = 0; i < matrix.RowCount; i++)
        {
            Span<double> row = matrix.AsRows(i, 1).Memory.Span;
            TensorPrimitives.Multiply(row, factor(i), row);
        }
    }
}

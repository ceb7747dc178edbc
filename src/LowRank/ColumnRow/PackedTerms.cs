using System.Numerics;
using LowRank.Approximations;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.ColumnRowProducts;

/// <summary>The chosen columns of X and rows of Y, copied and scaled into two thin matrices in one pass.</summary>
internal static class PackedTerms
{
    /// <summary>target[:, k] := factors[k] x[:, indices[k]] in pieces of rows, on several threads; the target is row-major.</summary>
    public static void GatherColumns<T>(Factor<T> x, int[] indices, double[] factors, DenseMatrix<T> target, RunContext context)
        where T : unmanaged, INumberBase<T>
    {
        int rowsPerPiece = Math.Max(Machine.FewestRowsPerGather, Machine.ElementsPerGather / Math.Max(1, indices.Length));
        ParallelPieces.Run(x.RowCount, rowsPerPiece, context.MaxDegreeOfParallelism, (start, count) =>
            Kernels<T>.GatherColumns(x.Span.Rows(start, count), indices, factors, target.Span.Rows(start, count)));
    }

    /// <summary>target[k, :] := factors[k] y[indices[k], :]; the target is column-major.</summary>
    public static void GatherRows<T>(DenseMatrix<T> y, int[] indices, double[] factors, DenseMatrix<T> target, RunContext context)
        where T : unmanaged, INumberBase<T> => GatherColumns(new Factor<T>(y.Transpose()), indices, factors, target.Transpose(), context);

    /// <summary>
    /// The weights as two factors, one for the column of X and one for the row of Y. The article scales both by √λ; scaling the smaller
    /// of the two by λ is the same product, cannot overflow where the term does not, and takes negative weights.
    /// </summary>
    public static (double[] Left, double[] Right) Split(TermNorms norms, int[] indices, double[] weights)
    {
        double[] left = new double[indices.Length];
        double[] right = new double[indices.Length];
        for (int k = 0; k < left.Length; k++)
        {
            int index = indices[k];
            bool isLeft = norms.Left[index] <= norms.Right[index];
            left[k] = isLeft ? weights[k] : 1;
            right[k] = isLeft ? 1 : weights[k];
        }

        return (left, right);
    }
}

using System.Numerics;
using LowRank.Approximations;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.ColumnRowProducts;

/// <summary>Inner products of the terms x_i y_iᵀ without forming any of them: ⟨v_i, v_j⟩ = (x_iᴴ x_j)(y_j y_iᴴ), a Hadamard product of
/// two Gram matrices.</summary>
internal static class TermGram
{
    /// <summary>Re ⟨v_i, v_j⟩ / (w_i w_j) for some terms; 0 where one of them is zero.</summary>
    public static DenseMatrix<double> Cosines<T>(
        Factor<T> x, DenseMatrix<T> y, TermNorms norms, int[] indices, Workspace<double> workspace)
        where T : unmanaged, INumberBase<T>
    {
        int count = indices.Length;
        using Workspace<T> terms = new();
        DenseMatrix<T> left = terms.Rent(count, count);
        DenseMatrix<T> right = terms.Rent(count, count);
        Gram(x, indices, norms.Left, left);
        Gram(new Factor<T>(y.Transpose()), indices, norms.Right, right);
        DenseMatrix<double> cosines = workspace.Rent(count, count);
        MatrixSpan<T> leftSpan = left.Span;
        MatrixSpan<T> rightSpan = right.Span;
        MatrixSpan<double> result = cosines.Span;
        for (int j = 0; j < count; j++)
        {
            for (int i = 0; i < count; i++)
            {
                // The right one is that of the columns of Yᵀ, y_j y_iᴴ, so that the phases of x_i and y_i cancel.
                result[i, j] = Scalar<T>.ToDouble(leftSpan[i, j] * rightSpan[i, j]);
            }
        }

        return cosines;
    }

    /// <summary>gram := CᴴC of the chosen columns C of x over their norms, summed up over pieces of rows, so that it takes no memory that
    /// grows with them.</summary>
    private static void Gram<T>(Factor<T> x, int[] indices, double[] norms, DenseMatrix<T> gram)
        where T : unmanaged, INumberBase<T>
    {
        using PanelSum<T> sum = new(gram);
        double[] factors = Array.ConvertAll(indices, i => Reciprocal(norms[i]));
        using Workspace<T> workspace = new();
        DenseMatrix<T> memory = workspace.Rent(Math.Min(Machine.RowsPerGram, x.RowCount), indices.Length, MatrixLayout.RowMajor);
        for (int start = 0; start < x.RowCount; start += Machine.RowsPerGram)
        {
            int rows = Math.Min(Machine.RowsPerGram, x.RowCount - start);
            DenseMatrix<T> c = memory.AsRows(0, rows);
            Kernels<T>.GatherColumns(x.Span.Rows(start, rows), indices, factors, c.Span);
            sum.Add(c.Span.ConjugateTranspose(), c.Span);
        }

        sum.Complete();
    }

    // Of zero there is none, and of the smallest subnormal numbers it overflows: such a term does not count beside any other.
    private static double Reciprocal(double norm) => double.IsFinite(1 / norm) ? 1 / norm : 0;
}

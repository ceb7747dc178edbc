using System.Numerics;
using System.Numerics.Tensors;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.Tall;

/// <summary>The residuals of singular triplets, formed.</summary>
internal static class TripletResiduals<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>‖Av − σu‖ for each triplet: one product with their columns.</summary>
    /// <param name="multiply">The product with A; with Aᴴ, for u and v exchanged.</param>
    /// <param name="u">The vectors of the product's rows.</param>
    /// <param name="s">σ.</param>
    /// <param name="v">The vectors to be multiplied, as columns.</param>
    public static double[] Of(
        Action<DenseMatrix<T>, DenseMatrix<T>> multiply, TallBlock<T> u, ReadOnlySpan<double> s, DenseMatrix<T> v)
    {
        using Workspace<T> workspace = new();
        DenseMatrix<T> columns = workspace.Rent(v.RowCount, v.ColumnCount);
        Kernels<T>.Copy(v.Span, columns.Span);
        TallBlock<T> product = TallBlock<T>.Rent(workspace, u.Space, s.Length);
        multiply(columns, product.Local);
        DenseMatrix<T> left = workspace.Rent(u.Local.RowCount, s.Length);
        Kernels<T>.Copy(u.Local.Span, left.Span);
        for (int j = 0; j < s.Length; j++)
        {
            Span<T> column = product.Local.Span.Major(j);
            TensorPrimitives.MultiplyAdd(left.Span.Major(j), Scalar<T>.FromDouble(-s[j]), column, column);
        }

        return product.ColumnNorms();
    }

    /// <summary>(‖Av − σu‖² + ‖Aᴴu − σv‖²)^½ for each triplet, all rows being here: two products.</summary>
    public static double[] OfBoth(ILinearOperator<T> a, DenseMatrix<T> u, ReadOnlySpan<double> s, DenseMatrix<T> v)
    {
        double[] residuals = Of(a.Multiply, TallBlock<T>.Whole(u), s, v);
        double[] ofLeft = Of(a.MultiplyAdjoint, TallBlock<T>.Whole(v), s, u);
        for (int j = 0; j < residuals.Length; j++)
        {
            residuals[j] = double.Hypot(residuals[j], ofLeft[j]);
        }

        return residuals;
    }
}

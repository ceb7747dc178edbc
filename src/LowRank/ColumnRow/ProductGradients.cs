using System.Collections.Immutable;
using System.Numerics;
using LowRank.Approximations;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.ColumnRowProducts;

/// <summary>The gradients of <c>P = X[:, S] Λ Y[S, :]</c>, with S and Λ held fixed.</summary>
internal static class ProductGradients
{
    /// <summary>∂L/∂X: columns S are <c>G (Λ Y[S, :])ᴴ</c>, the others zero.</summary>
    public static DenseMatrix<T> OfLeft<T>(
        DenseMatrix<T> gradient, DenseMatrix<T> y, ImmutableArray<int> indices, ImmutableArray<double> weights, DenseMatrix<T>? core)
        where T : unmanaged, INumberBase<T>
    {
        RunContext context = new(new ColumnRowOptions(), CancellationToken.None);
        using Workspace<T> workspace = new();
        int[] chosen = [.. indices];
        double[] factors = core is null ? [.. weights] : [.. Enumerable.Repeat(1.0, chosen.Length)];
        DenseMatrix<T> r = workspace.Rent(chosen.Length, y.ColumnCount, MatrixLayout.ColumnMajor);
        PackedTerms.GatherRows(y, chosen, factors, r, context);
        if (core is not null)
        {
            DenseMatrix<T> weighted = workspace.Rent(chosen.Length, y.ColumnCount);
            Kernels<T>.Gemm(T.One, core.Span, r.Span, T.Zero, weighted.Span);
            r = weighted;
        }

        DenseMatrix<T> columns = workspace.Rent(gradient.RowCount, chosen.Length);
        Kernels<T>.Gemm(T.One, gradient.Span, r.Span.ConjugateTranspose(), T.Zero, columns.Span);

        // Column-major, so that what is not zero is written in one piece each.
        DenseMatrix<T> result = DenseMatrix.Create<T>(gradient.RowCount, y.RowCount, MatrixLayout.ColumnMajor);
        for (int k = 0; k < chosen.Length; k++)
        {
            columns.Span.Major(k).CopyTo(result.Span.Major(chosen[k]));
        }

        return result;
    }

    /// <summary>∂L/∂Y: rows S are <c>(X[:, S] Λ)ᴴ G</c>, the others zero; by the transposed product Pᵀ = Y[S, :]ᵀ Λᵀ X[:, S]ᵀ.</summary>
    public static DenseMatrix<T> OfRight<T>(
        DenseMatrix<T> gradient, DenseMatrix<T> x, ImmutableArray<int> indices, ImmutableArray<double> weights, DenseMatrix<T>? core)
        where T : unmanaged, INumberBase<T> =>
        OfLeft(gradient.Transpose(), x.Transpose(), indices, weights, core?.Transpose()).Transpose();
}

using System.Numerics;
using LowRank.Approximations;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.ColumnRowProducts;

/// <summary>The sum of chosen terms with the weights that they got: those of the scheme, fitted ones, or a full core.</summary>
internal readonly record struct WeightedTerms<T>(DenseMatrix<T> Product, double[] Weights, DenseMatrix<T>? Core)
    where T : unmanaged, INumberBase<T>;

/// <summary>Adds chosen terms up.</summary>
internal static class TermSum
{
    public static WeightedTerms<T> Of<T>(TermProblem<T> problem, TermSelection selection, DenseMatrix<T> product)
        where T : unmanaged, INumberBase<T>
    {
        (int[] indices, double[] weights, RunContext context) = (selection.Indices, selection.Weights, problem.Context);
        if (selection.IsExact)
        {
            Kernels<T>.Multiply(problem.X.Span, problem.Y.Span, product.Span);
            return new WeightedTerms<T>(product, weights, null);
        }

        if (problem.Options.Weighting == ColumnRowWeighting.Full)
        {
            return new WeightedTerms<T>(product, [], FittedWeights.Full(problem.X, problem.Y, indices, product, context));
        }

        if (problem.Options.Weighting == ColumnRowWeighting.Diagonal)
        {
            weights = FittedWeights.Diagonal(problem.X, problem.Y, problem.Norms, indices, context);
        }

        using Workspace<T> workspace = new();
        if (problem.IsGram && problem.Control is null && Array.TrueForAll(weights, weight => weight >= 0))
        {
            AddSymmetric(problem, indices, weights, product, workspace);
        }
        else
        {
            Add(problem, indices, weights, product, workspace);
        }

        return new WeightedTerms<T>(product, weights, null);
    }

    /// <summary>product := Σ λ_i x_i y_iᵀ; with a control variate, of what that leaves over, plus that.</summary>
    private static void Add<T>(
        TermProblem<T> problem, int[] indices, double[] weights, DenseMatrix<T> product, Workspace<T> workspace)
        where T : unmanaged, INumberBase<T>
    {
        (double[] left, double[] right) = PackedTerms.Split(problem.Norms, indices, weights);
        int count = indices.Length;
        int extra = problem.Control?.Rank ?? 0;
        DenseMatrix<T> c = workspace.Rent(problem.X.RowCount, count + extra, MatrixLayout.RowMajor);
        DenseMatrix<T> r = workspace.Rent(count + extra, problem.Y.ColumnCount, MatrixLayout.ColumnMajor);
        DenseMatrix<T> chosen = c.AsColumns(0, count);
        PackedTerms.GatherColumns(problem.X, indices, left, chosen, problem.Context);
        PackedTerms.GatherRows(problem.Y, indices, right, r.AsRows(0, count), problem.Context);
        if (problem.Control is { } control)
        {
            control.Subtract(indices, left, chosen);
            Kernels<T>.Copy(control.Basis.Span, c.Span.Columns(count, extra));
            control.MultiplyCoefficients(problem.Y, r.AsRows(count, extra));
        }

        Kernels<T>.Gemm(T.One, c.Span, r.Span, T.Zero, product.Span);
    }

    /// <summary>Xᴴ X from rows of X: a Hermitian rank-r update of one triangle, half the work, and its mirror image.</summary>
    private static void AddSymmetric<T>(
        TermProblem<T> problem, int[] indices, double[] weights, DenseMatrix<T> product, Workspace<T> workspace)
        where T : unmanaged, INumberBase<T>
    {
        DenseMatrix<T> rows = workspace.Rent(indices.Length, problem.Y.ColumnCount, MatrixLayout.ColumnMajor);
        PackedTerms.GatherRows(problem.Y, indices, Array.ConvertAll(weights, Math.Sqrt), rows, problem.Context);
        if (product.Layout == MatrixLayout.RowMajor)
        {
            // Seen column-major it is its own transpose, that is its conjugate.
            Kernels<T>.ConjugateInPlace(rows.Span);
            product = product.Transpose();
        }

        if (indices.Length == 0)
        {
            Kernels<T>.Fill(T.Zero, product.Span);
            return;
        }

        Kernels<T>.Gram(rows.Span, product.Span);
        ParallelPieces.Run(product.ColumnCount, Machine.MirroredColumns, problem.Context.MaxDegreeOfParallelism, (start, width) =>
            Kernels<T>.MirrorUpper(product.Span, start, width));
    }
}

using System.Numerics;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Operators;
using LowRank.Random;
using LowRank.Sketching;
using LowRank.Tall;

namespace LowRank.Errors;

/// <summary>
/// An orthonormal basis K of the block Krylov space <c>(AᴴA)^t Ω, t &lt; T</c>, and A K, whose largest singular value is ‖A‖₂ from below.
/// The memory belongs to the workspace.
/// </summary>
/// <param name="Basis">K, n × d.</param>
/// <param name="Image">A K, m × d.</param>
/// <param name="Start">R of Ω = K₁ R, r × r.</param>
/// <param name="Tail">How far ‖A‖₂ may lie above.</param>
internal sealed record KrylovNorm<T>(DenseMatrix<T> Basis, TallBlock<T> Image, DenseMatrix<T> Start, KrylovTail Tail)
    where T : unmanaged, INumberBase<T>
{
    /// <param name="a">A, m × n, neither of them 0.</param>
    /// <param name="block">The columns of Ω, at most n.</param>
    /// <param name="iterations">T, the number of products with A.</param>
    /// <param name="seed">The seed of Ω, and</param>
    /// <param name="stream">its stream: not that of anything A depends on.</param>
    /// <param name="context">The running call.</param>
    /// <param name="workspace">What the memory is rented from.</param>
    public static KrylovNorm<T> Of(
        ILinearOperator<T> a, int block, int iterations, ulong seed, RandomStream stream, RunContext context, Workspace<T> workspace)
    {
        int limit = (int)Math.Min(a.ColumnCount, (long)block * iterations);
        DenseMatrix<T> basis = workspace.Rent(a.ColumnCount, limit);
        RowSpace rows = RowSpace.Of(a);
        TallBlock<T> image = TallBlock<T>.Rent(workspace, rows, limit);
        DenseMatrix<T> r = workspace.Rent(block, block);
        DenseMatrix<T> first = basis.AsColumns(0, block);
        GaussianSketch<T> gaussian = new(seed, stream);
        gaussian.Fill(first, 0, context.MaxDegreeOfParallelism);
        Orthonormalizer<T>.Orthonormalize(first, r);
        rows.Unify(first);
        int size = 0;
        int added = block;
        while (added > 0)
        {
            context.Step("Krylov", size, limit);
            TallBlock<T> product = image.AsColumns(size, added);
            a.Multiply(basis.AsColumns(size, added), product.Local);
            if (a is not (DenseMatrix<T> or DeflatedOperator<T>))
            {
                MatrixGuard.FiniteProduct(product.FrobeniusNorm(), a, nameof(a));
            }

            size += added;
            added = Math.Min(block, limit - size);
            if (added > 0)
            {
                Extend(a, basis, product, size, added, gaussian, workspace);
            }
        }

        return new KrylovNorm<T>(
            basis, image, r, new KrylovTail(a.ColumnCount, block, iterations, Scalar<T>.IsComplex, limit == a.ColumnCount));
    }

    /// <summary>
    /// The next block of the basis: what AᴴA makes of the last one, outside all before; a random one where that is nothing, as in an
    /// exhausted Krylov space.
    /// </summary>
    private static void Extend(
        ILinearOperator<T> a, DenseMatrix<T> basis, TallBlock<T> lastProduct, int size, int added, GaussianSketch<T> gaussian,
            Workspace<T> workspace)
    {
        using Workspace<T> scratch = new();
        TallBlock<T> scaled = TallBlock<T>.Rent(scratch, lastProduct.Space, lastProduct.ColumnCount);
        Kernels<T>.Copy(lastProduct.Local.Span, scaled.Local.Span);
        double norm = scaled.FrobeniusNorm();
        if (norm > 0 && T.IsFinite(Scalar<T>.FromDouble(1 / norm)))
        {
            // Of size 1, so that what A does to it neither overflows nor vanishes.
            Kernels<T>.Scale(Scalar<T>.FromDouble(1 / norm), scaled.Local.Span);
        }

        DenseMatrix<T> full = scratch.Rent(a.ColumnCount, lastProduct.ColumnCount);
        a.MultiplyAdjoint(scaled.Local, full);
        DenseMatrix<T> next = basis.AsColumns(size, added);
        DenseMatrix<T> previous = basis.AsColumns(0, size);
        Kernels<T>.Copy(full.AsColumns(0, added).Span, next.Span);
        if (!TryOrthonormalize(previous, next, workspace))
        {
            gaussian.Fill(next, size);
            TryOrthonormalize(previous, next, workspace);
        }

        // All parts have orthonormalised the same columns, but perhaps not to the same digits.
        lastProduct.Space.Unify(next);
    }

    /// <summary>Whether the columns could be made orthonormal, and orthogonal to those before, to rounding.</summary>
    private static bool TryOrthonormalize(DenseMatrix<T> previous, DenseMatrix<T> next, Workspace<T> workspace)
    {
        Orthonormalizer<T>.Orthonormalize(next);
        for (int pass = 0; pass < 3; pass++)
        {
            TallBlock<T>.Whole(next).Deflate(TallBlock<T>.Whole(previous), workspace);
            Orthonormalizer<T>.Orthonormalize(next);
        }

        DenseMatrix<T> overlap = workspace.Rent(previous.ColumnCount, next.ColumnCount);
        Kernels<T>.Gemm(T.One, previous.Span.ConjugateTranspose(), next.Span, T.Zero, overlap.Span);
        return overlap.FrobeniusNorm() <= 8 * Scalar<T>.Epsilon * Math.Sqrt(previous.RowCount * (double)next.ColumnCount);
    }
}

using System.Numerics;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.PseudoInverses;

/// <summary>
/// X = L T⁻¹ Rᴴ with T upper triangular (k × k), L (n × k) and R (m × k) of orthonormal columns; L left out is the identity. T is never
/// inverted: triangular solves are backward stable, so that X b has small errors where X b is small.
/// </summary>
internal sealed class OrthogonalInverse<T>(DenseMatrix<T>? left, DenseMatrix<T> triangle, DenseMatrix<T> right, bool isAdjoint)
    : TallInverse<T>(right.RowCount, left?.RowCount ?? triangle.RowCount, triangle.RowCount, isAdjoint)
    where T : unmanaged, INumberBase<T>
{
    public override void RefuseOverlap(DenseMatrix<T> destination)
    {
        MatrixGuard.DoesNotOverlap(destination, left ?? triangle, "a factor of the pseudo-inverse");
        MatrixGuard.DoesNotOverlap(destination, triangle, "a factor of the pseudo-inverse");
        MatrixGuard.DoesNotOverlap(destination, right, "a factor of the pseudo-inverse");
    }

    protected override void Apply(MatrixSpan<T> b, MatrixSpan<T> destination)
    {
        using Workspace<T> workspace = new();
        MatrixSpan<T> middle = workspace.Rent(Rank, b.ColumnCount).Span;
        Kernels<T>.Gemm(T.One, right.Span.ConjugateTranspose(), b, T.Zero, middle);
        Kernels<T>.SolveUpper(triangle.Span, middle);
        FromMiddle(left, middle, destination);
    }

    protected override void ApplyAdjoint(MatrixSpan<T> b, MatrixSpan<T> destination)
    {
        using Workspace<T> workspace = new();
        MatrixSpan<T> middle = workspace.Rent(Rank, b.ColumnCount).Span;
        if (left is null)
        {
            Kernels<T>.Copy(b, middle);
        }
        else
        {
            Kernels<T>.Gemm(T.One, left.Span.ConjugateTranspose(), b, T.Zero, middle);
        }

        Kernels<T>.SolveUpperAdjoint(triangle.Span, middle);
        FromMiddle(right, middle, destination);
    }

    protected override void Form(MatrixSpan<T> destination)
    {
        if (left is not null)
        {
            using Workspace<T> workspace = new();
            MatrixSpan<T> middle = workspace.Rent(Rank, right.RowCount).Span;
            Kernels<T>.Copy(right.Span.ConjugateTranspose(), middle);
            Kernels<T>.SolveUpper(triangle.Span, middle);
            Kernels<T>.Gemm(T.One, left.Span, middle, T.Zero, destination);
        }
        else if (destination.Layout == MatrixLayout.ColumnMajor)
        {
            Kernels<T>.Copy(right.Span.ConjugateTranspose(), destination);
            Kernels<T>.SolveUpper(triangle.Span, destination);
        }
        else
        {
            // In the memory of the row-major X: Xᴴ = R T⁻ᴴ, then its conjugate Xᵀ.
            MatrixSpan<T> transposed = destination.Transpose();
            Kernels<T>.Copy(right.Span, transposed);
            Kernels<T>.SolveUpperAdjointFromRight(triangle.Span, transposed);
            Kernels<T>.ConjugateInPlace(transposed);
        }
    }

    /// <summary>X in the memory of R, where it fits: neither this nor R is of any use afterwards. Else as
    /// <see cref="TallInverse{T}.ToDense"/>.</summary>
    public DenseMatrix<T> IntoDense()
    {
        if (left is not null || IsAdjoint)
        {
            return ToDense();
        }

        Kernels<T>.SolveUpperAdjointFromRight(triangle.Span, right.Span);
        Kernels<T>.ConjugateInPlace(right.Span);
        return right.Transpose();
    }

    private static void FromMiddle(DenseMatrix<T>? factor, MatrixSpan<T> middle, MatrixSpan<T> destination)
    {
        if (factor is null)
        {
            Kernels<T>.Copy(middle, destination);
        }
        else
        {
            Kernels<T>.Gemm(T.One, factor.Span, middle, T.Zero, destination);
        }
    }
}

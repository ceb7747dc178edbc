using System.Numerics;
using LowRank.Approximations;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.CurParts;

/// <summary>C (Left (Right R)) with a sparse C and R, applied factor by factor: nothing as long as a row or a column of A is kept
/// dense.</summary>
internal sealed class CurProduct<T>(SparseMatrix<T> c, CoreFactors<T> core, SparseMatrix<T> r) : IFactoredOperator<T>
    where T : unmanaged, INumberBase<T>
{
    public int RowCount => c.RowCount;

    public int ColumnCount => r.ColumnCount;

    public int Rank => c.ColumnCount;

    public void Multiply(DenseMatrix<T> x, DenseMatrix<T> destination)
    {
        using Workspace<T> workspace = new();
        DenseMatrix<T> rows = workspace.Rent(r.RowCount, x.ColumnCount);
        r.Multiply(x, rows);
        c.Multiply(Through(core.Left.Span, core.Right.Span, rows, workspace), destination);
    }

    public void MultiplyAdjoint(DenseMatrix<T> x, DenseMatrix<T> destination)
    {
        using Workspace<T> workspace = new();
        DenseMatrix<T> columns = workspace.Rent(c.ColumnCount, x.ColumnCount);
        c.MultiplyAdjoint(x, columns);
        r.MultiplyAdjoint(Through(core.Right.Span.ConjugateTranspose(), core.Left.Span.ConjugateTranspose(), columns, workspace),
            destination);
    }

    /// <summary>C and R are sparse, and the factors of the core are nobody else's: only U is to be had.</summary>
    public void RefuseOverlap(DenseMatrix<T> destination) => MatrixGuard.DoesNotOverlap(destination, core.U, "the core");

    public DenseMatrix<T> ToDense()
    {
        using Workspace<T> workspace = new();
        DenseMatrix<T> result = DenseMatrix.Uninitialized<T>(RowCount, ColumnCount, MatrixLayout.RowMajor);
        DenseMatrix<T> coefficients = workspace.Rent(Rank, ColumnCount);
        Coefficients(coefficients);
        c.Multiply(coefficients, result);
        return result;
    }

    /// <summary>destination := X = U R, |J| × n.</summary>
    public void Coefficients(DenseMatrix<T> destination)
    {
        // R enters through its adjoint, which multiplies a thin dense matrix: Xᴴ = Rᴴ (Rightᴴ Leftᴴ).
        using Workspace<T> workspace = new();
        DenseMatrix<T> middle = workspace.Rent(r.ColumnCount, core.Right.RowCount);
        DenseMatrix<T> right = workspace.Rent(r.RowCount, core.Right.RowCount);
        Kernels<T>.Copy(core.Right.Span.ConjugateTranspose(), right.Span);
        r.MultiplyAdjoint(right, middle);
        Kernels<T>.Gemm(T.One, core.Left.Span, middle.Span.ConjugateTranspose(), T.Zero, destination.Span);
    }

    private static DenseMatrix<T> Through(MatrixSpan<T> outer, MatrixSpan<T> inner, DenseMatrix<T> x, Workspace<T> workspace)
    {
        DenseMatrix<T> middle = workspace.Rent(inner.RowCount, x.ColumnCount);
        DenseMatrix<T> result = workspace.Rent(outer.RowCount, x.ColumnCount);
        Kernels<T>.Gemm(T.One, inner, x.Span, T.Zero, middle.Span);
        Kernels<T>.Gemm(T.One, outer, middle.Span, T.Zero, result.Span);
        return result;
    }
}

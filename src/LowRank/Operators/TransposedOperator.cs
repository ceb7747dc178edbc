using System.Numerics;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.Operators;

/// <summary>The plain transpose of an operator that is not dense; its columns are the operator's rows.</summary>
internal sealed class TransposedOperator<T>(ILinearOperator<T> source, IRowSource<T> rows) : ILinearOperator<T>, IColumnSource<T>
    where T : unmanaged, INumberBase<T>
{
    public int RowCount => source.ColumnCount;

    public int ColumnCount => source.RowCount;

    // Aᵀ x = conj(Aᴴ conj(x)), and (Aᵀ)ᴴ x = conj(A conj(x)).
    public void Multiply(DenseMatrix<T> x, DenseMatrix<T> destination) => Conjugated(x, destination, source.MultiplyAdjoint);

    public void MultiplyAdjoint(DenseMatrix<T> x, DenseMatrix<T> destination) => Conjugated(x, destination, source.Multiply);

    public void CopyColumns(ReadOnlySpan<int> columns, DenseMatrix<T> destination) => rows.CopyRows(columns, destination.Transpose());

    private static void Conjugated(DenseMatrix<T> x, DenseMatrix<T> destination, Action<DenseMatrix<T>, DenseMatrix<T>> product)
    {
        if (!Scalar<T>.IsComplex)
        {
            product(x, destination);
            return;
        }

        using Workspace<T> workspace = new();
        DenseMatrix<T> conjugate = workspace.Rent(x.RowCount, x.ColumnCount);
        Kernels<T>.Copy(x.Span.Conjugate(), conjugate.Span);
        product(conjugate, destination);
        Kernels<T>.ConjugateInPlace(destination.Span);
    }
}

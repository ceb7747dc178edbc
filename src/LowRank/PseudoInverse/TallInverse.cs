using System.Numerics;
using LowRank.Approximations;
using LowRank.Kernels;

namespace LowRank.PseudoInverses;

/// <summary>The inverse X (n × m) of a tall matrix B (m × n), or Xᴴ where B is the adjoint of what the caller gave.</summary>
internal abstract class TallInverse<T>(int rows, int columns, int rank, bool isAdjoint) : IFactoredOperator<T>
    where T : unmanaged, INumberBase<T>
{
    public int RowCount => isAdjoint ? rows : columns;

    public int ColumnCount => isAdjoint ? columns : rows;

    public int Rank => rank;

    protected bool IsAdjoint => isAdjoint;

    public void Multiply(DenseMatrix<T> x, DenseMatrix<T> destination)
    {
        if (isAdjoint)
        {
            ApplyAdjoint(x.Span, destination.Span);
        }
        else
        {
            Apply(x.Span, destination.Span);
        }
    }

    public void MultiplyAdjoint(DenseMatrix<T> x, DenseMatrix<T> destination)
    {
        if (isAdjoint)
        {
            Apply(x.Span, destination.Span);
        }
        else
        {
            ApplyAdjoint(x.Span, destination.Span);
        }
    }

    public DenseMatrix<T> ToDense()
    {
        DenseMatrix<T> result = DenseMatrix.Uninitialized<T>(RowCount, ColumnCount, MatrixLayout.RowMajor);
        MatrixSpan<T> destination = isAdjoint ? result.Span.ConjugateTranspose() : result.Span;
        bool isConjugated = destination.IsConjugated;
        Form(isConjugated ? destination.Conjugate() : destination);
        if (isConjugated)
        {
            Kernels<T>.ConjugateInPlace(result.Span);
        }

        return result;
    }

    public abstract void RefuseOverlap(DenseMatrix<T> destination);

    /// <summary>destination := X b.</summary>
    protected abstract void Apply(MatrixSpan<T> b, MatrixSpan<T> destination);

    /// <summary>destination := Xᴴ b.</summary>
    protected abstract void ApplyAdjoint(MatrixSpan<T> b, MatrixSpan<T> destination);

    /// <summary>destination := X, in either layout, not conjugated.</summary>
    protected abstract void Form(MatrixSpan<T> destination);
}

using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Matrices;

/// <summary>The checks of the public edge. Every message names the parameter, what was given and what is allowed.</summary>
internal static class MatrixGuard
{
    public static string Shape<T>(ILinearOperator<T> a)
        where T : unmanaged, INumberBase<T> => $"{a.RowCount} × {a.ColumnCount}";

    /// <summary>Left has as many columns as right has rows.</summary>
    public static void CanMultiply<T>(ILinearOperator<T> left, ILinearOperator<T> right, string name)
        where T : unmanaged, INumberBase<T>
    {
        if (left.ColumnCount != right.RowCount)
        {
            ThrowShapes($"A product needs as many columns on its left as rows on its right, but {Shape(left)} meets {Shape(right)}.", name);
        }
    }

    public static void HasRows<T>(ILinearOperator<T> b, int rowCount, string name, string reason)
        where T : unmanaged, INumberBase<T>
    {
        if (b.RowCount != rowCount)
        {
            ThrowShapes($"{name} is {Shape(b)}, but it must have {rowCount} rows, as {reason}.", name);
        }
    }

    public static void HasShape<T>(ILinearOperator<T> matrix, int rowCount, int columnCount, string name)
        where T : unmanaged, INumberBase<T>
    {
        if (matrix.RowCount != rowCount || matrix.ColumnCount != columnCount)
        {
            ThrowShapes($"{name} is {Shape(matrix)}, but it must be {rowCount} × {columnCount}.", name);
        }
    }

    public static void DoesNotOverlap<T>(DenseMatrix<T> destination, DenseMatrix<T> input, string inputName)
        where T : unmanaged, INumberBase<T>
    {
        if (destination.SharesMemoryWith(input))
        {
            throw new ArgumentException(
                $"destination ({Shape(destination)}) shares memory with {inputName} ({Shape(input)}); a product cannot be computed in "
                    + "place.",
                nameof(destination));
        }
    }

    /// <summary>Checks that all entries are finite and returns ‖A‖_F, which the same pass over A gives.</summary>
    public static double Finite<T>(DenseMatrix<T> a, string name, int? maxDegreeOfParallelism = null)
        where T : unmanaged, INumberBase<T>
    {
        double norm = ParallelNorms.Frobenius(a, maxDegreeOfParallelism);
        if (!double.IsFinite(norm))
        {
            ThrowNotFinite(a, name);
        }

        return norm;
    }

    /// <summary>Refuses a matrix all of whose entries are subnormal: they have lost digits, and their reciprocals overflow.</summary>
    public static void NotSubnormal<T>(double? norm, ILinearOperator<T> a, string name)
        where T : unmanaged, INumberBase<T>
    {
        if (norm > 0 && norm < Scalar<T>.SmallestNormal)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"All entries of {name} ({Shape(a)}) are subnormal numbers, which have fewer digits: its norm is {norm:G3}, below ")
                    + FormattableString.Invariant($"{Scalar<T>.SmallestNormal:G3}. Scale it up by a power of two."), name);
        }
    }

    /// <summary>Checks a product of an operator: the only place where a non-finite operator shows.</summary>
    public static void FiniteProduct<T>(DenseMatrix<T> product, ILinearOperator<T> a, string name)
        where T : unmanaged, INumberBase<T> => FiniteProduct(product.FrobeniusNorm(), a, name);

    /// <summary>Checks the norm of a product of an operator.</summary>
    public static void FiniteProduct<T>(double norm, ILinearOperator<T> a, string name)
        where T : unmanaged, INumberBase<T>
    {
        if (!double.IsFinite(norm))
        {
            throw new ArgumentException($"The product of {name} ({Shape(a)}) and a finite matrix is not finite.", name);
        }
    }

    public static void Indices(ReadOnlySpan<int> indices, int count, string name)
    {
        foreach (int index in indices)
        {
            if ((uint)index >= (uint)count)
            {
                throw new ArgumentOutOfRangeException(name, index, $"The index {index} is not in 0 … {count - 1}.");
            }
        }
    }

    [DoesNotReturn]
    private static void ThrowShapes(string message, string name) => throw new ArgumentException(message, name);

    /// <summary>Finds the first NaN or infinity in row order. A norm can also overflow over finite entries: then it is said so.</summary>
    private static void ThrowNotFinite<T>(DenseMatrix<T> a, string name)
        where T : unmanaged, INumberBase<T>
    {
        MatrixSpan<T> span = a.Span;
        for (int i = 0; i < a.RowCount; i++)
        {
            for (int j = 0; j < a.ColumnCount; j++)
            {
                if (!T.IsFinite(span[i, j]))
                {
                    throw new ArgumentException(
                        $"{name} ({Shape(a)}) has the entry {span[i, j]} at row {i}, column {j}; all entries must be finite.", name);
                }
            }
        }

        throw new ArgumentException($"The Frobenius norm of {name} ({Shape(a)}) overflows; scale the matrix down.", name);
    }
}

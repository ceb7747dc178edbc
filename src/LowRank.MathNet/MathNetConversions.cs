using System.Numerics;
using System.Runtime.InteropServices;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Storage;

namespace LowRank;

/// <summary>Math.NET Numerics matrices as LowRank's, and back.</summary>
/// <remarks>Math.NET keeps dense matrices column-major and without padding. Where both sides can mean the same memory, nothing is
/// copied.</remarks>
public static class MathNetConversions
{
    /// <summary>A dense Math.NET matrix as a LowRank matrix over the same memory.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="matrix">An m × n matrix with dense storage.</param>
    /// <returns>An m × n matrix that shares its memory.</returns>
    /// <exception cref="ArgumentException">The matrix is stored otherwise (sparse, diagonal): copy it with
    /// <see cref="ToLowRank{T}"/>.</exception>
    public static DenseMatrix<T> AsLowRank<T>(this Matrix<T> matrix)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return matrix.Storage is DenseColumnMajorMatrixStorage<T> dense
            ? DenseMatrix.Wrap(dense.Data, dense.RowCount, dense.ColumnCount, MatrixLayout.ColumnMajor)
            : throw new ArgumentException(
                $"The {matrix.RowCount} × {matrix.ColumnCount} matrix is stored as {matrix.Storage.GetType().Name}, which has no dense "
                    + "memory to share. Copy it with ToLowRank().",
                nameof(matrix));
    }

    /// <summary>A copy of a Math.NET matrix of any storage.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="matrix">An m × n matrix.</param>
    /// <returns>A new m × n matrix, column-major.</returns>
    public static DenseMatrix<T> ToLowRank<T>(this Matrix<T> matrix)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return DenseMatrix.Wrap(matrix.ToColumnMajorArray(), matrix.RowCount, matrix.ColumnCount, MatrixLayout.ColumnMajor);
    }

    /// <summary>A sparse copy of a Math.NET matrix: of what a sparse or diagonal one stores, and of the entries of any other that are not
    /// zero.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="matrix">An m × n matrix.</param>
    /// <returns>A new m × n matrix.</returns>
    /// <exception cref="ArgumentException">An entry is NaN or infinite.</exception>
    public static SparseMatrix<T> ToSparse<T>(this Matrix<T> matrix)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        switch (matrix.Storage)
        {
            case SparseCompressedRowMatrixStorage<T> sparse:
                int count = sparse.ValueCount;
                return SparseMatrix.FromCompressedRows<T>(
                    sparse.RowCount, sparse.ColumnCount, sparse.RowPointers, sparse.ColumnIndices.AsSpan(0, count),
                        sparse.Values.AsSpan(0, count));
            case DiagonalMatrixStorage<T> diagonal:
                int[] indices = [.. Enumerable.Range(0, diagonal.Data.Length)];
                return SparseMatrix.FromTriplets<T>(diagonal.RowCount, diagonal.ColumnCount, indices, indices, diagonal.Data);
            default:
                return SparseMatrix.FromDense(Dense(matrix));
        }
    }

    /// <summary>A LowRank matrix as a Math.NET matrix: over the same memory where that is an unpadded column-major array, else a
    /// copy.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="matrix">An m × n matrix.</param>
    /// <returns>An m × n dense Math.NET matrix.</returns>
    public static Matrix<T> ToMathNet<T>(this DenseMatrix<T> matrix)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        DenseMatrix<T> columns = CanShare(matrix) ? matrix : matrix.ToDense(MatrixLayout.ColumnMajor);
        MemoryMarshal.TryGetArray<T>(columns.Memory, out ArraySegment<T> segment);
        return Matrix<T>.Build.Dense(columns.RowCount, columns.ColumnCount, segment.Array!);
    }

    /// <summary>What a decomposition reads: a dense matrix where it stands, a sparse copy of what is stored sparse or as a diagonal, a
    /// dense copy of the rest.</summary>
    internal static ILinearOperator<T> Operator<T>(Matrix<T> matrix)
        where T : unmanaged, INumberBase<T> =>
        matrix?.Storage is SparseCompressedRowMatrixStorage<T> or DiagonalMatrixStorage<T> ? matrix.ToSparse() : Dense(matrix!);

    /// <summary>A dense matrix where it stands, a dense copy of any other.</summary>
    internal static DenseMatrix<T> Dense<T>(Matrix<T> matrix)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return matrix.Storage is DenseColumnMajorMatrixStorage<T> ? matrix.AsLowRank() : matrix.ToLowRank();
    }

    /// <summary>Whether the memory is a whole array in Math.NET's own order.</summary>
    private static bool CanShare<T>(DenseMatrix<T> matrix)
        where T : unmanaged, INumberBase<T> =>
        matrix.Layout == MatrixLayout.ColumnMajor
        && matrix.Stride == matrix.RowCount
        && MemoryMarshal.TryGetArray<T>(matrix.Memory, out ArraySegment<T> segment)
        && segment.Offset == 0
        && segment.Array!.Length == (long)matrix.RowCount * matrix.ColumnCount;
}

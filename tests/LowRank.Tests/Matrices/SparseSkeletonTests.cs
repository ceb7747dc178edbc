using System.Numerics;

namespace LowRank.Tests;

public sealed class SingleSparseSkeletonTests : SparseSkeletonTests<float>;

public sealed class DoubleSparseSkeletonTests : SparseSkeletonTests<double>;

public sealed class ComplexSparseSkeletonTests : SparseSkeletonTests<Complex>;

/// <summary>Columns and rows are chosen from a sparse matrix as from the dense one; chosen, they can stay sparse.</summary>
public abstract class SparseSkeletonTests<T>
    where T : unmanaged, INumberBase<T>
{
    [Theory]
    [InlineData(InterpolativeSide.Columns)]
    [InlineData(InterpolativeSide.Rows)]
    public void The_skeleton_is_that_of_the_dense_matrix(InterpolativeSide side)
    {
        // Every other entry of a matrix whose columns and rows differ in size, so that no two pivots compete.
        Complex[,] gaussian = Oracle.Gaussian<T>(50, 40, 3);
        Complex[,] entries = Oracle.Build(50, 40, (i, j) => (i + j) % 2 == 0 ? gaussian[i, j] * Math.Pow(0.7, i + (j * 7 % 40)) : 0);
        DenseMatrix<T> dense = Oracle.ToMatrix<T>(entries);
        SparseMatrix<T> sparse = SparseMatrix.FromDense(dense);
        InterpolativeDecompositionOptions options = new() { Selection = ColumnSelectionMethod.RangeFinderPivotedQr, Side = side };
        InterpolativeDecomposition<T> ofSparse = InterpolativeDecomposition.Compute(sparse, 8, options);
        InterpolativeDecomposition<T> ofDense = InterpolativeDecomposition.Compute(dense, 8, options);
        Assert.Equal(ofDense.Indices, ofSparse.Indices);
        Expect.SameBits(ofSparse.Skeleton, ofDense.Skeleton, "the skeleton");
        Expect.Close<T>(Oracle.Of(ofSparse.Coefficients), Oracle.Of(ofDense.Coefficients), 1000, 1, "the coefficients");
        ReadOnlySpan<int> indices = ofSparse.Indices.AsSpan();
        SparseMatrix<T> selected = side == InterpolativeSide.Columns ? sparse.SelectColumns(indices) : sparse.SelectRows(indices);
        Expect.SameBits(selected.ToDense(), ofSparse.Skeleton, "the sparse skeleton");
        Assert.True(selected.NonZeroCount <= (ofSparse.Skeleton.RowCount * ofSparse.Skeleton.ColumnCount / 2) + 1);
    }
}

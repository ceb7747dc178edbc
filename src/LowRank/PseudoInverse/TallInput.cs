using System.Numerics;
using LowRank.Approximations;
using LowRank.Kernels;

namespace LowRank.PseudoInverses;

/// <summary>A matrix to invert, seen as one with at least as many rows as columns: A itself, or Aᴴ where A is wide, since (Aᴴ)⁺ =
/// (A⁺)ᴴ.</summary>
internal readonly record struct TallInput<T>(DenseMatrix<T> Matrix)
    where T : unmanaged, INumberBase<T>
{
    public bool IsAdjoint => Matrix.RowCount < Matrix.ColumnCount;

    public int RowCount => Math.Max(Matrix.RowCount, Matrix.ColumnCount);

    public int ColumnCount => Math.Min(Matrix.RowCount, Matrix.ColumnCount);

    public MatrixSpan<T> Span => AsFactor().Span;

    public Factor<T> AsFactor() => new(Matrix, IsAdjoint);

    /// <summary>destination := the tall matrix, column-major; in pieces, since a transposition is slow.</summary>
    public void CopyTo(DenseMatrix<T> destination, int maxDegreeOfParallelism)
    {
        TallInput<T> source = this;
        int perPiece = Math.Max(32, Machine.ElementsPerCopy / Math.Max(1, RowCount));
        int pieces = (ColumnCount + perPiece - 1) / perPiece;
        Parallel.For(0, pieces, new ParallelOptions { MaxDegreeOfParallelism = maxDegreeOfParallelism }, piece =>
        {
            int start = piece * perPiece;
            int count = Math.Min(perPiece, source.ColumnCount - start);
            Kernels<T>.Copy(source.Span.Columns(start, count), destination.Span.Columns(start, count));
        });
    }
}

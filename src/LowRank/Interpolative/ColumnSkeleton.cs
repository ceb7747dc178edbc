using System.Numerics;

namespace LowRank.Interpolative;

/// <summary>Chosen columns and the coefficients that interpolate the others.</summary>
internal sealed record ColumnSkeleton<T>(
    int[] Columns, DenseMatrix<T> Skeleton, DenseMatrix<T> Coefficients, double LargestCoefficient, ErrorEstimate Error, int SwapCount)
    where T : unmanaged, INumberBase<T>;

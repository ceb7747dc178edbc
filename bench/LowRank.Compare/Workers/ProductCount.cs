using System.Numerics;

namespace LowRank.Compare.Workers;

/// <summary>The products with A that a truncated SVD was made of, by the formulas of its documentation.</summary>
internal static class ProductCount
{
    public static WorkDone Of<T>(TruncatedSvd<T> svd, Truncation truncation, TruncatedSvdOptions options)
        where T : unmanaged, INumberBase<T>
    {
        // To an error, the number of columns is found on the way and not told.
        bool isKnown = svd.Method == TruncatedSvdMethod.SubspaceIteration && truncation.Kind == TruncationKind.Rank;
        int passes = (2 * options.PowerIterations) + 2;
        int columns = Math.Min(svd.Rank + options.Oversampling, Math.Min(svd.RowCount, svd.ColumnCount));
        return new WorkDone
        {
            Rank = svd.Rank,
            Method = svd.Method.ToString(),
            Passes = isKnown ? passes : null,
            ProductColumns = isKnown ? (long)passes * columns : null,
        };
    }
}

using System.Collections.Immutable;
using System.Numerics;
using LowRank.Kernels;
using LowRank.Tall;

namespace LowRank.TruncatedSvds;

/// <summary>What one of a plan's routes has found.</summary>
internal sealed record SvdOutcome<T>(
    DenseMatrix<T> U, double[] S, DenseMatrix<T> VT, ErrorEstimate Error, TruncatedSvdMethod Method, SvdDriver Driver, string Reason)
    where T : unmanaged, INumberBase<T>
{
    /// <summary>How it was searched for; null for a factorisation.</summary>
    public SearchSummary? Search { get; init; }

    /// <summary>How well each value is known.</summary>
    public SingularValueAccuracy[] ValueAccuracy { get; init; } = [];

    /// <summary>The public result, with the signs of its vectors fixed.</summary>
    public TruncatedSvd<T> ToResult(SvdTask<T> task, ImmutableArray<SearchSpace> abandoned)
    {
        SingularVectorSigns.Fix(new TallBlock<T>(U, task.Rows), VT);
        return new TruncatedSvd<T>(U, S, VT, Error, Method, Driver)
        {
            Reason = Reason,
            Search = Search,
            Abandoned = abandoned,
            ValueAccuracy = ImmutableArray.Create(ValueAccuracy),
            Passes = task.A.Products,
            ProductColumns = task.A.ProductColumns,
            SinglePrecisionColumns = task.A.SinglePrecisionColumns,
        };
    }
}

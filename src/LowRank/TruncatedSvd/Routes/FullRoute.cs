using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Operators;
using LowRank.Tall;

namespace LowRank.TruncatedSvds;

/// <summary>LAPACK's thin SVD of the whole matrix, cut: the best approximation of its rank (Eckart, Young and Mirsky).</summary>
internal static class FullRoute
{
    public static SvdOutcome<T> Run<T>(SvdTask<T> task, string reason, RunContext context)
        where T : unmanaged, INumberBase<T>
    {
        context.Step("thin SVD", 0, 1);
        DenseMatrix<T> a = DenseInput.Of(task.A.Inner);
        if (task.Dense is null && task.A.Inner is not IDenseForm<T>)
        {
            task.A.Count(1, task.Min);
        }

        ThinSvd<T> svd = ThinSvd<T>.Of(a);
        double norm = Kernels<double>.FrobeniusNorm(
            new MatrixSpan<double>(svd.S, 1, svd.S.Length, MatrixLayout.RowMajor, Math.Max(1, svd.S.Length)));
        double[] shares = Residual.Shares(svd.S, norm);
        bool isSmallest = task.Options.End == SpectrumEnd.Smallest;
        int rank = isSmallest ? task.Limit : task.Truncation.ChooseRank(shares, 0, norm, task.Limit);
        int first = isSmallest ? task.Min - rank : 0;

        // What is dropped stands before the smallest triplets, and behind the largest.
        double dropped = isSmallest ? Residual.Tail(shares.AsSpan(0, first), 0) : Residual.Tail(shares, rank);
        int largestDropped = isSmallest ? (first == 0 ? svd.S.Length : 0) : rank;
        ErrorEstimate error = ResidualEstimator<T>.EstimateDropped(
            norm, dropped, task.Max, task.Spectral(svd.S, largestDropped, SpectralResidual.None, norm));
        DenseMatrix<T> u = svd.U.AsColumns(first, rank).ToDense(MatrixLayout.ColumnMajor);
        DenseMatrix<T> vt = svd.VT.AsRows(first, rank).ToDense(MatrixLayout.RowMajor);
        SingularValueAccuracy[] accuracy = new SingularValueAccuracy[rank];
        double rounding = ResidualEstimator<T>.RoundingFloor(task.Max) * norm;
        Array.Fill(accuracy, new SingularValueAccuracy(rounding, rounding, true));
        return new SvdOutcome<T>(u, svd.S[first..(first + rank)], vt, error, TruncatedSvdMethod.Full, svd.Driver, reason)
        {
            ValueAccuracy = accuracy,
        };
    }
}

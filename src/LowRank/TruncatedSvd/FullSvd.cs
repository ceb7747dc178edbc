using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Operators;
using LowRank.Tall;

namespace LowRank.TruncatedSvds;

/// <summary>LAPACK's thin SVD of the whole matrix, cut: the best approximation of its rank (S-12).</summary>
internal static class FullSvd
{
    public static TruncatedSvd<T> Compute<T>(SvdTask<T> task, string reason, RunContext context)
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
        if (task.Options.End == SpectrumEnd.Smallest)
        {
            return Smallest(task, svd, norm, reason);
        }

        double[] squares = SvdTask<T>.Squares(svd.S, norm);
        int rank = task.Truncation.ChooseRank(squares, 0, norm, task.Limit);
        ErrorEstimate error = ResidualEstimator<T>.EstimateDropped(
            norm, SvdTask<T>.Tail(squares, rank), task.Max, task.Spectral(svd.S, rank, SpectralResidual.None, norm));
        DenseMatrix<T> u = svd.U.AsColumns(0, rank).ToDense(MatrixLayout.ColumnMajor);
        DenseMatrix<T> vt = svd.VT.AsRows(0, rank).ToDense(MatrixLayout.RowMajor);
        return task.Finish(u, svd.S[..rank], vt, error, TruncatedSvdMethod.Full, svd.Driver, reason);
    }

    private static TruncatedSvd<T> Smallest<T>(SvdTask<T> task, ThinSvd<T> svd, double norm, string reason)
        where T : unmanaged, INumberBase<T>
    {
        int first = task.Min - task.Limit;
        double dropped = SvdTask<T>.Squares(svd.S.AsSpan(0, first), norm).Sum();
        ErrorEstimate error = ResidualEstimator<T>.EstimateDropped(
            norm, dropped, task.Max, task.Spectral(svd.S, first == 0 ? svd.S.Length : 0, SpectralResidual.None, norm));
        DenseMatrix<T> u = svd.U.AsColumns(first, task.Limit).ToDense(MatrixLayout.ColumnMajor);
        DenseMatrix<T> vt = svd.VT.AsRows(first, task.Limit).ToDense(MatrixLayout.RowMajor);
        return task.Finish(u, svd.S[first..], vt, error, TruncatedSvdMethod.Full, svd.Driver, reason);
    }
}

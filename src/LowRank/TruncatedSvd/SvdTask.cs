using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Operators;
using LowRank.Tall;

namespace LowRank.TruncatedSvds;

/// <summary>One call: what every method is given.</summary>
/// <param name="A">A, m × n, which counts its products.</param>
/// <param name="Norm">‖A‖_F; null for an operator that does not know it.</param>
/// <param name="Truncation">How far to go.</param>
/// <param name="Limit">The rank, or the largest rank that an error may lead to.</param>
/// <param name="Options">The options.</param>
/// <param name="Context">Cancellation, progress, threads.</param>
internal sealed record SvdTask<T>(
    CountedOperator<T> A, double? Norm, Truncation Truncation, int Limit, TruncatedSvdOptions Options, RunContext Context)
    where T : unmanaged, INumberBase<T>
{
    /// <summary>MKL multiplies thin matrices fastest where they have a multiple of 8 columns: 112 take less time than 110.</summary>
    public const int Alignment = 8;

    private const int LargeFrom = 500;
    private const long LargestWrittenOut = 1L << 26;

    public int Rows => A.RowCount;

    public int Columns => A.ColumnCount;

    public int Min => Math.Min(Rows, Columns);

    public int Max => Math.Max(Rows, Columns);

    /// <summary>The dense matrix behind A; null for any other operator.</summary>
    public DenseMatrix<T>? Dense => A.Inner as DenseMatrix<T>;

    /// <summary>Whether A is dense, or may be made so on the way: sparse and centred matrices of up to half a gigabyte of
    /// doubles.</summary>
    public bool HasDenseForm => Dense is not null || (A.Inner is IDenseForm<T> && IsSmallEnough);

    /// <summary>Whether writing A out is no offence.</summary>
    public bool IsSmallEnough => Dense is not null || (long)Rows * Columns <= LargestWrittenOut;

    /// <summary>
    /// l = k + oversampling, at most min(m, n); of a large matrix rounded up to where MKL's products with thin matrices are fastest.
    /// </summary>
    public int SketchSize
    {
        get
        {
            long size = (long)Limit + Options.Oversampling;
            return (int)Math.Min(Min, Min < LargeFrom ? size : (size + Alignment - 1) / Alignment * Alignment);
        }
    }

    /// <summary>
    /// The result from a basis and the SVD of what it captures: <c>A ≈ left W diag(s) Zᴴ rightᴴ</c>, cut to the rank that the truncation
    /// asks for.
    /// </summary>
    /// <param name="left">m × d, orthonormal columns; <c>leftᴴ A = W diag(s) Zᴴ rightᴴ</c>.</param>
    /// <param name="small">W, s and Zᴴ.</param>
    /// <param name="right">n × e, orthonormal columns; null for the identity.</param>
    /// <param name="residual">What A has outside the left basis.</param>
    /// <param name="method">The method, and</param>
    /// <param name="reason">why it was taken and how it went.</param>
    /// <param name="spectral">The residual in the spectral norm, where that is what the truncation asks for, and it is known
    /// already.</param>
    public TruncatedSvd<T> Assemble(
        DenseMatrix<T> left, ThinSvd<T> small, DenseMatrix<T>? right, Residual residual, TruncatedSvdMethod method, string reason,
        SpectralResidual? spectral = null)
    {
        double[] squares = Squares(small.S, residual.Norm);
        if (Truncation.IsSpectral)
        {
            spectral ??= SpectralResidual.Of(A, left, 1, Options.Seed, Context);
        }

        double outside = spectral is { } known && residual.Norm > 0 ? known.Safe / residual.Norm : 0;
        double lost = Truncation.IsSpectral ? outside * outside : ResidualEstimator<T>.SafeSquared(residual);
        int rank = Truncation.ChooseRank(squares, lost, residual.Norm, Limit);
        ErrorEstimate error = ResidualEstimator<T>.Estimate(
            residual, Tail(squares, rank), Max, spectral is null ? null : Spectral(small.S, rank, spectral.Value, residual.Norm));

        DenseMatrix<T> u = DenseMatrix.Uninitialized<T>(Rows, rank, MatrixLayout.ColumnMajor);
        Kernels<T>.Gemm(T.One, left.Span, small.U.AsColumns(0, rank).Span, T.Zero, u.Span);
        DenseMatrix<T> vt = DenseMatrix.Uninitialized<T>(rank, Columns, MatrixLayout.RowMajor);
        MatrixSpan<T> zt = small.VT.AsRows(0, rank).Span;
        if (right is null)
        {
            Kernels<T>.Copy(zt, vt.Span);
        }
        else
        {
            Kernels<T>.Gemm(T.One, zt, right.Span.ConjugateTranspose(), T.Zero, vt.Span);
        }

        return Finish(u, small.S[..rank], vt, error, method, small.Driver, reason);
    }

    /// <summary>The result, with the signs of its vectors fixed.</summary>
    public TruncatedSvd<T> Finish(
        DenseMatrix<T> u, double[] s, DenseMatrix<T> vt, ErrorEstimate error, TruncatedSvdMethod method, SvdDriver driver, string reason)
    {
        SingularVectorSigns.Fix(u, vt);

        // The norm of a dense matrix is a pass of its own; other operators know theirs.
        int passes = A.Products + (Dense is null ? 0 : 1);
        return new TruncatedSvd<T>(u, s, vt, error, method, driver, reason, passes, A.ProductColumns, A.SinglePrecisionColumns);
    }

    /// <summary>The error in the spectral norm of what keeps the leading singular values of a basis.</summary>
    public SpectralErrorEstimate Spectral(double[] singularValues, int rank, SpectralResidual residual, double norm) =>
        new(rank < singularValues.Length ? singularValues[rank] : 0, residual, ResidualEstimator<T>.RoundingFloor(Max) * norm);

    /// <summary>(s / norm)², as shares of ‖A‖².</summary>
    public static double[] Squares(ReadOnlySpan<double> singularValues, double norm)
    {
        double[] squares = new double[singularValues.Length];
        for (int i = 0; i < squares.Length; i++)
        {
            squares[i] = norm == 0 ? 0 : singularValues[i] / norm * (singularValues[i] / norm);
        }

        return squares;
    }

    /// <summary>The sum from index <paramref name="start"/> on, smallest first.</summary>
    public static double Tail(double[] squares, int start)
    {
        double sum = 0;
        for (int i = squares.Length - 1; i >= start; i--)
        {
            sum += squares[i];
        }

        return sum;
    }
}

using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Operators;
using LowRank.Spaces;
using LowRank.Tall;

namespace LowRank.TruncatedSvds;

/// <summary>One call: what every method is given.</summary>
/// <param name="A">A, m × n, which counts its products.</param>
/// <param name="Norm">‖A‖_F, measured when it is first asked for.</param>
/// <param name="Truncation">How far to go.</param>
/// <param name="Limit">The rank, or the largest rank that an error may lead to.</param>
/// <param name="Options">The options.</param>
/// <param name="Context">Cancellation, progress, threads.</param>
internal sealed record SvdTask<T>(
    CountedOperator<T> A, InputMeasure<T> Norm, Truncation Truncation, int Limit, TruncatedSvdOptions Options, RunContext Context)
    where T : unmanaged, INumberBase<T>
{
    public TruncatedSvdTuning Tuning { get; } = Tuning<TruncatedSvdTuning>.Current;

    /// <summary>The rows of A, on all processes.</summary>
    public RowSpace Rows { get; } = RowSpace.Of(A);

    public int Columns => A.ColumnCount;

    public int Min => (int)Math.Min(Rows.Count, Columns);

    public long Max => Math.Max(Rows.Count, Columns);

    /// <summary>m n min(m, n).</summary>
    public double Volume => (double)Rows.Count * Columns * Min;

    /// <summary>How near each value must be to the true one, as a share of it; infinite where that does not matter.</summary>
    public double ValueTarget =>
        Options.Accuracy == SvdAccuracy.Values ? Tuning.ValueTarget : double.PositiveInfinity;

    public SketchStart Start => new(Options.Sketch, Options.Seed);

    /// <summary>The dense matrix behind A; null for any other operator.</summary>
    public DenseMatrix<T>? Dense => A.Inner as DenseMatrix<T>;

    /// <summary>Whether A is dense, or may be made so on the way: sparse and centred matrices that are not too large.</summary>
    public bool HasDenseForm => Dense is not null || (A.Inner is IDenseForm<T> && IsSmallEnough);

    /// <summary>Whether writing A out is no offence.</summary>
    public bool IsSmallEnough => Dense is not null || (Rows.IsLocal && (double)Rows.Count * Columns <= Tuning.LargestWrittenOut);

    /// <summary>
    /// l = k + oversampling, at most min(m, n); of a large matrix rounded up to where MKL's products with thin matrices are fastest.
    /// </summary>
    public int SketchSize
    {
        get
        {
            long size = (long)Limit + Options.Oversampling;
            return (int)Math.Min(Min, Min < Tuning.AlignedFrom ? size : Tuning.Aligned(size));
        }
    }

    /// <summary>The result of what a search captured, cut to the rank that the truncation asks for.</summary>
    /// <param name="found">What was captured.</param>
    /// <param name="method">The method.</param>
    /// <param name="reason">Why it was taken.</param>
    /// <param name="search">How it went.</param>
    /// <param name="valueErrors">How far each value is below the true one, as a share of it, by estimate; null where only the residuals
    /// tell.</param>
    public SvdOutcome<T> Assemble(
        Captured<T> found, TruncatedSvdMethod method, string reason, SearchSummary? search, double[]? valueErrors = null)
    {
        Residual residual = found.Residual;
        double[] shares = Residual.Shares(found.Core.S, residual.Norm);
        SpectralResidual? spectral = found.Spectral
            ?? (Truncation.IsSpectral ? SpectralResidual.Of(A, found.Left, 1, Options.Seed, Context) : null);
        double outside = spectral is { } known && residual.Norm > 0 ? known.Safe / residual.Norm : 0;
        double lost = Truncation.IsSpectral ? outside * outside : ResidualEstimator<T>.SafeSquared(residual);
        int rank = Rows.Agree(Truncation.ChooseRank(shares, lost, residual.Norm, Limit, ResidualEstimator<T>.SafeReference(residual)));
        ErrorEstimate error = ResidualEstimator<T>.Estimate(
            residual, Residual.Tail(shares, rank), Max, spectral is null
                ? null : Spectral(found.Core.S, rank, spectral.Value, residual.Norm));

        DenseMatrix<T> u = DenseMatrix.Uninitialized<T>(Rows.LocalCount, rank, MatrixLayout.ColumnMajor);
        found.Left.Multiply(T.One, found.Core.U.AsColumns(0, rank).Span, T.Zero, new TallBlock<T>(u, Rows));
        DenseMatrix<T> vt = DenseMatrix.Uninitialized<T>(rank, Columns, MatrixLayout.RowMajor);
        MatrixSpan<T> zt = found.Core.VT.AsRows(0, rank).Span;
        if (found.Right is null)
        {
            Kernels<T>.Copy(zt, vt.Span);
        }
        else
        {
            Kernels<T>.Gemm(T.One, zt, found.Right.Span.ConjugateTranspose(), T.Zero, vt.Span);
        }

        double[] s = found.Core.S[..rank];
        double last = found.Core.S.Length == 0 ? 0 : found.Core.S[^1];
        return new SvdOutcome<T>(u, s, vt, error, method, found.Core.Driver, reason)
        {
            Search = search,
            ValueAccuracy = Accuracy(s, last, residual.Norm, found.TripletResiduals ?? Residuals(u, s, vt), valueErrors),
        };
    }

    /// <summary>The residual norm of each triplet, whose Aᴴu = σv is exact. None where nothing is asked of single values.</summary>
    private double[]? Residuals(DenseMatrix<T> u, double[] s, DenseMatrix<T> vt)
    {
        if (double.IsInfinity(ValueTarget) || s.Length == 0)
        {
            return null;
        }

        double rounding = s[0] * ResidualEstimator<T>.RoundingFloor(Max);
        double[] residuals = TripletResiduals<T>.Of(A.Multiply, new TallBlock<T>(u, Rows), s, vt.ConjugateTranspose());
        return Array.ConvertAll(residuals, residual => residual + rounding);
    }

    /// <summary>What is known of each value. Where there is no history to tell how fast they converge, the gap does between each and the
    /// end of the space: a half step on, the square of a value gains that of its residual.</summary>
    private SingularValueAccuracy[] Accuracy(double[] s, double last, double norm, double[]? residuals, double[]? errors)
    {
        SingularValueAccuracy[] accuracy = new SingularValueAccuracy[s.Length];
        double rounding = norm * ResidualEstimator<T>.RoundingFloor(Max);
        for (int i = 0; i < s.Length; i++)
        {
            double residual = residuals?[i] ?? double.NaN;
            double rate = s[i] == 0 ? 1 : last / s[i] * (last / s[i]);
            double further = residual * residual / (1 - Math.Min(rate, Tuning.SlowestRate));
            double error = i < errors?.Length ? s[i] * errors[i] : Math.Sqrt((s[i] * s[i]) + further) - s[i];
            accuracy[i] = new SingularValueAccuracy(
                residual, error, error <= Math.Max(Tuning.ValueTarget * s[i], rounding));
        }

        return accuracy;
    }

    /// <summary>The error in the spectral norm of what keeps the leading singular values of a basis.</summary>
    public SpectralErrorEstimate Spectral(double[] singularValues, int rank, SpectralResidual residual, double norm) =>
        new(rank < singularValues.Length ? singularValues[rank] : 0, residual, ResidualEstimator<T>.RoundingFloor(Max) * norm);
}

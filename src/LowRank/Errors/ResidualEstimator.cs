using System.Numerics;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Random;
using LowRank.Sketching;
using LowRank.Tall;

namespace LowRank.Errors;

/// <summary>How much of a matrix a basis leaves over, and how that is known.</summary>
/// <param name="Method">An identity, or probes.</param>
/// <param name="Norm">‖A‖_F, known or estimated: the unit of <paramref name="Squared"/>.</param>
/// <param name="Squared">The squared residual over ‖A‖².</param>
internal readonly record struct Residual(ErrorEstimateMethod Method, double Norm, double Squared)
{
    /// <summary>(s / norm)², as shares of ‖A‖²; zeros where the norm is zero.</summary>
    public static double[] Shares(ReadOnlySpan<double> singularValues, double norm)
    {
        double[] shares = new double[singularValues.Length];
        for (int i = 0; i < shares.Length; i++)
        {
            shares[i] = norm == 0 ? 0 : singularValues[i] / norm * (singularValues[i] / norm);
        }

        return shares;
    }

    /// <summary>The sum from an index on, smallest first.</summary>
    public static double Tail(ReadOnlySpan<double> shares, int start)
    {
        double sum = 0;
        for (int i = shares.Length - 1; i >= start; i--)
        {
            sum += shares[i];
        }

        return sum;
    }
}

/// <summary>Estimates the error of an approximation without forming it.</summary>
internal static class ResidualEstimator<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>The number of Gaussian probes (Tropp et al. 2019 advise 5 … 10).</summary>
    public const int ProbeCount = 10;

    private static double UnitRoundoff => Scalar<T>.Epsilon / 2;

    /// <summary>
    /// The relative error below which ‖A‖² − ‖B‖² cancels to worse than 1 % (Yu, Gu and Li 2018): 2.1e-7 in double, 4.9e-3 in single.
    /// </summary>
    public static double IdentityFloor => Math.Sqrt(4 * UnitRoundoff / Tuning<ErrorsTuning>.Current.LargestCancellation);

    /// <summary>The number of independent real Gaussian numbers that a row of all probes together sees.</summary>
    public static int DegreesOfFreedom => ProbeCount * Scalar<T>.RealDimension;

    /// <summary>A Z, for the probes of this seed: m × <see cref="ProbeCount"/>.</summary>
    public static TallBlock<T> Probe(ILinearOperator<T> a, ulong seed, RunContext context, Workspace<T> workspace)
    {
        DenseMatrix<T> probes = workspace.Rent(a.ColumnCount, ProbeCount);
        new GaussianSketch<T>(seed, RandomStream.Probe).Fill(probes, 0, context.MaxDegreeOfParallelism);
        TallBlock<T> products = TallBlock<T>.Rent(workspace, RowSpace.Of(a), ProbeCount);
        a.Multiply(probes, products.Local);
        return products;
    }

    /// <summary>The Frobenius norm that products with probes stand for.</summary>
    public static double Norm(TallBlock<T> products) => products.FrobeniusNorm() / Math.Sqrt(ProbeCount);

    /// <summary>The same, all rows being here.</summary>
    public static double Norm(DenseMatrix<T> products) => Norm(TallBlock<T>.Whole(products));

    /// <summary>
    /// ‖A − QQᴴA‖² over ‖A‖²: by the identity <see cref="ByIdentity"/> where it can resolve it and ‖A‖ is known, else by probes, which
    /// cost one product with A.
    /// </summary>
    /// <param name="a">A, m × n.</param>
    /// <param name="norm">‖A‖_F, or null.</param>
    /// <param name="q">Q, m × l, orthonormal columns.</param>
    /// <param name="captured">‖QᴴA‖_F.</param>
    /// <param name="seed">The seed of the probes.</param>
    /// <param name="context">The running call.</param>
    public static Residual OfBasis(ILinearOperator<T> a, double? norm, TallBlock<T> q, double captured, ulong seed, RunContext context)
    {
        if (KnownOfBasis(norm, captured, q.Space) is { } known)
        {
            return known;
        }

        using Workspace<T> workspace = new();
        TallBlock<T> products = Probe(a, seed, context, workspace);
        double reference = norm ?? Norm(products);
        products.Deflate(q, workspace);
        return Relative(reference, Norm(products));
    }

    /// <summary>The same of this part's rows of Q.</summary>
    public static Residual OfBasis(ILinearOperator<T> a, double? norm, DenseMatrix<T> q, double captured, ulong seed, RunContext context) =>
        OfBasis(a, norm, new TallBlock<T>(q, RowSpace.Of(a)), captured, seed, context);

    /// <summary>The residual by <see cref="ByIdentity"/>; null where ‖A‖ is not known or the identity cannot resolve it.</summary>
    public static Residual? KnownOfBasis(double? norm, double captured, RowSpace? rows = null)
    {
        if (norm is not { } known)
        {
            return null;
        }

        double squared = ByIdentity(known, captured);
        bool isResolved = known == 0 || squared >= IdentityFloor * IdentityFloor;

        // The other way costs a product, which all parts must take together.
        return rows?.Agree(isResolved) ?? isResolved
            ? new Residual(ErrorEstimateMethod.ExactIdentity, known, squared) : null;
    }

    /// <summary>‖A − QQᴴA‖² / ‖A‖² = 1 − ‖QᴴA‖² / ‖A‖², since QQᴴA and the rest are orthogonal; 0 for a zero matrix.</summary>
    public static double ByIdentity(double norm, double captured) => norm == 0 ? 0 : 1 - (captured / norm * (captured / norm));

    /// <summary>products := (I − QQᴴ) products, all rows being here.</summary>
    public static void Deflate(DenseMatrix<T> q, DenseMatrix<T> products, Workspace<T> workspace) =>
        TallBlock<T>.Whole(products).Deflate(TallBlock<T>.Whole(q), workspace);

    /// <summary>The residual that deflated probes show.</summary>
    public static Residual Relative(double norm, double residual) =>
        new(ErrorEstimateMethod.RandomProbe, norm, norm == 0 ? 0 : residual / norm * (residual / norm));

    /// <summary>A bound on a squared residual, used where a tolerance must be kept: 99 % for estimates, the figure itself for
    /// identities.</summary>
    public static double SafeSquared(Residual residual) =>
        residual.Method == ErrorEstimateMethod.ExactIdentity
            ? residual.Squared
            : residual.Squared * ProbeTail.Inflation(
                DegreesOf(residual.Method), Tuning<ErrorsTuning>.Current.FailureProbability);

    /// <summary>The error of a result that drops, beside the residual of its basis, an exactly known part.</summary>
    /// <param name="residual">What the basis leaves over.</param>
    /// <param name="dropped">The dropped part, squared, over ‖A‖².</param>
    /// <param name="size">max(m, n), for the effect of rounding.</param>
    /// <param name="spectral">The error in the spectral norm, where it is known.</param>
    public static ErrorEstimate Estimate(Residual residual, double dropped, long size, SpectralErrorEstimate? spectral = null)
    {
        // A residual that an identity gives is a small difference of large squares.
        bool isDifference = residual.Method == ErrorEstimateMethod.ExactIdentity && residual.Squared > 0;
        return new ErrorEstimate(
            residual.Method,
            residual.Norm,
            dropped,
            residual.Squared,
            isDifference ? 16 * UnitRoundoff : 0,
            RoundingFloor(size),
            isDifference ? IdentityFloor : RoundingFloor(size),
            residual.Norm,
            DegreesOf(residual.Method))
        {
            Spectral = spectral,
        };
    }

    /// <summary>
    /// The residual of Q where A Ω = Q R with a Gaussian Ω and no power iteration, from R alone (Epperly and Tropp 2024): the mean of
    /// what each column of A Ω has outside the others, 1/‖row_j(R⁻¹)‖². Null where R is singular to rounding, and Q holds everything that
    /// Ω saw.
    /// </summary>
    /// <param name="norm">‖A‖_F, or null.</param>
    /// <param name="r">R, l × l.</param>
    /// <param name="captured">‖QᴴA‖_F.</param>
    public static Residual? LeaveOneOut(double? norm, DenseMatrix<T> r, double captured)
    {
        int l = r.ColumnCount;
        double largest = 0;
        double smallest = double.PositiveInfinity;
        for (int j = 0; j < l; j++)
        {
            double diagonal = Scalar<T>.Abs(r[j, j]);
            (largest, smallest) = (Math.Max(largest, diagonal), Math.Min(smallest, diagonal));
        }

        if (!(smallest > l * Scalar<T>.Epsilon * largest))
        {
            return null;
        }

        using Workspace<T> workspace = new();
        DenseMatrix<T> inverse = workspace.Rent(l, l);
        Kernels<T>.Fill(T.Zero, inverse.Span);
        for (int j = 0; j < l; j++)
        {
            inverse[j, j] = Scalar<T>.FromDouble(largest);
        }

        Kernels<T>.SolveUpper(r.Span, inverse.Span);
        double[] squares = new double[l];
        Kernels<T>.ColumnSquares(inverse.Span.Transpose(), squares);
        double estimate = largest * Math.Sqrt(squares.Sum(square => 1 / square) / l);
        double reference = norm ?? double.Hypot(captured, estimate);
        return new Residual(ErrorEstimateMethod.LeaveOneOut, reference, reference == 0 ? 0 : estimate / reference * (estimate / reference));
    }

    private static int DegreesOf(ErrorEstimateMethod method) =>
        method == ErrorEstimateMethod.LeaveOneOut ? Scalar<T>.RealDimension : DegreesOfFreedom;

    /// <summary>The error where only an exactly known part is dropped, as by a full factorisation.</summary>
    public static ErrorEstimate EstimateDropped(double norm, double dropped, long size, SpectralErrorEstimate? spectral = null) =>
        Estimate(new Residual(ErrorEstimateMethod.ExactIdentity, norm, 0), dropped, size, spectral);

    /// <summary>The relative error that rounding alone leaves in a backward-stable factorisation: 20 ε √max(m, n).</summary>
    public static double RoundingFloor(long size) => Tuning<ErrorsTuning>.Current.RoundingFactor * Scalar<T>.Epsilon * Math.Sqrt(size);
}

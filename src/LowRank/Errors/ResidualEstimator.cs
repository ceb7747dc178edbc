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
    /// <summary>How the norm is known: in units of <see cref="Norm"/>.</summary>
    public NormKnowledge Reference { get; init; }

    /// <summary>What probes bound it by, over ‖A‖²; null where they have no better bound than the figure's own law.</summary>
    public ProbeBound? Bound { get; init; }

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
    /// <summary>The number of Gaussian probes.</summary>
    public static int ProbeCount => Tuning<ErrorsTuning>.Current.Probes;

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
        products.Deflate(q, workspace);
        return Sharp(a, norm, q, captured, products, workspace);
    }

    /// <summary>The residual of a basis by probes, and by what it has in the directions that they have found, at one product with
    /// Aᴴ.</summary>
    /// <param name="a">A, m × n.</param>
    /// <param name="norm">‖A‖_F, or null.</param>
    /// <param name="q">Q, m × l, orthonormal columns.</param>
    /// <param name="captured">‖QᴴA‖_F.</param>
    /// <param name="products">(I − QQᴴ) A Z; overwritten.</param>
    /// <param name="workspace">What the memory is rented from.</param>
    public static Residual Sharp(
        ILinearOperator<T> a, double? norm, TallBlock<T> q, double captured, TallBlock<T> products, Workspace<T> workspace)
    {
        ProbeFigure plain = Plain(products.FrobeniusNorm());
        ProbeFigure figure = DeflatedProbes<T>.OfBasis(a, q, products, norm ?? double.Hypot(captured, plain.Root), workspace) ?? plain;
        return OfFigure(norm ?? double.Hypot(captured, figure.Root), figure, norm is null ? captured : null);
    }

    /// <summary>Products with probes as they are.</summary>
    /// <param name="size">Their Frobenius norm.</param>
    public static ProbeFigure Plain(double size) => new(
        size, size == 0 ? 0 : 1.0 / ProbeCount, new ProbeBound(size == 0 ? 0 : 1.0 / ProbeCount, DegreesOfFreedom));

    /// <summary>How small a direction of an error may be, as a share of the largest, to be told from rounding; infinite where none can
    /// be.</summary>
    /// <param name="unit">The Frobenius norm of the error's products with probes.</param>
    /// <param name="count">How many probes.</param>
    /// <param name="noise">How large what is rounding in the error may be.</param>
    public static double SmallestDirection(double unit, int count, double noise)
    {
        ErrorsTuning tuning = Tuning<ErrorsTuning>.Current;
        double smallest = Math.Max(
            tuning.SmallestFound * Math.Sqrt(Scalar<T>.Epsilon), tuning.NoiseMargin * noise * Math.Sqrt(count) / unit);
        return smallest < tuning.MostNoise && double.IsFinite(1 / unit) ? smallest : double.PositiveInfinity;
    }

    /// <summary>A residual from probes.</summary>
    /// <param name="norm">‖A‖_F, known or estimated: the unit.</param>
    /// <param name="figure">What the probes say.</param>
    /// <param name="captured">Where the norm is an estimate: ‖QᴴA‖_F, or what else adds up to ‖A‖² with the squared error, or to
    /// less.</param>
    public static Residual OfFigure(double norm, ProbeFigure figure, double? captured)
    {
        double share = norm == 0 ? 0 : figure.Unit / norm;
        double known = norm == 0 || captured is null ? 0 : captured.Value / norm;
        return new Residual(ErrorEstimateMethod.RandomProbe, norm, share * share * figure.Squared)
        {
            Bound = figure.Bound.Times(share * share),
            Reference = captured is null ? default : new NormKnowledge(known * known),
        };
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

    /// <summary>A bound on a squared residual, used where a tolerance must be kept: 99 % for estimates, the figure itself for
    /// identities.</summary>
    public static double SafeSquared(Residual residual)
    {
        double probability = Tuning<ErrorsTuning>.Current.FailureProbability;
        return residual.Method == ErrorEstimateMethod.ExactIdentity ? residual.Squared
            : residual.Bound is { } bound ? Math.Max(residual.Squared, bound.At(probability))
            : residual.Squared * ProbeTail.Inflation(DegreesOf(residual.Method), probability);
    }

    /// <summary>‖A‖ from below, as a share of the residual's norm, with the same certainty and where the same bound holds.</summary>
    public static double SafeReference(Residual residual) =>
        residual.Reference.Captured is { } captured ? Math.Sqrt(captured + SafeSquared(residual)) : 1;

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
            DegreesOf(residual.Method),
            reference: residual.Reference,
            bound: residual.Bound)
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
        double share = reference == 0 ? 0 : estimate / reference;
        return new Residual(ErrorEstimateMethod.LeaveOneOut, reference, share * share)
        {
            Reference = norm is null ? new NormKnowledge(1 - (share * share)) : default,
        };
    }

    private static int DegreesOf(ErrorEstimateMethod method) =>
        method == ErrorEstimateMethod.LeaveOneOut ? Scalar<T>.RealDimension : DegreesOfFreedom;

    /// <summary>The error where only an exactly known part is dropped, as by a full factorisation.</summary>
    public static ErrorEstimate EstimateDropped(double norm, double dropped, long size, SpectralErrorEstimate? spectral = null) =>
        Estimate(new Residual(ErrorEstimateMethod.ExactIdentity, norm, 0), dropped, size, spectral);

    /// <summary>The relative error that rounding alone leaves in a backward-stable factorisation: 20 ε √max(m, n).</summary>
    public static double RoundingFloor(long size) => Tuning<ErrorsTuning>.Current.RoundingFactor * Scalar<T>.Epsilon * Math.Sqrt(size);
}

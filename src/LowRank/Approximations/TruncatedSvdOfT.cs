using System.Collections.Immutable;
using System.Numerics;
using LowRank.Approximations;

namespace LowRank;

/// <summary>A truncated singular value decomposition <c>A ≈ U diag(σ) VT</c>.</summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
/// <remarks>The largest entry of each column of <see cref="U"/> is positive (real positive for complex numbers), which fixes the
/// signs.</remarks>
public sealed class TruncatedSvd<T> : LowRankApproximation<T>
    where T : unmanaged, INumberBase<T>
{
    internal TruncatedSvd(
        DenseMatrix<T> u, double[] singularValues, DenseMatrix<T> vt, ErrorEstimate error, TruncatedSvdMethod method, SvdDriver driver)
        : base(new FactoredProduct<T>(new Factor<T>(u), singularValues, new Factor<T>(vt)), error)
    {
        U = u;
        SingularValues = ImmutableArray.Create(singularValues);
        VT = vt;
        Method = method;
        Driver = driver;
    }

    /// <summary>The left singular vectors: m × k, orthonormal columns.</summary>
    public DenseMatrix<T> U { get; }

    /// <summary>The singular values, descending: k numbers.</summary>
    public ImmutableArray<double> SingularValues { get; }

    /// <summary>The right singular vectors, conjugated, as rows: k × n, orthonormal rows. For real numbers it is Vᵀ, for complex ones
    /// Vᴴ.</summary>
    public DenseMatrix<T> VT { get; }

    /// <summary>The method that was used; never <see cref="TruncatedSvdMethod.Auto"/>.</summary>
    public TruncatedSvdMethod Method { get; }

    /// <summary>The LAPACK driver that computed the dense decomposition inside.</summary>
    public SvdDriver Driver { get; }

    /// <summary>Why this method was taken, and how it went; a sentence for people. Programs read <see cref="Search"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>How the directions were searched for; null where a factorisation of the whole matrix gave them.</summary>
    public SearchSummary? Search { get; init; }

    /// <summary>Where directions were searched for before that, in searches that were abandoned: in their order, mostly
    /// none.</summary>
    public ImmutableArray<SearchSpace> Abandoned { get; init; } = [];

    /// <summary>
    /// How well each singular value is known: k entries. Empty where this is the SVD of another decomposition (<c>ToSvd()</c>): then
    /// <see cref="LowRankApproximation{T}.Error"/> bounds how far each value is from that of A.
    /// </summary>
    public ImmutableArray<SingularValueAccuracy> ValueAccuracy { get; init; } = [];

    /// <summary>Whether every value is known to be within its target: see <see cref="SingularValueAccuracy.IsWithinTarget"/>.</summary>
    public bool IsConverged => ValueAccuracy.Length == SingularValues.Length && ValueAccuracy.All(value => value.IsWithinTarget);

    /// <summary>How many times A was gone through: one for each product with A or Aᴴ, one for both where they are made together, and one
    /// for the norm of a dense matrix.</summary>
    public int Passes { get; init; }

    /// <summary>The number of columns that A and Aᴴ were multiplied by, all products together: <c>2mn · ProductColumns</c> flops for a
    /// dense m × n matrix.</summary>
    public long ProductColumns { get; init; }

    /// <summary>How many of these were multiplied in single precision, where A is of doubles: see
    /// <see cref="TruncatedSvdOptions.Precision"/>.</summary>
    public long SinglePrecisionColumns { get; init; }
}

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
        DenseMatrix<T> u, double[] singularValues, DenseMatrix<T> vt, ErrorEstimate error, TruncatedSvdMethod method, SvdDriver driver,
        string reason, int passes, long productColumns, long singlePrecisionColumns)
        : base(new FactoredProduct<T>(new Factor<T>(u), singularValues, new Factor<T>(vt)), error)
    {
        U = u;
        SingularValues = ImmutableArray.Create(singularValues);
        VT = vt;
        Method = method;
        Driver = driver;
        Reason = reason;
        Passes = passes;
        ProductColumns = productColumns;
        SinglePrecisionColumns = singlePrecisionColumns;
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

    /// <summary>Why this method was taken, and how it went; a sentence for people.</summary>
    public string Reason { get; }

    /// <summary>How many times A was gone through: one for each product with A or Aᴴ, one for both where they are made together, and one
    /// for the norm of a dense matrix.</summary>
    public int Passes { get; }

    /// <summary>The number of columns that A and Aᴴ were multiplied by, all products together: <c>2mn · ProductColumns</c> flops for a
    /// dense m × n matrix.</summary>
    public long ProductColumns { get; }

    /// <summary>How many of these were multiplied in single precision, where A is of doubles: see
    /// <see cref="TruncatedSvdOptions.Precision"/>.</summary>
    public long SinglePrecisionColumns { get; }
}

using LowRank.Matrices;

namespace LowRank;

/// <summary>How far an approximation is to go: to a rank, or to an error. An <see cref="int"/> converts to a rank.</summary>
/// <example><code>TruncatedSvd.Compute(a, 50); TruncatedSvd.Compute(a, Truncation.RelativeError(0.01));</code></example>
public readonly record struct Truncation
{
    private Truncation(TruncationKind kind, int? maxRank, double tolerance)
    {
        Kind = kind;
        MaxRank = maxRank;
        Tolerance = tolerance;
    }

    /// <summary>What is prescribed.</summary>
    public TruncationKind Kind { get; }

    /// <summary>The rank, or the largest rank that an error may lead to; null where there is no limit.</summary>
    public int? MaxRank { get; }

    /// <summary>The largest error allowed, relative or absolute; 0 where a rank is prescribed.</summary>
    public double Tolerance { get; }

    /// <summary>A prescribed rank.</summary>
    /// <param name="rank">The rank, 0 … min(m, n). Rank 0 gives empty factors.</param>
    /// <returns>The truncation.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rank is negative.</exception>
    public static Truncation Rank(int rank)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rank);
        return new Truncation(TruncationKind.Rank, rank, 0);
    }

    /// <summary>A prescribed error <c>‖A − Â‖_F ≤ tolerance · ‖A‖_F</c>; the smallest rank found that meets it is returned.</summary>
    /// <param name="tolerance">The relative error, positive and finite.</param>
    /// <param name="maxRank">
    /// The largest rank allowed. Where it is reached first, the result has that rank and its <see cref="ErrorEstimate"/> shows the error left.
    /// </param>
    /// <returns>The truncation.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is NaN, infinite, zero or negative, or the rank is negative.</exception>
    public static Truncation RelativeError(double tolerance, int? maxRank = null)
    {
        CheckError(tolerance, maxRank);
        return new Truncation(TruncationKind.RelativeError, maxRank, tolerance);
    }

    /// <summary>A prescribed error <c>‖A − Â‖_F ≤ tolerance</c>; the smallest rank found that meets it is returned.</summary>
    /// <param name="tolerance">The error, positive and finite.</param>
    /// <param name="maxRank">
    /// The largest rank allowed. Where it is reached first, the result has that rank and its <see cref="ErrorEstimate"/> shows the error left.
    /// </param>
    /// <returns>The truncation.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is NaN, infinite, zero or negative, or the rank is negative.</exception>
    public static Truncation AbsoluteError(double tolerance, int? maxRank = null)
    {
        CheckError(tolerance, maxRank);
        return new Truncation(TruncationKind.AbsoluteError, maxRank, tolerance);
    }

    /// <summary>A prescribed rank.</summary>
    /// <param name="rank">The rank, 0 … min(m, n).</param>
    public static implicit operator Truncation(int rank) => Rank(rank);

    /// <summary>The truncation in words.</summary>
    /// <returns>Such as <c>rank 50</c> or <c>relative error 0.01</c>.</returns>
    public override string ToString() => Kind switch
    {
        TruncationKind.Rank => $"rank {MaxRank ?? 0}",
        TruncationKind.RelativeError => FormattableString.Invariant($"relative error {Tolerance:G4}"),
        _ => FormattableString.Invariant($"absolute error {Tolerance:G4}"),
    };

    internal bool IsRank => Kind == TruncationKind.Rank;

    /// <summary>The largest rank that an m × n result may have; refuses a prescribed rank beyond min(m, n).</summary>
    internal int RankLimit(int rowCount, int columnCount, string name)
    {
        int min = Math.Min(rowCount, columnCount);
        int rank = MaxRank ?? (IsRank ? 0 : min);
        if (IsRank && rank > min)
        {
            throw new ArgumentOutOfRangeException(
                name, rank, $"A {rowCount} × {columnCount} matrix has rank at most {min}, but rank {rank} was asked for.");
        }

        return Math.Min(rank, min);
    }

    /// <summary>The tolerance as a share of ‖A‖_F; 0 where a rank is prescribed.</summary>
    internal double RelativeTolerance(double norm) =>
        Kind == TruncationKind.AbsoluteError ? (norm == 0 ? double.PositiveInfinity : Tolerance / norm) : Tolerance;

    /// <summary>
    /// The rank to return when direction j carries squares[j] of the squared norm and <paramref name="residual"/> is lost anyhow: the limit where a rank
    /// is prescribed, else the smallest rank, up to the limit, whose error meets the tolerance. All squares are shares of ‖A‖².
    /// </summary>
    internal int ChooseRank(ReadOnlySpan<double> squares, double residual, double norm, int limit)
    {
        limit = Math.Min(limit, squares.Length);
        if (IsRank)
        {
            return limit;
        }

        double tolerance = RelativeTolerance(norm);
        double allowed = tolerance * tolerance;
        double error = residual;
        int rank = squares.Length;
        while (rank > 0 && error + squares[rank - 1] <= allowed)
        {
            rank--;
            error += squares[rank];
        }

        return Math.Min(rank, limit);
    }

    private static void CheckError(double tolerance, int? maxRank)
    {
        if (!(tolerance > 0 && double.IsFinite(tolerance)))
        {
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "An error tolerance must be positive and finite.");
        }

        if (maxRank is < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(maxRank), maxRank, "A rank must not be negative.");
        }
    }
}

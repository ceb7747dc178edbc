namespace LowRank;

/// <summary>How far an approximation is to go: to a rank, or to an error. An <see cref="int"/> converts to a rank.</summary>
/// <remarks>The default value, which nothing was assigned to, is refused wherever a truncation is taken; rank 0 is another one.</remarks>
/// <example><code>TruncatedSvd.Compute(a, 50); TruncatedSvd.Compute(a, Truncation.RelativeError(0.01));</code></example>
public readonly record struct Truncation
{
    // The rank, or the largest rank that an error may lead to.
    private readonly int? _rank;

    private Truncation(TruncationKind kind, int? rank, double tolerance)
    {
        Kind = kind;
        _rank = rank;
        Tolerance = tolerance;
    }

    /// <summary>What is prescribed.</summary>
    public TruncationKind Kind { get; }

    /// <summary>The rank that is prescribed; null where an error is, and of the default value.</summary>
    public int? PrescribedRank => IsRank ? _rank : null;

    /// <summary>The largest rank that a prescribed error may lead to; null where there is no limit, or a rank is prescribed.</summary>
    public int? MaxRank => IsRank ? null : _rank;

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
    /// <param name="tolerance">The relative error, between 0 and 1: by 1 or more nothing would be asked for.</param>
    /// <param name="maxRank">
    /// The largest rank allowed. Where it is reached first, the result has that rank and its <see cref="ErrorEstimate"/> shows the error
    /// left.
    /// </param>
    /// <returns>The truncation.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is NaN, not between 0 and 1, or the rank is negative.</exception>
    public static Truncation RelativeError(double tolerance, int? maxRank = null)
    {
        CheckShare(tolerance, maxRank);
        return new Truncation(TruncationKind.RelativeError, maxRank, tolerance);
    }

    /// <summary>A prescribed error <c>‖A − Â‖_F ≤ tolerance</c>; the smallest rank found that meets it is returned.</summary>
    /// <param name="tolerance">The error, positive and finite.</param>
    /// <param name="maxRank">
    /// The largest rank allowed. Where it is reached first, the result has that rank and its <see cref="ErrorEstimate"/> shows the error
    /// left.
    /// </param>
    /// <returns>The truncation.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is NaN, infinite, zero or negative, or the rank is negative.</exception>
    public static Truncation AbsoluteError(double tolerance, int? maxRank = null)
    {
        CheckError(tolerance, maxRank);
        return new Truncation(TruncationKind.AbsoluteError, maxRank, tolerance);
    }

    /// <summary>A prescribed error <c>‖A − Â‖₂ ≤ tolerance · ‖A‖₂</c> in the spectral norm; the smallest rank found that meets it is
    /// returned.</summary>
    /// <param name="tolerance">The relative error, between 0 and 1: by 1 or more nothing would be asked for.</param>
    /// <param name="maxRank">
    /// The largest rank allowed. Where it is reached first, the result has that rank and <see cref="ErrorEstimate.Spectral"/> shows the
    /// error left.
    /// </param>
    /// <returns>The truncation.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is NaN, not between 0 and 1, or the rank is negative.</exception>
    /// <remarks>
    /// For <see cref="TruncatedSvd"/> and <see cref="Pca"/>; other entry points refuse it. From a full SVD it is met for certain, to
    /// rounding, and the rank is the smallest there is. The other methods meet it with probability at least 0.99 over their probes, which
    /// may be said of any matrix: they bound what their basis leaves of A, from above (<see cref="SpectralErrorEstimate.UpperBound"/>),
    /// and drop singular values as far as that allows; their rank may then exceed the smallest one, by the singular values that lie just
    /// below the tolerance. ‖A‖₂ is taken from below, so the error is no larger than what was asked for.
    /// </remarks>
    public static Truncation RelativeSpectralError(double tolerance, int? maxRank = null)
    {
        CheckShare(tolerance, maxRank);
        return new Truncation(TruncationKind.RelativeSpectralError, maxRank, tolerance);
    }

    /// <summary>A prescribed error <c>‖A − Â‖₂ ≤ tolerance</c> in the spectral norm; the smallest rank found that meets it is
    /// returned.</summary>
    /// <param name="tolerance">The error, positive and finite.</param>
    /// <param name="maxRank">
    /// The largest rank allowed. Where it is reached first, the result has that rank and <see cref="ErrorEstimate.Spectral"/> shows the
    /// error left.
    /// </param>
    /// <returns>The truncation.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is NaN, infinite, zero or negative, or the rank is negative.</exception>
    /// <remarks>
    /// For <see cref="TruncatedSvd"/> and <see cref="Pca"/>; other entry points refuse it. From a full SVD it is met for certain, to
    /// rounding, and the rank is the smallest there is. The other methods meet it with probability at least 0.99 over their probes, which
    /// may be said of any matrix: they bound what their basis leaves of A, from above (<see cref="SpectralErrorEstimate.UpperBound"/>),
    /// and drop singular values as far as that allows; their rank may then exceed the smallest one, by the singular values that lie just
    /// below the tolerance.
    /// </remarks>
    public static Truncation AbsoluteSpectralError(double tolerance, int? maxRank = null)
    {
        CheckError(tolerance, maxRank);
        return new Truncation(TruncationKind.AbsoluteSpectralError, maxRank, tolerance);
    }

    /// <summary>A prescribed rank.</summary>
    /// <param name="rank">The rank, 0 … min(m, n).</param>
    public static implicit operator Truncation(int rank) => Rank(rank);

    /// <summary>The truncation in words.</summary>
    /// <returns>Such as <c>rank 50</c> or <c>relative error 0.01</c>.</returns>
    public override string ToString() => Kind switch
    {
        TruncationKind.Rank => _rank is null ? "nothing" : $"rank {_rank}",
        TruncationKind.RelativeError => FormattableString.Invariant($"relative error {Tolerance:G4}"),
        TruncationKind.AbsoluteError => FormattableString.Invariant($"absolute error {Tolerance:G4}"),
        TruncationKind.RelativeSpectralError => FormattableString.Invariant($"relative spectral error {Tolerance:G4}"),
        _ => FormattableString.Invariant($"absolute spectral error {Tolerance:G4}"),
    };

    internal bool IsRank => Kind == TruncationKind.Rank;

    internal bool IsSpectral => Kind is TruncationKind.RelativeSpectralError or TruncationKind.AbsoluteSpectralError;

    /// <summary>To be called by whatever takes a truncation; <see cref="RankLimit"/> does.</summary>
    internal void RefuseDefault(string name)
    {
        if (IsRank && _rank is null)
        {
            throw new ArgumentException(
                $"{name} is the default value of Truncation, which prescribes nothing. Give a rank, or Truncation.RelativeError(…).", name);
        }
    }

    /// <summary>To be called by whatever knows its error in the Frobenius norm only.</summary>
    internal void RefuseSpectral(string name)
    {
        if (IsSpectral)
        {
            throw new ArgumentException(
                $"A {ToString()} was asked for, but here only errors in the Frobenius norm can be kept; TruncatedSvd keeps both. Since "
                    + "‖·‖₂ ≤ ‖·‖_F, a Frobenius error of that size is enough.", name);
        }
    }

    /// <summary>The largest rank that an m × n result may have; refuses a prescribed rank beyond min(m, n).</summary>
    internal int RankLimit(long rowCount, int columnCount, string name)
    {
        RefuseDefault(name);
        int min = (int)Math.Min(rowCount, columnCount);
        int rank = PrescribedRank ?? MaxRank ?? min;
        if (IsRank && rank > min)
        {
            throw new ArgumentOutOfRangeException(
                name, rank, $"A {rowCount} × {columnCount} matrix has rank at most {min}, but rank {rank} was asked for.");
        }

        return Math.Min(rank, min);
    }

    /// <summary>The tolerance of the Frobenius norm as a share of <paramref name="norm"/>; 0 where a rank is prescribed.</summary>
    /// <param name="norm">‖A‖_F, or an estimate of it.</param>
    /// <param name="reference">What ‖A‖_F is at least, as a share of the estimate: a relative tolerance is one of this.</param>
    internal double RelativeTolerance(double norm, double reference = 1) => Kind == TruncationKind.AbsoluteError
        ? (norm == 0 ? double.PositiveInfinity : Tolerance / norm) : Tolerance * reference;

    /// <summary>The tolerance of the spectral norm as a share of ‖A‖_F, where ‖A‖₂ is such a share of it.</summary>
    internal double SpectralTolerance(double largest, double norm) => Kind == TruncationKind.AbsoluteSpectralError
        ? (norm == 0 ? double.PositiveInfinity : Tolerance / norm)
        : Tolerance * largest;

    /// <summary>
    /// The rank to return when direction j carries squares[j] of the squared norm and <paramref name="residual"/>, in the norm of the
    /// tolerance, is lost anyhow: the limit where a rank is prescribed, else the smallest rank, up to the limit, whose error meets the
    /// tolerance. All squares are shares of the squared norm; where that is an estimate, <paramref name="reference"/> is a lower bound as
    /// a share of it.
    /// </summary>
    internal int ChooseRank(ReadOnlySpan<double> squares, double residual, double norm, int limit, double reference = 1)
    {
        limit = Math.Min(limit, squares.Length);
        if (IsRank)
        {
            return limit;
        }

        int rank = squares.Length;
        if (IsSpectral)
        {
            // E = (I − QQᴴ)A + Q(QᴴA − [QᴴA]_k), whose two parts have orthogonal columns: ‖E‖₂² ≤ residual + σ_{k+1}².
            double largest = SpectralTolerance(squares.Length == 0 ? 0 : Math.Sqrt(squares[0]), norm);
            while (rank > 0 && residual + squares[rank - 1] <= largest * largest)
            {
                rank--;
            }

            return Math.Min(rank, limit);
        }

        double tolerance = RelativeTolerance(norm, reference);
        double allowed = tolerance * tolerance;
        double error = residual;
        while (rank > 0 && error + squares[rank - 1] <= allowed)
        {
            rank--;
            error += squares[rank];
        }

        return Math.Min(rank, limit);
    }

    private static void CheckShare(double tolerance, int? maxRank)
    {
        if (tolerance >= 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(tolerance), tolerance, "A relative error must be below 1, which an approximation by zero has. 5 % is 0.05.");
        }

        CheckError(tolerance, maxRank);
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

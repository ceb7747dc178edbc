namespace LowRank.Compare.Cases;

/// <summary>What an answer must fulfil to be timed. What is null is not asked for.</summary>
internal sealed record Acceptance
{
    /// <summary>The greatest relative error in the Frobenius norm.</summary>
    public double? Error { get; init; }

    /// <summary>The greatest ratio of the error to the optimum of its rank (Eckart and Young).</summary>
    public double? ErrorOverOptimum { get; init; }

    /// <summary>How far the error may be from the expected one, as a factor either way.</summary>
    public double? FactorOfExpectedError { get; init; }

    public int? Rank { get; init; }

    /// <summary>The greatest relative error of a singular value.</summary>
    public double? SingularValueError { get; init; }

    /// <summary>The greatest of the four residuals of Penrose's conditions.</summary>
    public double? PenroseResidual { get; init; }

    /// <summary>The greatest relative residual of a factorisation, and departure of its Q from orthonormality.</summary>
    public double? Residual { get; init; }

    /// <summary>How far |r_kk| may be from σ_k, as a factor either way.</summary>
    public double? FactorOfSingularValues { get; init; }

    /// <summary>Compares what was found with what is asked for.</summary>
    /// <returns>The first thing that is wrong; null: nothing.</returns>
    public string? Objection(Findings found) =>
        Above(found.Error, Error, "relative error")
        ?? Above(found.ErrorOverOptimum, ErrorOverOptimum, "error ÷ optimum")
        ?? Outside(found.ErrorOverExpected, FactorOfExpectedError, "error ÷ expected error")
        ?? Above(found.Rank, Rank, "rank")
        ?? Above(found.SingularValueError, SingularValueError, "relative error of a singular value")
        ?? Above(found.PenroseResidual, PenroseResidual, "Penrose residual")
        ?? Above(found.Residual, Residual, "residual")
        ?? Outside(found.WorstDiagonalOverSingularValue, FactorOfSingularValues, "|r_kk| ÷ σ_k");

    // Written so that NaN, and a figure that was asked for and is not there, are objections.
    private static string? Above(double? value, double? allowed, string what) =>
        allowed is null || value <= allowed ? null : FormattableString.Invariant($"{what} {value:G5}, allowed {allowed:G5}");

    private static string? Outside(double? value, double? factor, string what) =>
        factor is null || (value <= factor && value >= 1 / factor)
            ? null
            : FormattableString.Invariant($"{what} {value:G5}, allowed {1 / factor:G3} … {factor:G3}");
}

/// <summary>What the checker found out about an answer. What does not apply is null.</summary>
internal sealed record Findings
{
    public double? Error { get; init; }

    public double? ErrorOverOptimum { get; init; }

    public double? ErrorOverExpected { get; init; }

    public int? Rank { get; init; }

    public double? SingularValueError { get; init; }

    public double? PenroseResidual { get; init; }

    public double? Residual { get; init; }

    /// <summary>Of all |r_kk| ÷ σ_k the one that is farthest from 1.</summary>
    public double? WorstDiagonalOverSingularValue { get; init; }
}

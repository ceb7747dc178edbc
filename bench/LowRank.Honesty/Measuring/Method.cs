using System.Numerics;

namespace LowRank.Honesty;

/// <summary>A method under test.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="IsSemidefinite">Whether it takes Hermitian semidefinite matrices.</param>
/// <param name="KnowsNorm">Whether it is given the matrix itself, which knows its norm, or an operator that does not.</param>
/// <param name="TakesTolerance">Whether it goes to an error as well as to a rank.</param>
/// <param name="IsSharp">Whether its estimates are to be within 10 % nearly always; in one pass, plain probes scatter more.</param>
public sealed record Method(string Name, bool IsSemidefinite, bool KnowsNorm, bool TakesTolerance = true, bool IsSharp = true)
{
    /// <summary>All that estimate errors by chance.</summary>
    public static IReadOnlyList<Method> All { get; } =
    [
        new("SVD, block Krylov", false, true),
        new("SVD, block Krylov", false, false),
        new("SVD, subspace iteration", false, true),
        new("SVD, subspace iteration", false, false),
        new("SVD, one product, 20 spare", false, false, TakesTolerance: false),
        new("ID", false, true),
        new("ID", false, false),
        new("ID from the sketch", false, true),
        new("ID from the sketch", false, false),
        new("CUR", false, true),
        new("CUR", false, false),
        new("Nyström, Gaussian", true, true),
        new("Nyström, Gaussian", true, false),
        new("Nyström, uniform columns", true, true),
        new("Nyström, uniform columns", true, false),
        new("generalised Nyström", false, true, TakesTolerance: false, IsSharp: false),
        new("generalised Nyström", false, false, TakesTolerance: false, IsSharp: false),
    ];

    /// <summary>Runs it.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="matrix">The matrix.</param>
    /// <param name="truncation">How far to go.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>The result.</returns>
    public LowRankApproximation<T> Run<T>(TestMatrix<T> matrix, Truncation truncation, ulong seed)
        where T : unmanaged, INumberBase<T>
    {
        ILinearOperator<T> a = KnowsNorm ? matrix.Entries : matrix.WithoutNorm;
        return Name switch
        {
            "SVD, block Krylov" => TruncatedSvd.Compute(
                a, truncation, new TruncatedSvdOptions { Method = TruncatedSvdMethod.BlockKrylov, Seed = seed }),
            "SVD, subspace iteration" => TruncatedSvd.Compute(
                a, truncation, new TruncatedSvdOptions { Method = TruncatedSvdMethod.SubspaceIteration, Seed = seed }),
            "SVD, one product, 20 spare" => TruncatedSvd.Compute(a, truncation, new TruncatedSvdOptions
            {
                Method = TruncatedSvdMethod.SubspaceIteration, PowerIterations = 0, Oversampling = 20, Seed = seed,
            }),
            "ID" => InterpolativeDecomposition.Compute(a, truncation, new InterpolativeDecompositionOptions { Seed = seed }),
            "ID from the sketch" => InterpolativeDecomposition.Compute(a, truncation, new InterpolativeDecompositionOptions
            {
                Coefficients = InterpolativeCoefficients.FromSketch, Seed = seed,
            }),
            "CUR" => CurDecomposition.Compute(a, truncation, new CurDecompositionOptions { Seed = seed }),
            "Nyström, Gaussian" => NystromApproximation.Compute(a, truncation, new NystromApproximationOptions { Seed = seed }),
            "Nyström, uniform columns" => Uniform(matrix.Entries, truncation, seed),
            _ => GeneralizedNystrom.Compute(
                a, truncation.PrescribedRank!.Value, new GeneralizedNystromOptions { Seed = seed }),
        };
    }

    private NystromApproximation<T> Uniform<T>(DenseMatrix<T> a, Truncation truncation, ulong seed)
        where T : unmanaged, INumberBase<T>
    {
        NystromApproximationOptions options = new()
        {
            Method = NystromApproximationMethod.SelectedColumns, Seed = seed,
            Selection = new ColumnSelectionOptions { Method = ColumnSelectionMethod.Uniform },
        };
        return KnowsNorm
            ? NystromApproximation.Compute(a, truncation, options)
            : NystromApproximation.Compute(KernelSource.FromMatrix(a), truncation, options);
    }
}

using System.Numerics;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Nystrom;

namespace LowRank;

/// <summary>Solves <c>(A + μI) X = B</c> for a Hermitian positive semidefinite A, as ridge and kernel regression ask for.</summary>
public static class RegularizedSystem
{
    /// <summary>Solves by conjugate gradients, preconditioned with a Nyström approximation.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">An n × n Hermitian positive semidefinite matrix or operator; for a kernel source, its
    /// <see cref="KernelSource.ToOperator"/>.</param>
    /// <param name="b">An n × p matrix: p right-hand sides, solved for together.</param>
    /// <param name="regularization">The regularisation μ, positive.</param>
    /// <param name="preconditioner">
    /// An approximation of A, of any method; null for none. Of a rank of about twice the effective dimension <c>Σ λ_j / (λ_j + μ)</c> it
    /// leaves a condition of some 30, whatever that of A (Frangella, Tropp and Udell 2023, theorem 5.1).
    /// </param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between iterations.</param>
    /// <returns>The solution with its residuals. If the iterations did not suffice, it says so; there is no exception.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="a"/> or <paramref name="b"/> is null.</exception>
    /// <exception cref="ArgumentException">The shapes do not fit; an entry is not finite; or A + μI shows to be not positive
    /// definite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">μ is not positive and finite, or an option is out of range.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="NativeLibraryNotFoundException">There is no native library.</exception>
    /// <remarks>
    /// The preconditioner is <c>P⁻¹ = (λ_k + μ) U (Λ + μI)⁻¹ Uᴴ + (I − UUᴴ)</c>. Cost of an iteration: one product with p columns, 4nkp
    /// flops; memory: 5np elements. Source: Frangella, Tropp and Udell, "Randomized Nyström preconditioning", SIAM J. Matrix Anal. Appl.
    /// 44 (2023).
    /// </remarks>
    public static RegularizedSolution<T> Solve<T>(
        ILinearOperator<T> a, DenseMatrix<T> b, double regularization, NystromApproximation<T>? preconditioner = null,
        RegularizedSolveOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        PsdGuard.IsSquare(a, nameof(a));
        MatrixGuard.HasRows(b, a.RowCount, nameof(b), $"a is {MatrixGuard.Shape(a)}");
        CheckRegularization(regularization);
        if (preconditioner is not null)
        {
            MatrixGuard.HasShape(preconditioner, a.RowCount, a.RowCount, nameof(preconditioner));
        }

        using var call = Call.Begin(options, cancellationToken);
        (options, RunContext context) = (call.Options, call.Context);
        if (a is DenseMatrix<T> dense)
        {
            MatrixGuard.Finite(dense, nameof(a), context.MaxDegreeOfParallelism);
        }

        MatrixGuard.Finite(b, nameof(b), context.MaxDegreeOfParallelism);
        using Workspace<T> workspace = new();
        NystromPreconditioner<T>? inverse = preconditioner is null
            ? null : new NystromPreconditioner<T>(preconditioner.ToEigen(), regularization);
        double tolerance = options.RelativeTolerance ?? (Scalar<T>.IsSingle ? 1e-5 : 1e-10);
        RegularizedSolution<T> result =
            new ConjugateGradients<T>(a, regularization, inverse, tolerance, options.MaxIterations, context, workspace).Solve(b);
        return call.Done(result);
    }

    internal static void CheckRegularization(double regularization)
    {
        if (!(regularization > 0 && double.IsFinite(regularization)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(regularization), regularization, "The regularisation must be positive and finite.");
        }
    }
}

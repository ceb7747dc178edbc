using System.Numerics;
using LowRank.Execution;
using LowRank.Matrices;

namespace LowRank;

public static partial class PseudoInverse
{
    /// <summary>Computes <c>A⁺</c> in a form that follows A as rows and columns are appended and removed.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">An m × n matrix, which may have no columns or no rows yet; it is copied.</param>
    /// <param name="options">The options, also for later updates; a ridge is not offered here. The defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>An object that holds A and A⁺.</returns>
    /// <inheritdoc cref="Compute{T}" path="/exception"/>
    /// <remarks>Memory: both matrices. A column or row counts as dependent by max(absolute, relative · ‖A‖_F), which is never below the
    /// threshold of <see cref="Compute{T}"/>.</remarks>
    public static UpdatablePseudoInverse<T> Updatable<T>(
        DenseMatrix<T> a, PseudoInverseOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        using var call = Call.Begin(options, cancellationToken);
        options = call.Options;
        if (options.Ridge > 0 || options.Method == PseudoInverseMethod.Hermitian)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), options, "Updates are offered for A⁺ itself, without a Ridge, and not by the method Hermitian.");
        }

        MatrixGuard.Finite(a, nameof(a), call.Context.MaxDegreeOfParallelism);
        return new UpdatablePseudoInverse<T>(a, options, cancellationToken);
    }
}

using System.Numerics;
using LowRank.Approximations;
using LowRank.ColumnRowProducts;
using LowRank.Execution;

namespace LowRank;

public static partial class ColumnRow
{
    /// <summary>Approximates the Gram matrix <c>Xᴴ X</c> (XᵀX for real types) from some rows of X, of size ‖x_i‖² each.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="x">An n × m matrix; its n rows are the terms.</param>
    /// <param name="sampleCount">The number r of draws, or of terms, 1 or more; for top-k at most n.</param>
    /// <param name="options">The options; the defaults if left out. Neither fitted weights nor a control variate, which would not keep
    /// the symmetry.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>An m × m product, Hermitian to the last bit and positive semidefinite, in the layout of X.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="x"/> is null.</exception>
    /// <exception cref="ArgumentException">An entry is NaN or infinite, or an option does not go with a Gram matrix.</exception>
    /// <inheritdoc cref="Multiply{T}(DenseMatrix{T}, DenseMatrix{T}, Truncation, ColumnRowOptions?, CancellationToken)"
    /// path="/exception[@cref='T:System.ArgumentOutOfRangeException']"/>
    /// <remarks>
    /// Cost: one pass over X, r m² flops: half of a product's. Its terms all point the same way in that their traces add up, so draws of
    /// a fixed number, <see cref="ColumnRowScheme.Sampling"/> and <see cref="ColumnRowScheme.Hybrid"/>, err less than independent
    /// inclusions unless X has many directions.
    /// </remarks>
    public static ColumnRowProduct<T> Gram<T>(
        DenseMatrix<T> x, int sampleCount, ColumnRowOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        using var call = Call.Begin(options, cancellationToken);
        (options, RunContext context) = (call.Options, call.Context);
        if (options.Weighting != ColumnRowWeighting.Scheme || options.ControlVariateRank > 0)
        {
            throw new ArgumentException("A Gram matrix takes a scheme's own weights and no control variate.", nameof(options));
        }

        CheckCount(sampleCount, x.RowCount, options.Scheme, nameof(sampleCount));
        context.Step("norms", 0, 4);
        double[] norms = TermNorms.Columns(x.Transpose(), x, nameof(x), context);
        TermProblem<T> problem = new(new Factor<T>(x, IsAdjoint: true), x, TermNorms.Of(norms, norms, x, nameof(x)), options, context);
        return call.Done(Choose(problem, sampleCount).Multiply(null));
    }
}

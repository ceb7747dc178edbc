using System.Numerics;
using LowRank.ColumnRowProducts;
using LowRank.Execution;

namespace LowRank;

/// <summary>A column–row product that has been thought through and not yet formed: its terms are chosen, its expected error and its time
/// are known.</summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
/// <remarks>It holds on to both factors. Not safe for several threads at once.</remarks>
public sealed class ColumnRowPlan<T>
    where T : unmanaged, INumberBase<T>
{
    private readonly ChosenTerms<T> _terms;

    internal ColumnRowPlan(ChosenTerms<T> terms, TimePrediction prediction)
    {
        _terms = terms;
        ExpectedError = terms.Expected();
        PredictedTime = prediction.Approximate;
        PredictedExactTime = prediction.Exact;
    }

    /// <summary>The scheme, as chosen where <see cref="ColumnRowScheme.Auto"/> was asked for.</summary>
    public ColumnRowScheme Scheme => _terms.Selection.Scheme;

    /// <summary>The number of draws, or of terms asked for.</summary>
    public int SampleCount => _terms.Selection.SampleCount;

    /// <summary>The number of terms that will be multiplied; fewer than the draws where some repeat.</summary>
    public int TermCount => _terms.Selection.Indices.Length;

    /// <summary>Whether the exact product is what the tolerance takes.</summary>
    public bool IsExact => _terms.Selection.IsExact;

    /// <summary>
    /// The error to expect: the root of the expected squared error; for top-k, which draws nothing, the bound Σ‖x_i‖‖y_i‖ over the
    /// dropped terms. ‖XY‖_F, where it plays a part, is estimated from a few terms.
    /// </summary>
    public ErrorEstimate ExpectedError { get; }

    /// <summary>About how long the approximate product takes, the pass for the norms included that is done already.</summary>
    public TimeSpan PredictedTime { get; }

    /// <summary>About how long the exact product takes.</summary>
    public TimeSpan PredictedExactTime { get; }

    /// <summary><see cref="PredictedExactTime"/> over <see cref="PredictedTime"/>: below 1 the exact product is the faster one.</summary>
    public double PredictedSpeedUp => PredictedExactTime / PredictedTime;

    /// <summary>Carries the plan out; the norms are not computed again.</summary>
    /// <param name="destination">An n × m matrix, any layout, that the product overwrites; null for a new one.</param>
    /// <returns>The product, as
    /// <see cref="ColumnRow.Multiply{T}(DenseMatrix{T}, DenseMatrix{T}, Truncation, ColumnRowOptions?, CancellationToken)"/> gives
    /// it.</returns>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another shape, or shares memory with a factor.</exception>
    public ColumnRowProduct<T> Multiply(DenseMatrix<T>? destination = null)
    {
        if (destination is not null)
        {
            ColumnRow.CheckDestination(destination, _terms.Problem.X.Matrix, _terms.Problem.Y);
        }

        RunContext context = _terms.Problem.Context;
        using var threads = context.LimitThreads();
        ColumnRowProduct<T> product = _terms.Multiply(destination);
        context.Step("done", 1, 1);
        return product;
    }

    /// <summary>What is planned, in a line.</summary>
    /// <returns>Such as <c>Bernoulli, 205 of 4096 terms, error 0.31 relative (Expectation), speed-up 15</c>.</returns>
    public override string ToString() => FormattableString.Invariant(
        $"{Scheme}, {TermCount} of {_terms.Problem.Count} terms, error {ExpectedError}, speed-up {PredictedSpeedUp:G2}");
}

using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Matrices;
using LowRank.Tall;

namespace LowRank.Spaces;

/// <summary>
/// What a growing basis leaves of A: by ‖A‖² − ‖QᴴA‖² as long as that can resolve it (Yu, Gu and Li 2018), then, or where ‖A‖ is not
/// known, by probes that are deflated along with the growth. Nothing is measured before it is asked for.
/// </summary>
internal sealed class ResidualTracker<T>(ILinearOperator<T> a, double? norm, ulong seed, RunContext context, Workspace<T> workspace)
    where T : unmanaged, INumberBase<T>
{
    private TallBlock<T>? _products;
    private double _reference;
    private int _deflated;

    /// <summary>‖A‖_F, known or estimated.</summary>
    public double Norm
    {
        get
        {
            if (norm is null)
            {
                Probe();
            }

            return norm ?? _reference;
        }
    }

    /// <summary>The basis has been mixed: probes that were deflated by the old one are drawn again when they are wanted.</summary>
    public void Restarted()
    {
        if (_deflated > 0)
        {
            _products = null;
            _deflated = 0;
        }
    }

    /// <summary>The residual of the basis as it is.</summary>
    /// <param name="q">Q, of which the columns that were there at the last call have not changed.</param>
    /// <param name="captured">‖QᴴA‖_F.</param>
    public Residual Of(TallBlock<T> q, double captured)
    {
        if (_products is null && ResidualEstimator<T>.KnownOfBasis(norm, captured, q.Space) is { } known)
        {
            return known;
        }

        TallBlock<T> products = Deflated(q);
        double reference = norm ?? _reference;
        return ResidualEstimator<T>.OfFigure(
            reference, ResidualEstimator<T>.Plain(products.FrobeniusNorm()), norm is null ? captured : null);
    }

    /// <summary>The same at the end of a search, at a further product with Aᴴ where an identity does not tell: it sees directions that
    /// carry the residual exactly.</summary>
    public Residual Sharp(TallBlock<T> q, double captured)
    {
        if (Of(q, captured) is { Method: ErrorEstimateMethod.ExactIdentity } known)
        {
            return known;
        }

        TallBlock<T> products = Deflated(q);
        _products = null;
        _deflated = 0;
        return ResidualEstimator<T>.Sharp(a, norm, q, captured, products, workspace);
    }

    private TallBlock<T> Deflated(TallBlock<T> q)
    {
        TallBlock<T> products = Probe();
        if (q.ColumnCount > _deflated)
        {
            products.Deflate(q.AsColumns(_deflated, q.ColumnCount - _deflated), workspace);
            _deflated = q.ColumnCount;
        }

        return products;
    }

    private TallBlock<T> Probe()
    {
        if (_products is not { } products)
        {
            products = ResidualEstimator<T>.Probe(a, seed, context, workspace);
            _products = products;
            _reference = norm ?? ResidualEstimator<T>.Norm(products);
        }

        return products;
    }
}

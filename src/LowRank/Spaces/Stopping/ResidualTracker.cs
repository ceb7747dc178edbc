using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Matrices;

namespace LowRank.Spaces;

/// <summary>
/// What a growing basis leaves of A: by ‖A‖² − ‖QᴴA‖² as long as that can resolve it (Yu, Gu and Li 2018), then, or where ‖A‖ is not
/// known, by probes that are deflated along with the growth.
/// </summary>
internal sealed class ResidualTracker<T>
    where T : unmanaged, INumberBase<T>
{
    private readonly ILinearOperator<T> _a;
    private readonly ulong _seed;
    private readonly RunContext _context;
    private readonly Workspace<T> _workspace;
    private DenseMatrix<T>? _products;

    public ResidualTracker(ILinearOperator<T> a, double? norm, ulong seed, RunContext context, Workspace<T> workspace)
    {
        (_a, _seed, _context, _workspace) = (a, seed, context, workspace);
        if (norm is null)
        {
            _products = ResidualEstimator<T>.Probe(a, seed, context, workspace).Local;
        }

        double reference = norm ?? ResidualEstimator<T>.Norm(_products!);
        Current = new Residual(
            norm is null ? ErrorEstimateMethod.RandomProbe : ErrorEstimateMethod.ExactIdentity, reference, reference == 0 ? 0 : 1);
    }

    /// <summary>The residual of the basis as it is; its norm is ‖A‖_F, known or estimated.</summary>
    public Residual Current { get; private set; }

    /// <summary>The basis has grown by a block to q, and captures so much of A's norm.</summary>
    public void Grow(DenseMatrix<T> q, DenseMatrix<T> lastBlock, double captured)
    {
        if (_products is not null)
        {
            ResidualEstimator<T>.Deflate(lastBlock, _products, _workspace);
            Current = ResidualEstimator<T>.Relative(Current.Norm, ResidualEstimator<T>.Norm(_products));
            return;
        }

        double squared = ResidualEstimator<T>.ByIdentity(Current.Norm, captured);
        if (squared >= ResidualEstimator<T>.IdentityFloor * ResidualEstimator<T>.IdentityFloor || Current.Norm == 0)
        {
            Current = Current with { Squared = Math.Max(0, squared) };
            return;
        }

        _products = ResidualEstimator<T>.Probe(_a, _seed, _context, _workspace).Local;
        ResidualEstimator<T>.Deflate(q, _products, _workspace);
        Current = ResidualEstimator<T>.Relative(Current.Norm, ResidualEstimator<T>.Norm(_products));
    }
}

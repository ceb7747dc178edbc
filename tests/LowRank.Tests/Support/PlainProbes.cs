using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Matrices;
using LowRank.Tall;

namespace LowRank.Tests;

/// <summary>What a basis leaves by probes as they are, in units of the norm that they show where none is known.</summary>
internal static class PlainProbes<T>
    where T : unmanaged, INumberBase<T>
{
    public static Residual OfBasis(ILinearOperator<T> a, double? norm, DenseMatrix<T> q, double captured, ulong seed, RunContext context)
    {
        using Workspace<T> workspace = new();
        TallBlock<T> products = ResidualEstimator<T>.Probe(a, seed, context, workspace);
        double reference = norm ?? ResidualEstimator<T>.Norm(products);
        products.Deflate(TallBlock<T>.Whole(q), workspace);
        return ResidualEstimator<T>.OfFigure(
            reference, ResidualEstimator<T>.Plain(products.FrobeniusNorm()), norm is null ? captured : null);
    }
}

using System.Numerics;
using LowRank.Decompositions;
using LowRank.Matrices;
using LowRank.RangeFinding;

namespace LowRank.TruncatedSvds;

/// <summary>The randomised SVD by subspace iteration (Halko, Martinsson and Tropp 2011, algorithms 4.4 and 5.1).</summary>
internal static class SubspaceSvd
{
    public static TruncatedSvd<T> Compute<T>(SvdTask<T> task, string reason)
        where T : unmanaged, INumberBase<T>
    {
        using Workspace<T> workspace = new();
        RangeFinder<T> finder = new(task.A, task.Norm, task.Options.PowerIterations, task.Options.Seed, task.Context, workspace);
        RangeBasis<T> basis = task.Truncation.IsRank ? finder.Find(task.SketchSize) : finder.FindAdaptively(task.Truncation, task.SketchSize);

        // QQᴴA = Q (AᴴQ)ᴴ, and QᴴA = W diag(s) Zᴴ gives (QW) diag(s) Zᴴ.
        DenseMatrix<T> adjoint = basis.AdjointProduct;
        ThinSvd<T> flipped = ThinSvd<T>.Of(adjoint);
        ThinSvd<T> small = new(flipped.VT.ConjugateTranspose(), flipped.S, flipped.U.ConjugateTranspose(), flipped.Driver);
        return task.Assemble(basis.Q, small, null, basis.Residual, TruncatedSvdMethod.SubspaceIteration, reason);
    }
}

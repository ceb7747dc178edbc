using System.Numerics;
using LowRank.Errors;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Operators;
using LowRank.Spaces;
using LowRank.Tall;

namespace LowRank.TruncatedSvds;

/// <summary>The randomised SVD by subspace iteration (Halko, Martinsson and Tropp 2011, algorithms 4.4 and 5.1).</summary>
internal static class SubspaceSvd
{
    // A basis that was found in single precision is right to about its rounding; where it leaves less than a hundred times that, it may
    // have missed directions.
    private const double MixedFloor = 100 * 1.1920928955078125e-7;

    // Norms between these need no scaling in single precision.
    private const double SmallestNorm = 1e-12;
    private const double LargestNorm = 1e12;

    public static TruncatedSvd<T> Compute<T>(SvdTask<T> task, string reason)
        where T : unmanaged, INumberBase<T>
    {
        using Workspace<T> workspace = new();
        TruncatedSvdOptions options = task.Options;
        RangeFinder<T> finder = new(task.A, task.Norm, options.PowerIterations, options.Seed, task.Context, workspace, options.Sketch);
        RangeBasis<T>? mixed = null;
        if (options.Precision == Precision.Mixed && task.Truncation.IsRank
            && task is SvdTask<double> { Dense: not null, Norm: > 0 } doubles)
        {
            DenseMatrix<double> q = FindInSingle(doubles, (Workspace<double>)(object)workspace);
            RangeBasis<T> found = finder.Complete((DenseMatrix<T>)(object)q);
            bool isEnough = found.Residual.Squared > MixedFloor * MixedFloor;
            mixed = isEnough ? found : null;
            reason = isEnough ? $"{reason}; power iterations in single precision"
                : $"{reason}; in double throughout, since single precision was not enough";
        }

        RangeBasis<T> basis = mixed
            ?? (task.Truncation.IsRank ? finder.Find(task.SketchSize) : finder.FindAdaptively(task.Truncation, task.SketchSize));

        // QQᴴA = Q (AᴴQ)ᴴ, and AᴴQ = Z diag(s) Wᴴ gives QᴴA = W diag(s) Zᴴ.
        ThinSvd<T> flipped = ThinSvd<T>.Of(basis.AdjointProduct);
        ThinSvd<T> small = new(flipped.VT.ConjugateTranspose(), flipped.S, flipped.U.ConjugateTranspose(), flipped.Driver);
        return task.Assemble(basis.Q, small, null, basis.Residual, TruncatedSvdMethod.SubspaceIteration, reason, basis.Spectral);
    }

    /// <summary>Q by subspace iteration on A rounded to single precision, orthonormal in double.</summary>
    private static DenseMatrix<double> FindInSingle(SvdTask<double> task, Workspace<double> workspace)
    {
        double norm = task.Norm!.Value;
        double scale = norm is > SmallestNorm and < LargestNorm ? 1 : Math.ScaleB(1, -Math.ILogB(norm));
        CountedOperator<float> rounded = new(new RoundedOperator(task.Dense!, scale, task.Context.MaxDegreeOfParallelism), "a");
        using Workspace<float> single = new();
        TruncatedSvdOptions options = task.Options;
        RangeFinder<float> finder = new(rounded, norm * scale, options.PowerIterations, options.Seed, task.Context, single, options.Sketch);
        DenseMatrix<float> found = finder.FindLeft(task.SketchSize);
        task.A.CountSingle(rounded.Products, rounded.ProductColumns);
        DenseMatrix<double> q = workspace.Rent(task.Rows, found.ColumnCount);
        for (int j = 0; j < q.ColumnCount; j++)
        {
            System.Numerics.Tensors.TensorPrimitives.ConvertTruncating<float, double>(found.Span.Major(j), q.Span.Major(j));
        }

        Orthonormalizer<double>.Orthonormalize(q);
        return q;
    }
}

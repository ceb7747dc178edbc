using System.Numerics;
using System.Numerics.Tensors;
using LowRank.Decompositions;
using LowRank.Errors;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Orthogonalization;
using LowRank.RangeFinding;

namespace LowRank.TruncatedSvds;

/// <summary>
/// The truncated SVD to a rank whose right singular vectors are looked for in single precision, where products are twice as fast and A is read once for two of them; a last product
/// in the precision of A makes the result, and measures it.
/// </summary>
internal static class SinglePrecisionSvd
{
    // MKL's products with thin matrices of singles are fastest at multiples of this many columns.
    private const int Unit = 48;
    private const int SmallUnit = 16;
    private const int MostBlocks = 6;

    // Of squares that single precision leaves right to some 1e-6, the relative error must be this large to be judged to a hundredth.
    private const double SmallestError = 5e-3;

    // How much less than foretold the result may capture, as a share of its squared error, before single precision is blamed.
    private const double Slack = 2e-3;

    // Memory that is much longer across than down is read twice for what is once here.
    private const double LargestShape = 2;

    // The last product is half a step of the Krylov space beyond what is judged.
    private const double StepsAhead = 0.5;

    /// <summary>Null where A is not dense, where single precision cannot tell, or where more blocks are needed than there is room for.</summary>
    public static TruncatedSvd<T>? ToRank<T>(SvdTask<T> task)
        where T : unmanaged, INumberBase<T>
    {
        if (Scalar<T>.IsComplex || task.Dense is not { } dense || task.Norm is not > 0)
        {
            return null;
        }

        // In memory order.
        bool isTransposed = dense.Layout == MatrixLayout.ColumnMajor;
        DenseMatrix<T> b = isTransposed ? dense.Transpose() : dense;
        int sketch = task.SketchSize;
        int block = sketch > Unit
            ? Unit * Math.Max(1, (int)Math.Round(sketch / (2.0 * Unit)))
            : (sketch + SmallUnit - 1) / SmallUnit * SmallUnit;
        if (b.ColumnCount > LargestShape * b.RowCount || block * MostBlocks > task.Min)
        {
            return null;
        }

        using Workspace<float> singles = new();
        using Workspace<double> small = new();
        double scale = IsModest(task.Norm.Value) ? 1 : Math.ScaleB(1, -Math.ILogB(task.Norm.Value));
        SinglePrecisionGram<T> gram = new(b, scale, task.Context.MaxDegreeOfParallelism);
        SinglePrecisionKrylov<T> krylov = new(gram, block, MostBlocks, task.Options.Seed, task.Options.Sketch, task.Context, singles, small);
        RitzConvergence convergence = new(task.Limit, SmallestError, StepsAhead);
        task.A.CountSingle(1, 2 * block);
        double unit = task.Norm.Value * scale * task.Norm.Value * scale;
        double captured = 0;
        for (int blocks = 1; !convergence.IsReached; blocks++)
        {
            task.Context.Step($"block {blocks}", blocks, blocks + 2);
            krylov.Expand();
            task.A.CountSingle(1, 2 * block);
            if (krylov.Squares() is not { } squares)
            {
                return null;
            }

            TensorPrimitives.Multiply(squares, 1 / unit, squares);
            convergence.Add(squares);
            captured = convergence.Captured;
            bool isHopeless = blocks == MostBlocks || (double.IsFinite(convergence.StepsLeft) && convergence.StepsLeft > MostBlocks - blocks);
            if (1 - captured < SmallestError * SmallestError || (isHopeless && !convergence.IsReached))
            {
                return null;
            }
        }

        int found = krylov.Size / block;
        DenseMatrix<float> rounded = singles.Rent(b.ColumnCount, Math.Min(sketch, krylov.Size));
        krylov.LeadingRight(rounded);
        task.Context.Step("last product", found, found + 1);
        string reason = FormattableString.Invariant(
            $"{found} blocks of {block} in single precision; by estimate within {100 * convergence.Excess:G2} % of the smallest error of this rank");
        return Finish(task, rounded, isTransposed, captured, reason);
    }

    /// <summary>The result from orthonormalised right (or left) directions, in the precision of A; null where it captures less than was foretold.</summary>
    private static TruncatedSvd<T>? Finish<T>(SvdTask<T> task, DenseMatrix<float> rounded, bool isTransposed, double foretold, string reason)
        where T : unmanaged, INumberBase<T>
    {
        using Workspace<T> workspace = new();
        int width = rounded.ColumnCount;
        DenseMatrix<T> z = workspace.Rent(rounded.RowCount, width);
        for (int j = 0; j < width; j++)
        {
            TensorPrimitives.ConvertTruncating(rounded.Span.Major(j), z.Span.Major(j));
        }

        Orthonormalizer<T>.Orthonormalize(z);
        DenseMatrix<T> y = workspace.Rent(isTransposed ? task.Columns : task.Rows, width);
        if (isTransposed)
        {
            task.A.MultiplyAdjoint(z, y);
        }
        else
        {
            task.A.Multiply(z, y);
        }

        double norm = task.Norm!.Value;
        if (ResidualEstimator<T>.KnownOfBasis(norm, Kernels<T>.FrobeniusNorm(y.Span)) is not { } residual)
        {
            return null;
        }

        DenseMatrix<T> r = workspace.Rent(width, width);
        Orthonormalizer<T>.Orthonormalize(y, r);
        ThinSvd<T> core = ThinSvd<T>.Of(isTransposed ? r.Transpose() : r);
        double[] squares = SvdTask<T>.Squares(core.S, norm);
        double captured = SvdTask<T>.Tail(squares, 0) - SvdTask<T>.Tail(squares, task.Limit);
        if (captured < foretold - (Slack * (1 - captured)))
        {
            return null;
        }

        return isTransposed
            ? task.Assemble(z, core, y, residual, TruncatedSvdMethod.BlockKrylov, reason)
            : task.Assemble(y, core, z, residual, TruncatedSvdMethod.BlockKrylov, reason);
    }

    private static bool IsModest(double norm) => norm is > 1e-12 and < 1e12;
}

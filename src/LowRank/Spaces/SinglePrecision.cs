using System.Numerics;
using System.Numerics.Tensors;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Operators;
using LowRank.Tall;

namespace LowRank.Spaces;

/// <summary>The one home of searches in single precision: what a matrix is scaled by for it, and the conversions.</summary>
internal static class SinglePrecision
{
    // Within these neither the matrix, whose largest entry is at most its norm, nor its squared products leave the range of single
    // precision, 1e±38, with 1e±12 to spare for sums.
    private const double SmallestNorm = 1e-12;
    private const double LargestNorm = 1e12;

    /// <summary>The power of two by which a matrix of this norm is multiplied before it is rounded.</summary>
    public static double Scale(double norm) => norm is > SmallestNorm and < LargestNorm ? 1 : Math.ScaleB(1, -Math.ILogB(norm));

    /// <summary>destination := source, rounded or widened.</summary>
    public static void Convert<TFrom, TTo>(DenseMatrix<TFrom> source, DenseMatrix<TTo> destination)
        where TFrom : unmanaged, INumberBase<TFrom>
        where TTo : unmanaged, INumberBase<TTo>
    {
        if (destination is DenseMatrix<TFrom> same)
        {
            Kernels<TFrom>.Copy(source.Span, same.Span);
            return;
        }

        for (int j = 0; j < source.ColumnCount; j++)
        {
            TensorPrimitives.ConvertTruncating(source.Span.Major(j), destination.Span.Major(j));
        }
    }

    /// <summary>Q by subspace iteration on A rounded to single precision, orthonormal in double.</summary>
    /// <param name="a">A, whose products are counted.</param>
    /// <param name="dense">The matrix behind it.</param>
    /// <param name="norm">‖A‖_F, positive.</param>
    /// <param name="powerIterations">The number of power iterations.</param>
    /// <param name="columns">The size of the basis.</param>
    /// <param name="start">The random start.</param>
    /// <param name="context">The running call.</param>
    /// <param name="workspace">What Q is rented from.</param>
    public static DenseMatrix<double> FindRange(
        CountedOperator<double> a, DenseMatrix<double> dense, double norm, int powerIterations, int columns, SketchStart start,
        Execution.RunContext context, Workspace<double> workspace)
    {
        double scale = Scale(norm);
        CountedOperator<float> rounded = new(new RoundedOperator(dense, scale, context.MaxDegreeOfParallelism), a.Name);
        using Workspace<float> single = new();
        SubspaceIteration<float> search = new(rounded, norm * scale, powerIterations, columns, columns, start, context, single);
        DenseMatrix<float> found = search.FindLeft();
        a.CountSingle(rounded.Products, rounded.ProductColumns);
        DenseMatrix<double> q = workspace.Rent(dense.RowCount, columns);
        Convert(found, q);
        Orthonormalizer<double>.Orthonormalize(q);
        return q;
    }
}

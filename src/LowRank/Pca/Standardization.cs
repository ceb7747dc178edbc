using System.Numerics;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Operators;

namespace LowRank.PrincipalComponents;

/// <summary>What is subtracted from and divided out of the features, and the norm of what is left.</summary>
/// <param name="Mean">n numbers; null where nothing is subtracted.</param>
/// <param name="Scale">n positive numbers; null where nothing is divided.</param>
/// <param name="Norm">‖(A − 1μᵀ) D⁻¹‖_F; null where it is not known.</param>
/// <param name="InBlocks">Whether the mean is so large that products must not be computed with it and corrected afterwards.</param>
internal sealed record Standardization<T>(T[]? Mean, double[]? Scale, double? Norm, bool InBlocks)
    where T : unmanaged, INumberBase<T>
{
    public static Standardization<T> Of(ILinearOperator<T> a, PcaOptions options, RunContext context)
    {
        bool scales = options.Scaling != PcaScaling.None;
        if (!options.Center && !scales)
        {
            return new Standardization<T>(null, null, InputNorm.Of(a, nameof(a), context), false);
        }

        double? norm = InputNorm.Of(a, nameof(a), context);
        RowSpace rows = RowSpace.Of(a);
        if (!scales && a is not (DenseMatrix<T> or SparseMatrix<T> or IColumnSource<T>))
        {
            T[] mean = MeanByProduct(a, rows);
            return new Standardization<T>(mean, null, NormByDifference(norm, mean, rows.Count), false);
        }

        ColumnMoments<T> moments = a switch
        {
            DenseMatrix<T> dense => ColumnMoments<T>.Of(dense, norm!.Value, context.MaxDegreeOfParallelism),
            SparseMatrix<T> sparse => ColumnMoments<T>.Of(sparse),
            _ => MomentsByBlocks(a, context).OfAll(own => rows.Gather(own), a.RowCount),
        };
        return Of(moments, rows.Count, options);
    }

    /// <summary>From what is known of the columns.</summary>
    public static Standardization<T> Of(ColumnMoments<T> moments, long rowCount, PcaOptions options)
    {
        double[]? scale = options.Scaling == PcaScaling.None
            ? null : Array.ConvertAll(moments.Deviations, deviation => ScaleOf(deviation, rowCount));
        double left = moments.Norm(scale, rowCount, options.Center);
        PcaTuning tuning = Tuning<PcaTuning>.Current;
        double ratio = Scalar<T>.IsSingle ? tuning.LargestRatioInSingle : tuning.LargestRatio;
        bool inBlocks = options.Center && moments.Norm(scale, rowCount, isCentered: false) > ratio * left;
        return new Standardization<T>(options.Center ? moments.Mean : null, scale, left, inBlocks);
    }

    /// <summary>The operator (X − 1μᵀ) D⁻¹ for these or other samples; X itself where nothing is to be done.</summary>
    public ILinearOperator<T> Apply(ILinearOperator<T> x, bool isNormKnown)
    {
        if (Mean is null && Scale is null)
        {
            return x;
        }

        return isNormKnown && Norm is { } norm
            ? new NormedCenteredOperator<T>(x, Mean, Scale, InBlocks, norm)
            : new CenteredOperator<T>(x, Mean, Scale, InBlocks);
    }

    /// <summary>The sample standard deviation; 1 for a constant feature, whose deviation is 0 exactly.</summary>
    private static double ScaleOf(double deviation, long rowCount)
    {
        double scale = deviation / Math.Sqrt(Math.Max(1, rowCount - 1));
        return scale > 0 && double.IsFinite(1 / scale) ? scale : 1;
    }

    /// <summary>Aᵀ1 / m, as conj(Aᴴ1) / m.</summary>
    private static T[] MeanByProduct(ILinearOperator<T> a, RowSpace rows)
    {
        using Workspace<T> workspace = new();
        DenseMatrix<T> ones = workspace.Rent(a.RowCount, 1);
        Kernels<T>.Fill(T.One, ones.Span);
        DenseMatrix<T> sums = workspace.Rent(a.ColumnCount, 1);
        a.MultiplyAdjoint(ones, sums);
        MatrixGuard.FiniteProduct(sums, a, nameof(a));
        T[] mean = new T[a.ColumnCount];
        for (int j = 0; j < mean.Length && rows.Count > 0; j++)
        {
            mean[j] = Scalar<T>.Conjugate(sums[j, 0]) / Scalar<T>.FromDouble(rows.Count);
        }

        return mean;
    }

    private static double? NormByDifference(double? norm, T[] mean, long rowCount)
    {
        if (norm is not { } known || known == 0)
        {
            return norm;
        }

        MatrixSpan<T> row = new(mean, 1, mean.Length, MatrixLayout.RowMajor, Math.Max(1, mean.Length));
        double share = Math.Sqrt(rowCount) * Kernels<T>.FrobeniusNorm(row) / known;
        double left = 1 - (share * share);
        double least = Tuning<PcaTuning>.Current.SmallestShare;
        return left >= (Scalar<T>.IsSingle ? Math.Sqrt(least) : least) ? known * Math.Sqrt(left) : null;
    }

    /// <summary>The columns asked for some at a time, or multiplied out where they cannot be asked for.</summary>
    private static ColumnMoments<T> MomentsByBlocks(ILinearOperator<T> a, RunContext context)
    {
        T[] mean = new T[a.ColumnCount];
        double[] wide = new double[Scalar<T>.RealDimension * a.ColumnCount];
        double[] deviations = new double[a.ColumnCount];
        using Workspace<T> workspace = new();
        int fitting = Math.Clamp(Machine.ElementsPerDeviations / Math.Max(1, a.RowCount), 1, Machine.ColumnsPerDeviations);
        int width = Math.Min(a.ColumnCount, fitting);
        DenseMatrix<T> memory = workspace.Rent(a.RowCount, width);
        int[] columns = new int[width];
        for (int start = 0; start < a.ColumnCount; start += width)
        {
            int count = Math.Min(width, a.ColumnCount - start);
            context.Step("column means", 0, 1);
            for (int j = 0; j < count; j++)
            {
                columns[j] = start + j;
            }

            DenseMatrix<T> block = memory.AsColumns(0, count);
            CopyColumns(a, columns.AsSpan(0, count), block);
            MatrixGuard.FiniteProduct(block, a, nameof(a));
            ColumnMoments<T> moments = ColumnMoments<T>.Of(block, block.FrobeniusNorm(), context.MaxDegreeOfParallelism);
            moments.Mean.CopyTo(mean, start);
            moments.WideMean.CopyTo(wide, Scalar<T>.RealDimension * start);
            moments.Deviations.CopyTo(deviations, start);
        }

        return new ColumnMoments<T>(mean, deviations) { WideMean = wide };
    }

    private static void CopyColumns(ILinearOperator<T> a, ReadOnlySpan<int> columns, DenseMatrix<T> destination)
    {
        if (a is IColumnSource<T> source)
        {
            source.CopyColumns(columns, destination);
            return;
        }

        using Workspace<T> workspace = new();
        DenseMatrix<T> unit = workspace.Rent(a.ColumnCount, columns.Length);
        Kernels<T>.Fill(T.Zero, unit.Span);
        for (int j = 0; j < columns.Length; j++)
        {
            unit[columns[j], j] = T.One;
        }

        a.Multiply(unit, destination);
    }
}

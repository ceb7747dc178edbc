using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Operators;
using LowRank.Random;
using LowRank.Sketching;

namespace LowRank.Selection;

/// <summary>A choice of columns with its basis.</summary>
/// <param name="Columns">The columns in the order of their choice.</param>
/// <param name="Basis">The columns and what they make of A; where some depend on others, the independent ones first.</param>
/// <param name="BasisConstant">η of the singular vectors that the choice was made from; NaN where there were none.</param>
/// <param name="SwapCount">How many columns strong swaps have exchanged.</param>
internal readonly record struct Choice<T>(int[] Columns, SkeletonBasis<T> Basis, double BasisConstant, int SwapCount = 0)
    where T : unmanaged, INumberBase<T>;

/// <summary>Every selector behind one call.</summary>
internal sealed class ColumnChooser<T>(
    ILinearOperator<T> a, double? norm, Truncation truncation, int limit, ColumnSelectionOptions options, RunContext context,
        Workspace<T> workspace)
    where T : unmanaged, INumberBase<T>
{
    private const int FirstGuess = 16;

    // Far from the draws of the columns themselves, and these from those of a first drawing.
    private const int VectorDraws = 1 << 24;
    private const ulong PreSampleSeed = 0x9E37_79B9_7F4A_7C15;

    private readonly IColumnSource<T> _source = ProductSource<T>.ColumnsOf(a);

    private int Size => Math.Max(a.RowCount, a.ColumnCount);

    /// <summary>The columns, to the rank or the error prescribed, exchanged for better ones where the options bound the
    /// coefficients.</summary>
    public Choice<T> Choose()
    {
        Choice<T> choice = ChooseByMethod();
        if (options.StrongSwapBound is not { } bound)
        {
            return choice;
        }

        (SkeletonBasis<T> basis, int swaps) = new StrongSwaps<T>(a, _source, norm, bound, options.Seed, context.Part(1, 1)).Improve(
            choice.Basis, workspace);
        return swaps == 0 ? choice : new Choice<T>(basis.Columns, basis, double.NaN, swaps);
    }

    /// <summary>
    /// What the method chooses. Selectors that are not told an error double the number of columns until it is met, and then keep the
    /// fewest that meet it, in the order of their contribution.
    /// </summary>
    private Choice<T> ChooseByMethod()
    {
        if (options.PreSampleCount is null && options.Method == ColumnSelectionMethod.RandomizedPivoting)
        {
            SkeletonBasis<T> basis = new RandomizedPivoting<T>(
                a, _source, norm, truncation, limit, options.Oversampling, options.Seed, context, workspace).Find();
            basis = Cut(basis);
            return new Choice<T>(basis.Columns, basis, double.NaN);
        }

        int target = truncation.IsRank ? limit : Math.Min(limit, FirstGuess);
        double done = 0;
        while (true)
        {
            double end = target == limit ? 1 : (1 + done) / 2;
            RunContext round = context.Part(done, end);
            done = end;
            round.Step("choice of columns", 0, 2);
            (int[] columns, double constant) = options.PreSampleCount is { } sampled
                ? FromSample(target, Math.Max(sampled, target), round) : Select(a, norm, target, round);
            SkeletonBasis<T> basis = SkeletonFit<T>.Of(a, _source, norm, columns, options.Seed, round.Part(0.5, 1), workspace);
            double tolerance = Math.Max(truncation.RelativeTolerance(basis.Residual.Norm), ResidualEstimator<T>.RoundingFloor(Size));
            if (truncation.IsRank || target == limit || ResidualEstimator<T>.SafeSquared(basis.Residual) <= tolerance * tolerance)
            {
                basis = Cut(basis);
                return new Choice<T>(truncation.IsRank ? columns : basis.Columns, basis, constant);
            }

            target = Math.Min(limit, 2 * target);
        }
    }

    /// <summary>The fewest columns of the basis that meet the error; all where a rank is prescribed.</summary>
    private SkeletonBasis<T> Cut(SkeletonBasis<T> basis)
    {
        if (truncation.IsRank)
        {
            return basis;
        }

        Residual residual = basis.Residual;
        int rank = truncation.ChooseRank(
            basis.Squares, ResidualEstimator<T>.SafeSquared(residual), residual.Norm, Math.Min(limit, basis.Columns.Length));
        int independent = Math.Min(rank, basis.NumericalRank);
        return basis with
        {
            Columns = basis.Columns[..rank],
            NumericalRank = independent,
            Skeleton = basis.Skeleton.AsColumns(0, rank),
        };
    }

    /// <summary>The method applied to a drawn part of the columns.</summary>
    private (int[] Columns, double Constant) FromSample(int count, int sampled, RunContext round)
    {
        ColumnSelectionOptions draw = options with { Method = options.PreSampling, PreSampleCount = null, StrongSwapBound = null,
            Seed = options.Seed ^ PreSampleSeed };
        ColumnChooser<T> first = new(a, norm, Truncation.Rank(count), count, draw, round, workspace);
        int[] sample = first.Select(a, norm, Math.Min(sampled, a.ColumnCount), round).Columns;
        Array.Sort(sample);
        DenseMatrix<T> part = workspace.Rent(a.RowCount, sample.Length);
        _source.CopyColumns(sample, part);
        ColumnSelectionOptions rest = options with { PreSampleCount = null, StrongSwapBound = null };
        ColumnChooser<T> second = new(part, Kernels<T>.FrobeniusNorm(part.Span), Truncation.Rank(count), count, rest, round, workspace);
        int[] chosen = rest.Method == ColumnSelectionMethod.RandomizedPivoting
            ? second.Choose().Columns
            : second.Select(part, Kernels<T>.FrobeniusNorm(part.Span), count, round).Columns;
        return ([.. chosen.Select(j => sample[j])], double.NaN);
    }

    private (int[] Columns, double Constant) Select(ILinearOperator<T> matrix, double? frobenius, int count, RunContext round)
    {
        IndexSampler sampler = new(options.Seed);
        switch (options.Method)
        {
            case ColumnSelectionMethod.ColumnPivotedQr:
                return (Pivot(matrix, count, null), double.NaN);
            case ColumnSelectionMethod.RandomPivoting:
                return (Pivot(matrix, count, (squares, draw) => sampler.Draw(squares, draw)), double.NaN);
            case ColumnSelectionMethod.SketchedLu:
                return (SketchedLu(matrix, count), double.NaN);
            case ColumnSelectionMethod.TotalErrorGreedy:
                DenseMatrix<T> points = DenseInput.Of(matrix);
                return (PointSelectors<T>.TotalErrorGreedy(points, count, Kernels<T>.FrobeniusNorm(points.Span)), double.NaN);
            case ColumnSelectionMethod.KMeans:
                DenseMatrix<T> cloud = DenseInput.Of(matrix);
                return (PointSelectors<T>.KMeans(cloud, count, Kernels<T>.FrobeniusNorm(cloud.Span), sampler), double.NaN);
            case ColumnSelectionMethod.Uniform:
                return (sampler.DrawDistinct(Ones(matrix.ColumnCount), count), double.NaN);
            case ColumnSelectionMethod.NormTop:
                return (Largest(NormShares(matrix), count), double.NaN);
            case ColumnSelectionMethod.NormSampling:
                return (sampler.DrawDistinct(NormShares(matrix), count), double.NaN);
            case ColumnSelectionMethod.LeverageTop:
                return (Largest(Leverages(matrix, frobenius, count, round), count), double.NaN);
            case ColumnSelectionMethod.LeverageSampling:
                return (sampler.DrawDistinct(Leverages(matrix, frobenius, count, round), count), double.NaN);
            default:
                return FromSubspace(matrix, frobenius, count, sampler, round);
        }
    }

    private (int[] Columns, double Constant) FromSubspace(
        ILinearOperator<T> matrix, double? frobenius, int count, IndexSampler sampler, RunContext round)
    {
        if (options.Method == ColumnSelectionMethod.VolumeSampling)
        {
            // P(J) = Σ_S P(S) |det V_{J,S}|² with P(S) ∝ Π σ², which is the Cauchy-Binet formula for det(A_JᴴA_J).
            SingularBasis<T> all = SingularBasis<T>.Exact(matrix, Math.Min(matrix.RowCount, matrix.ColumnCount));
            int[] vectors = SubspaceSelectors<T>.DrawVectors(all.S, count, sampler, VectorDraws);
            DenseMatrix<T> drawn = workspace.Rent(matrix.ColumnCount, count);
            all.V.CopyColumns(vectors, drawn);
            return (SubspaceSelectors<T>.DrawAdaptively(drawn, sampler), double.NaN);
        }

        DenseMatrix<T> v = SingularBasis<T>.Of(matrix, frobenius, count, options, round.Part(0, 0.5), workspace).V;
        int[] columns = options.Method switch
        {
            ColumnSelectionMethod.Deim => SubspaceSelectors<T>.Deim(v),
            ColumnSelectionMethod.Osinsky => SubspaceSelectors<T>.Osinsky(DenseInput.Of(matrix), v),
            _ => SubspaceSelectors<T>.DrawAdaptively(v, sampler),
        };
        return (columns, SubspaceSelectors<T>.BasisConstant(v, columns));
    }

    private static int[] Pivot(ILinearOperator<T> matrix, int count, Func<double[], int, int>? draw)
    {
        using Workspace<T> inner = new();
        DenseMatrix<T> dense = DenseInput.Of(matrix);
        DenseMatrix<T> copy = inner.Rent(matrix.RowCount, matrix.ColumnCount);
        Kernels<T>.Copy(dense.Span, copy.Span);
        EarlyPivotedQr<T> qr = EarlyPivotedQr<T>.Of(copy, count, 0, 0, inner, draw: draw);
        return SkeletonBasis<T>.FillUp(qr.Pivots, count, matrix.ColumnCount);
    }

    /// <summary>The first pivot rows of (ΩA)ᴴ, n × d.</summary>
    private int[] SketchedLu(ILinearOperator<T> matrix, int count)
    {
        using Workspace<T> inner = new();
        int d = (int)Math.Min((long)count + options.Oversampling, matrix.RowCount);
        DenseMatrix<T> omega = inner.Rent(matrix.RowCount, d);
        DenseMatrix<T> sketch = inner.Rent(matrix.ColumnCount, d);
        new GaussianSketch<T>(options.Seed, RandomStream.Sketch).Fill(omega, 0, context.MaxDegreeOfParallelism);
        matrix.MultiplyAdjoint(omega, sketch);
        int[] exchanges = new int[Math.Min(matrix.ColumnCount, d)];
        Kernels<T>.LuFactor(sketch.Span, exchanges);
        int[] order = [.. Enumerable.Range(0, matrix.ColumnCount)];
        for (int i = 0; i < exchanges.Length; i++)
        {
            (order[i], order[exchanges[i]]) = (order[exchanges[i]], order[i]);
        }

        return order[..count];
    }

    private double[] Leverages(ILinearOperator<T> matrix, double? frobenius, int count, RunContext round)
    {
        int rank = Math.Min(options.SubspaceRank ?? count, Math.Min(matrix.RowCount, matrix.ColumnCount));
        return LeverageScoring<T>.Of(matrix, frobenius, rank, options, round.Part(0, 0.5), workspace);
    }

    /// <summary>‖a_j‖² over the largest of them.</summary>
    private double[] NormShares(ILinearOperator<T> matrix)
    {
        double[] norms = ParallelNorms.TryColumns(matrix, context.MaxDegreeOfParallelism) ?? ColumnNorms(matrix);
        double largest = norms.DefaultIfEmpty(0).Max();
        return [.. norms.Select(length => largest == 0 ? 0 : length / largest * (length / largest))];
    }

    private static double[] ColumnNorms(ILinearOperator<T> matrix)
    {
        const int Width = 256;
        double[] norms = new double[matrix.ColumnCount];
        IColumnSource<T> source = ProductSource<T>.ColumnsOf(matrix);
        using Workspace<T> inner = new();
        DenseMatrix<T> memory = inner.Rent(matrix.RowCount, Math.Min(Width, norms.Length));
        for (int start = 0; start < norms.Length; start += Width)
        {
            int width = Math.Min(Width, norms.Length - start);
            DenseMatrix<T> piece = memory.AsColumns(0, width);
            source.CopyColumns([.. Enumerable.Range(start, width)], piece);
            for (int j = 0; j < width; j++)
            {
                norms[start + j] = Kernels<T>.FrobeniusNorm(piece.Span.Columns(j, 1));
            }
        }

        return norms;
    }

    private static double[] Ones(int count)
    {
        double[] ones = new double[count];
        Array.Fill(ones, 1);
        return ones;
    }

    /// <summary>The indices of the largest scores, largest first; of equals, to rounding, the lowest index.</summary>
    private static int[] Largest(double[] scores, int count)
    {
        double[] left = [.. scores];
        int[] indices = new int[count];
        for (int k = 0; k < count; k++)
        {
            double least = left.Max() * (1 - (64 * Scalar<T>.Epsilon));
            indices[k] = Array.FindIndex(left, score => score >= least);
            left[indices[k]] = double.NegativeInfinity;
        }

        return indices;
    }
}

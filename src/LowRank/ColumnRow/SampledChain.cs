using System.Collections.Immutable;
using System.Numerics;
using LowRank.Approximations;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Random;
using LowRank.Sketching;

namespace LowRank.ColumnRowProducts;

/// <summary>A chain of factors of which only the inner dimensions are sampled.</summary>
internal sealed class SampledChain<T>(IReadOnlyList<DenseMatrix<T>> factors, ColumnRowOptions options, RunContext context)
    where T : unmanaged, INumberBase<T>
{
    public ColumnRowChain<T> Multiply(int sampleCount)
    {
        context.Step("norms", 0, 4);
        TermSelection[] selections = new TermSelection[factors.Count - 1];
        for (int j = 0; j < selections.Length; j++)
        {
            TermNorms norms = TermNorms.Of(factors[j], factors[j + 1], context, nameof(factors), nameof(factors));
            double[]? uniform = options.Probabilities == ColumnRowProbabilities.Uniform ? SamplingScheme.Uniform(norms.Count) : null;

            // Each dimension has draws of its own.
            selections[j] = sampleCount >= norms.Count
                ? TermSelection.All(norms.Count, options.Scheme)
                : TermScheme.Of(options.Scheme, norms, uniform, options.Seed, j).Select(sampleCount);
        }

        context.Step("product", 1, 4);
        using Workspace<T> workspace = new();
        DenseMatrix<T>[] blocks = [.. Enumerable.Range(0, factors.Count).Select(j => Block(j, selections, workspace))];
        DenseMatrix<T> product = DenseMatrix.Uninitialized<T>(factors[0].RowCount, factors[^1].ColumnCount, factors[0].Layout);
        new ChainOrder(blocks.Select(block => block.RowCount).Append(product.ColumnCount)).Multiply(blocks, product);
        context.Step("error", 3, 4);
        ErrorEstimate? error = options.ErrorMeasurement == ColumnRowErrorMeasurement.Norms ? null : Measure(product, workspace);
        return new ColumnRowChain<T>(
            product,
            [.. selections.Select(selection => ImmutableArray.Create(selection.Indices))],
            [.. selections.Select(selection => ImmutableArray.Create(selection.Weights))],
            error);
    }

    /// <summary>A_j[S_{j−1}, S_j], its columns times the weights of S_j.</summary>
    private DenseMatrix<T> Block(int j, TermSelection[] selections, Workspace<T> workspace)
    {
        DenseMatrix<T> block = factors[j];
        if (j < selections.Length && !selections[j].IsExact)
        {
            TermSelection selection = selections[j];
            DenseMatrix<T> columns = workspace.Rent(block.RowCount, selection.Indices.Length, MatrixLayout.RowMajor);
            PackedTerms.GatherColumns(new Factor<T>(block), selection.Indices, selection.Weights, columns, context);
            block = columns;
        }

        if (j > 0 && !selections[j - 1].IsExact)
        {
            int[] indices = selections[j - 1].Indices;
            DenseMatrix<T> rows = workspace.Rent(indices.Length, block.ColumnCount, MatrixLayout.ColumnMajor);
            PackedTerms.GatherRows(block, indices, TermSelection.Ones(indices.Length), rows, context);
            block = rows;
        }

        return block;
    }

    private ErrorEstimate Measure(DenseMatrix<T> product, Workspace<T> workspace)
    {
        int count = ResidualEstimator<T>.ProbeCount;
        DenseMatrix<T> probes = workspace.Rent(product.ColumnCount, count);
        new GaussianSketch<T>(options.Seed, RandomStream.Probe).Fill(probes, 0, context.MaxDegreeOfParallelism);
        DenseMatrix<T> exact = probes;
        for (int j = factors.Count - 1; j >= 0; j--)
        {
            DenseMatrix<T> next = workspace.Rent(factors[j].RowCount, count);
            factors[j].Multiply(exact, next);
            exact = next;
        }

        double reference = ResidualEstimator<T>.Norm(exact);
        Kernels<T>.Gemm(-T.One, product.Span, probes.Span, T.One, exact.Span);
        double error = ResidualEstimator<T>.Norm(exact);
        double unit = Math.Max(error, reference);
        double floor = ResidualEstimator<T>.RoundingFloor(factors.Max(factor => factor.ColumnCount)) * factors.Count;
        return unit == 0
            ? new ErrorEstimate(ErrorEstimateMethod.RandomProbe, 0, 0, 0, 0, 0, 0, 0, ResidualEstimator<T>.DegreesOfFreedom)
            : new ErrorEstimate(
                ErrorEstimateMethod.RandomProbe, unit, 0, error / unit * (error / unit), 0, floor, floor, reference,
                    ResidualEstimator<T>.DegreesOfFreedom,
                reference: NormKnowledge.ByProbes(ResidualEstimator<T>.DegreesOfFreedom, 0, unit));
    }

    /// <summary>The order of products with the fewest multiplications, by dynamic programming.</summary>
    private sealed class ChainOrder
    {
        private readonly int[,] _split;

        public ChainOrder(IEnumerable<int> dimensions)
        {
            int[] sizes = [.. dimensions];
            int count = sizes.Length - 1;
            double[,] cost = new double[count, count];
            _split = new int[count, count];
            for (int length = 2; length <= count; length++)
            {
                for (int first = 0; first + length <= count; first++)
                {
                    int last = first + length - 1;
                    cost[first, last] = double.PositiveInfinity;
                    for (int split = first; split < last; split++)
                    {
                        double total = cost[first, split] + cost[split + 1, last] + (
                            (double)sizes[first] * sizes[split + 1] * sizes[last + 1]);
                        if (total < cost[first, last])
                        {
                            (cost[first, last], _split[first, last]) = (total, split);
                        }
                    }
                }
            }
        }

        public void Multiply(DenseMatrix<T>[] blocks, DenseMatrix<T> product) => Multiply(blocks, 0, blocks.Length - 1, product);

        private void Multiply(DenseMatrix<T>[] blocks, int first, int last, DenseMatrix<T> product)
        {
            using Workspace<T> workspace = new();
            int split = _split[first, last];
            DenseMatrix<T> left = Part(blocks, first, split, workspace);
            DenseMatrix<T> right = Part(blocks, split + 1, last, workspace);
            Kernels<T>.Gemm(T.One, left.Span, right.Span, T.Zero, product.Span);
        }

        private DenseMatrix<T> Part(DenseMatrix<T>[] blocks, int first, int last, Workspace<T> workspace)
        {
            if (first == last)
            {
                return blocks[first];
            }

            DenseMatrix<T> part = workspace.Rent(blocks[first].RowCount, blocks[last].ColumnCount);
            Multiply(blocks, first, last, part);
            return part;
        }
    }
}

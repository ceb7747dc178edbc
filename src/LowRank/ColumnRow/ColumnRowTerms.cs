using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Random;
using LowRank.Sketching;

namespace LowRank.ColumnRowProducts;

/// <summary>G and X Y G for Gaussian probes G, and the norm that they show.</summary>
internal readonly record struct ProductProbe<T>(DenseMatrix<T> Probes, DenseMatrix<T> Products, double Norm)
    where T : unmanaged, INumberBase<T>;

/// <summary>The outer products x_i y_iᵀ whose sum is X Y, known by the products of their norms.</summary>
internal sealed class ColumnRowTerms<T>
    where T : unmanaged, INumberBase<T>
{
    private readonly DenseMatrix<T> _x;
    private readonly DenseMatrix<T> _y;
    private readonly ColumnRowOptions _options;

    // ‖x_i‖‖y_i‖ over its largest value, which is the scale: so their squares neither overflow nor underflow.
    private readonly double[] _weights;
    private readonly double _scale;
    private readonly double _sum;

    public ColumnRowTerms(DenseMatrix<T> x, DenseMatrix<T> y, ColumnRowOptions options, RunContext context)
    {
        _x = x;
        _y = y;
        _options = options;
        Context = context;
        _weights = ParallelNorms.Columns(x, context.MaxDegreeOfParallelism);

        // Of a Gram matrix XᵀX both factors are views of the same memory, and one pass over it is enough.
        double[] rowNorms = y.IsSameView(x.Transpose()) ? [.. _weights] : ParallelNorms.Columns(y.Transpose(), context.MaxDegreeOfParallelism);
        RefuseNonFinite(x, _weights, nameof(x));
        RefuseNonFinite(y, rowNorms, nameof(y));
        for (int i = 0; i < _weights.Length; i++)
        {
            _weights[i] *= rowNorms[i];
            _scale = Math.Max(_scale, _weights[i]);
        }

        if (!double.IsFinite(_scale))
        {
            throw new ArgumentException(
                $"The norms of a column of x ({MatrixGuard.Shape(x)}) and its row of y ({MatrixGuard.Shape(y)}) overflow when multiplied; scale one of the matrices down.",
                nameof(y));
        }

        if (_scale > 0)
        {
            for (int i = 0; i < _weights.Length; i++)
            {
                _weights[i] /= _scale;
                _sum += _weights[i];
            }
        }
    }

    public RunContext Context { get; }

    /// <summary>Probes of the exact product, at 2 l (n + m) flops each.</summary>
    public ProductProbe<T> Probe()
    {
        Context.Step("probes", 1, 4);
        DenseMatrix<T> probes = DenseMatrix.Uninitialized<T>(_y.ColumnCount, ResidualEstimator<T>.ProbeCount, MatrixLayout.ColumnMajor);
        new GaussianSketch<T>(_options.Seed, RandomStream.Probe).Fill(probes, 0, Context.MaxDegreeOfParallelism);
        DenseMatrix<T> products = _x * (_y * probes);
        return new ProductProbe<T>(probes, products, ResidualEstimator<T>.Norm(products));
    }

    /// <summary>The product of r terms by the options' scheme.</summary>
    public ColumnRowProduct<T> Multiply(int sampleCount, ProductProbe<T> probe)
    {
        Context.Step("product", 2, 4);
        bool isTopK = _options.Scheme == ColumnRowScheme.TopK;
        (int[] indices, double[] weights) = isTopK ? Largest(sampleCount) : Draw(sampleCount);

        using Workspace<T> workspace = new();
        // In the layouts of their sources, so that the gather reads and writes along memory.
        DenseMatrix<T> c = workspace.Rent(_x.RowCount, indices.Length, _x.Layout);
        DenseMatrix<T> r = workspace.Rent(indices.Length, _y.ColumnCount, _y.Layout);
        _x.CopyColumns(indices, c);
        _y.CopyRows(indices, r);

        // The article scales C and R by √λ each; scaling one of them by λ is the same product at half the work.
        Kernels<T>.ScaleRows(weights, r.Span);
        DenseMatrix<T> product = DenseMatrix.Uninitialized<T>(_x.RowCount, _y.ColumnCount, _x.Layout);
        c.Multiply(r, product);

        Context.Step("error", 3, 4);
        ErrorEstimate error = MeasuredError(probe, c, r, workspace);
        ErrorEstimate expected = isTopK ? error : ExpectedError(sampleCount, probe.Norm);
        Context.Step("done", 1, 1);
        return new ColumnRowProduct<T>(product, indices, weights, sampleCount, error, expected, isExact: false);
    }

    public ColumnRowProduct<T> MultiplyExactly(double norm)
    {
        Context.Step("exact product", 2, 4);
        ErrorEstimate error = ResidualEstimator<T>.EstimateDropped(norm, 0, _x.ColumnCount);
        int[] indices = Enumerable.Range(0, _x.ColumnCount).ToArray();
        double[] weights = Enumerable.Repeat(1.0, indices.Length).ToArray();
        ColumnRowProduct<T> result = new(_x * _y, indices, weights, indices.Length, error, error, isExact: true);
        Context.Step("done", 1, 1);
        return result;
    }

    /// <summary>E5 for p ∝ ‖x_i‖‖y_i‖, with ‖XY‖_F as known.</summary>
    public ErrorEstimate ExpectedError(int sampleCount, double norm)
    {
        if (_scale == 0)
        {
            return new ErrorEstimate(ErrorEstimateMethod.Expectation, 0, 0, 0, 0, 0, 0, 0);
        }

        return new ErrorEstimate(
            ErrorEstimateMethod.Expectation, _scale, 0, OneDrawError(norm) / sampleCount, 0, 0, ResidualEstimator<T>.RoundingFloor(_x.ColumnCount) * _sum, norm);
    }

    /// <summary>The smallest number of terms that meets a tolerance; it may be more than there are.</summary>
    public int SmallestCount(Truncation truncation, double norm)
    {
        double allowed = truncation.Kind == TruncationKind.AbsoluteError ? truncation.Tolerance / _scale : truncation.Tolerance * norm / _scale;
        if (_scale == 0 || double.IsPositiveInfinity(allowed))
        {
            return 1;
        }

        if (_options.Scheme == ColumnRowScheme.TopK)
        {
            double[] descending = [.. _weights.OrderDescending()];
            double dropped = 0;
            int count = descending.Length;
            while (count > 1 && dropped + descending[count - 1] <= allowed)
            {
                count--;
                dropped += descending[count];
            }

            return count;
        }

        double draws = Math.Max(1, Math.Ceiling(OneDrawError(norm) / (allowed * allowed)));
        return (int)Math.Min(draws, int.MaxValue);
    }

    /// <summary>(Σw)² − ‖XY‖², in units of scale²; not negative, since ‖XY‖ ≤ Σw, though an estimated norm may say otherwise.</summary>
    private double OneDrawError(double norm) => Math.Max(0, (_sum * _sum) - (norm / _scale * (norm / _scale)));

    /// <summary>The r largest terms, ties to the lowest index, unscaled.</summary>
    private (int[] Indices, double[] Weights) Largest(int count)
    {
        int[] indices = [.. Enumerable.Range(0, _weights.Length).OrderByDescending(i => _weights[i]).Take(count).Order()];
        return (indices, Enumerable.Repeat(1.0, indices.Length).ToArray());
    }

    /// <summary>r independent draws; a repeated index is merged into one term of weight count / (r p).</summary>
    private (int[] Indices, double[] Weights) Draw(int count)
    {
        if (_scale == 0)
        {
            // Every term is zero: there is nothing to draw, and the product is zero.
            return ([], []);
        }

        Philox4x32 generator = new(_options.Seed, (ulong)RandomStream.ColumnRow);
        WeightedSampler sampler = new(_weights);
        SortedDictionary<int, int> counts = [];
        for (int draw = 0; draw < count; draw++)
        {
            int index = sampler.Draw(generator, (ulong)draw);
            counts[index] = counts.GetValueOrDefault(index) + 1;
        }

        int[] indices = [.. counts.Keys];
        double[] weights = Array.ConvertAll(indices, i => counts[i] * _sum / (count * _weights[i]));
        return (indices, weights);
    }

    private ErrorEstimate MeasuredError(ProductProbe<T> probe, DenseMatrix<T> c, DenseMatrix<T> r, Workspace<T> workspace)
    {
        DenseMatrix<T> inner = workspace.Rent(r.RowCount, probe.Probes.ColumnCount);
        DenseMatrix<T> difference = probe.Products.ToDense(MatrixLayout.ColumnMajor);
        Kernels<T>.Gemm(T.One, r.Span, probe.Probes.Span, T.Zero, inner.Span);
        Kernels<T>.Gemm(-T.One, c.Span, inner.Span, T.One, difference.Span);

        // In units of the terms, not of ‖XY‖: that may be zero where the error is not.
        double scale = _scale == 0 ? 1 : _scale;
        double error = ResidualEstimator<T>.Norm(difference) / scale;
        double floor = ResidualEstimator<T>.RoundingFloor(_x.ColumnCount) * _sum;
        return new ErrorEstimate(
            ErrorEstimateMethod.RandomProbe, scale, 0, error * error, 0, floor, floor, probe.Norm, ResidualEstimator<T>.DegreesOfFreedom);
    }

    private static void RefuseNonFinite(DenseMatrix<T> matrix, double[] norms, string name)
    {
        if (!Array.TrueForAll(norms, double.IsFinite))
        {
            MatrixGuard.Finite(matrix, name);
        }
    }
}

using System.Numerics;
using LowRank.Approximations;
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

/// <summary>One product X Y as a sum of terms x_i y_iᵀ: knows their sizes, chooses among them and adds them up.</summary>
internal sealed class ColumnRowTerms<T>
    where T : unmanaged, INumberBase<T>
{
    private readonly Factor<T> _x;
    private readonly DenseMatrix<T> _y;
    private readonly ColumnRowOptions _options;
    private readonly int _item;
    private readonly TermErrors<T> _errors;
    private readonly TermNorms _whole;
    private readonly ControlVariate<T>? _control;
    private ProductProbe<T>? _probe;
    private double? _pilot;

    /// <param name="x">X, perhaps as the conjugate transpose of what is stored.</param>
    /// <param name="y">Y.</param>
    /// <param name="norms">The sizes of the terms.</param>
    /// <param name="options">Valid options.</param>
    /// <param name="context">The running call.</param>
    /// <param name="item">Which of several products that share the seed.</param>
    /// <param name="control">The control variate, if the options ask for one.</param>
    public ColumnRowTerms(
        Factor<T> x, DenseMatrix<T> y, TermNorms norms, ColumnRowOptions options, RunContext context, int item = 0,
            ControlVariate<T>? control = null)
    {
        _x = x;
        _y = y;
        _options = options;
        _item = item;
        _whole = norms;
        _control = control;
        Norms = control is null ? norms : TermNorms.Of(control.RemainingNorms, norms.Right, x.Matrix, nameof(y));
        _errors = new TermErrors<T>(Norms, norms, y.RowCount);
        Context = context;
    }

    public RunContext Context { get; }

    public TermNorms Norms { get; }

    private bool MeasuresAll => _options.ErrorMeasurement == ColumnRowErrorMeasurement.Probes;

    /// <summary>Whether X Y is Xᴴ X, so that half of it is enough.</summary>
    private bool IsGram => _x.IsAdjoint ? _y.IsSameView(_x.Matrix) : !Scalar<T>.IsComplex && _y.IsSameView(_x.Matrix.Transpose());

    /// <summary>A new n × m matrix for the product, in the layout of X; its content is undefined.</summary>
    public DenseMatrix<T> NewProduct() =>
        DenseMatrix.Uninitialized<T>(_x.RowCount, _y.ColumnCount, _x.IsAdjoint ? _y.Layout : _x.Matrix.Layout);

    /// <summary>Refuses a destination of another shape, or in the memory of a factor.</summary>
    public void CheckDestination(DenseMatrix<T> destination)
    {
        MatrixGuard.HasShape(destination, _x.RowCount, _y.ColumnCount, nameof(destination));
        MatrixGuard.DoesNotOverlap(destination, _x.Matrix, "x");
        MatrixGuard.DoesNotOverlap(destination, _y, "y");
    }

    /// <summary>The terms for a number of samples.</summary>
    public TermSelection Select(int count)
    {
        if (_options.Scheme == ColumnRowScheme.Greedy)
        {
            return Greedy(GreedySelection.ToCount(_x, _y, Norms, count, _options.TupleSize, Context), count);
        }

        if (_options.Scheme == ColumnRowScheme.Auto && count >= Norms.Count)
        {
            return TermSelection.All(Norms.Count, ColumnRowScheme.Auto);
        }

        TermSelector selector = Selector();
        return selector.Select(Resolve(selector, count), count);
    }

    /// <summary>The fewest terms that meet a tolerance, or all of them.</summary>
    public TermSelection Select(Truncation truncation)
    {
        truncation.RefuseSpectral(nameof(truncation));
        int most = Math.Max(1, truncation.MaxRank ?? int.MaxValue);
        if (_options.Scheme == ColumnRowScheme.Greedy)
        {
            double Allowed(double square) => Math.Pow(AllowedError(truncation, Norms.Scale * Math.Sqrt(Math.Max(0, square))), 2);
            GreedySelection greedy = GreedySelection.ToError(_x, _y, Norms, Allowed, _options.TupleSize, Context);
            return greedy.Kept.Length == Norms.Count && most >= Norms.Count ? TermSelection.All(Norms.Count, ColumnRowScheme.Greedy)
                : greedy.Kept.Length <= most ? Greedy(greedy, greedy.Kept.Length)
                : Select(most);
        }

        double norm = Probe().Norm;
        double allowed = AllowedError(truncation, norm);
        if (Norms.IsZero || double.IsPositiveInfinity(allowed))
        {
            return Norms.Count > 1 ? Select(1) : TermSelection.All(Norms.Count, _options.Scheme);
        }

        TermSelector selector = Selector();
        ColumnRowScheme[] schemes = _options.Scheme == ColumnRowScheme.Auto
            ? [ColumnRowScheme.Hybrid, ColumnRowScheme.Bernoulli] : [_options.Scheme];
        (ColumnRowScheme scheme, int count) = schemes
            .Select(scheme => (scheme, selector.SmallestCount(scheme, allowed * allowed, _errors.Alignment(norm))))
            .MinBy(pair => pair.Item2);
        count = Math.Min(count, most);
        return count < Norms.Count ? selector.Select(scheme, count) : TermSelection.All(Norms.Count, _options.Scheme);
    }

    /// <summary>What a scheme is expected to err by, from the norms and the reference that they or the probes give.</summary>
    public ErrorEstimate Expected(TermSelection selection) =>
        selection.IsExact ? _errors.Exact(Reference()) : selection.Squared is { } squared
            ? _errors.FromIdentity(squared, selection.Reference)
        : _errors.FromNorms(selection.Expected, Reference());

    public ErrorEstimate Expected(int count, double norm) => _errors.FromNorms(Selector().Expected(_options.Scheme, count), norm);

    /// <summary>Adds the chosen terms up.</summary>
    public ColumnRowProduct<T> Multiply(TermSelection selection, DenseMatrix<T> product)
    {
        selection = selection with { HasControlVariate = _control is not null && !selection.IsExact };
        bool isMeasured = IsMeasured(selection);
        if (isMeasured)
        {
            Probe();
        }

        Context.Step("product", 2, 4);
        DenseMatrix<T>? core = null;
        if (selection.IsExact)
        {
            Kernels<T>.Gemm(T.One, _x.Span, _y.Span, T.Zero, product.Span);
        }
        else if (_options.Weighting == ColumnRowWeighting.Full)
        {
            core = FittedWeights.Full(_x, _y, selection.Indices, product, Context);
            selection = selection with { Weights = [] };
        }
        else
        {
            if (_options.Weighting == ColumnRowWeighting.Diagonal)
            {
                selection = selection with { Weights = FittedWeights.Diagonal(_x, _y, Norms, selection.Indices, Context) };
            }

            Add(selection, product);
        }

        Context.Step("error", 3, 4);
        (ErrorEstimate error, ErrorEstimate expected) = isMeasured ? Measured(selection, product) : FromNorms(selection);
        Context.Step("done", 1, 1);
        return new ColumnRowProduct<T>(product, _y.RowCount, selection, core, error, expected);
    }

    /// <summary>Probes of the exact product, at 2 l (n + m) flops each; made once.</summary>
    private ProductProbe<T> Probe()
    {
        if (_probe is { } known)
        {
            return known;
        }

        Context.Step("probes", 1, 4);
        int count = ResidualEstimator<T>.ProbeCount;
        DenseMatrix<T> probes = DenseMatrix.Uninitialized<T>(_y.ColumnCount, count, MatrixLayout.ColumnMajor);
        new GaussianSketch<T>(_options.Seed, RandomStream.Probe).Fill(probes, 0, Context.MaxDegreeOfParallelism);
        using Workspace<T> workspace = new();
        DenseMatrix<T> inner = workspace.Rent(_y.RowCount, count);
        DenseMatrix<T> products = DenseMatrix.Uninitialized<T>(_x.RowCount, count, MatrixLayout.ColumnMajor);

        // Thin results are column-major: MKL is ten times slower into a row-major one where its large operand is column-major.
        Kernels<T>.Gemm(T.One, _y.Span, probes.Span, T.Zero, inner.Span);
        Kernels<T>.Gemm(T.One, _x.Span, inner.Span, T.Zero, products.Span);
        _probe = new ProductProbe<T>(probes, products, ResidualEstimator<T>.Norm(products));
        return _probe.Value;
    }

    /// <summary>‖XY‖_F: by the probes where there are some, else by the pilot; NaN where the norms alone are to tell the error.</summary>
    private double Reference() =>
        _probe is null && _options.ErrorMeasurement == ColumnRowErrorMeasurement.Norms ? double.NaN : Norm();

    private double Norm() => _probe?.Norm ?? (_pilot ??= NormPilot.Estimate(_x, _y, _whole, _options.Seed));

    private TermSelector Selector()
    {
        double[]? probabilities = _options.Probabilities switch
        {
            ColumnRowProbabilities.Uniform => [.. Enumerable.Repeat(1.0 / Math.Max(1, Norms.Count), Norms.Count)],
            ColumnRowProbabilities.Leverage => LeverageProbabilities.Of(_x, _y, Norms, _options.Seed, Context),
            ColumnRowProbabilities.Own => OwnProbabilities.Checked(_options.OwnProbabilities!, Norms),
            _ => null,
        };
        return new TermSelector(Norms, probabilities, _options.Seed, _item);
    }

    /// <summary>Which scheme Auto stands for: that of the smallest expected error; with probes at hand also top-k, by its measured
    /// one.</summary>
    private ColumnRowScheme Resolve(TermSelector selector, int count)
    {
        if (_options.Scheme != ColumnRowScheme.Auto)
        {
            return _options.Scheme;
        }

        double reference = MeasuresAll ? Probe().Norm : Norm();
        double alignment = _errors.Alignment(reference);
        double independent = selector.Expected(ColumnRowScheme.Bernoulli, count).At(alignment);
        double split = selector.Expected(ColumnRowScheme.Hybrid, count).At(alignment);
        ColumnRowScheme best = independent <= split ? ColumnRowScheme.Bernoulli : ColumnRowScheme.Hybrid;
        return MeasuresAll && count < Norms.Count && LargestErrBy(selector, count) < Math.Min(independent, split)
            ? ColumnRowScheme.TopK : best;
    }

    /// <summary>The squared error of top-k by the probes, raised to what it exceeds in one of ten cases only.</summary>
    private double LargestErrBy(TermSelector selector, int count)
    {
        using Workspace<T> workspace = new();
        TermSelection largest = selector.Select(ColumnRowScheme.TopK, count);
        DenseMatrix<T> c = workspace.Rent(_x.RowCount, largest.Indices.Length, MatrixLayout.RowMajor);
        DenseMatrix<T> r = workspace.Rent(largest.Indices.Length, _y.ColumnCount, MatrixLayout.ColumnMajor);
        PackedTerms.GatherColumns(_x, largest.Indices, largest.Weights, c, Context);
        PackedTerms.GatherRows(_y, largest.Indices, largest.Weights, r, Context);
        double error = Measure(c.Span, r.Span, workspace) / Norms.Scale;
        return error * error * ProbeTail.Inflation(ResidualEstimator<T>.DegreesOfFreedom, 0.1);
    }

    /// <summary>‖(XY − CR) G‖ over √(number of probes).</summary>
    private double Measure(MatrixSpan<T> c, MatrixSpan<T> r, Workspace<T> workspace)
    {
        ProductProbe<T> probe = Probe();
        DenseMatrix<T> inner = workspace.Rent(r.RowCount, probe.Probes.ColumnCount);
        DenseMatrix<T> difference = probe.Products.ToDense(MatrixLayout.ColumnMajor);
        Kernels<T>.Gemm(T.One, r, probe.Probes.Span, T.Zero, inner.Span);
        Kernels<T>.Gemm(-T.One, c, inner.Span, T.One, difference.Span);
        return ResidualEstimator<T>.Norm(difference);
    }

    private TermSelection Greedy(GreedySelection greedy, int count) =>
        new(ColumnRowScheme.Greedy, greedy.Kept, [.. Enumerable.Repeat(1.0, greedy.Kept.Length)], count, ExpectedSquare.None)
        {
            Squared = greedy.Squared,
            Reference = Norms.Scale * Math.Sqrt(greedy.ReferenceSquared),
        };

    private double AllowedError(Truncation truncation, double norm) =>
        Norms.IsZero ? double.PositiveInfinity
        : truncation.Kind == TruncationKind.AbsoluteError ? truncation.Tolerance / Norms.Scale
        : truncation.Tolerance * norm / Norms.Scale;

    /// <summary>product := Σ λ_i x_i y_iᵀ; with a control variate, of what that leaves over, plus that.</summary>
    private void Add(TermSelection selection, DenseMatrix<T> product)
    {
        (double[] left, double[] right) = PackedTerms.Split(Norms, selection);
        using Workspace<T> workspace = new();
        int count = selection.Indices.Length;
        if (IsGram && _control is null && Array.TrueForAll(selection.Weights, weight => weight >= 0))
        {
            AddSymmetric(selection, product, workspace);
            return;
        }

        int extra = _control?.Rank ?? 0;
        DenseMatrix<T> c = workspace.Rent(_x.RowCount, count + extra, MatrixLayout.RowMajor);
        DenseMatrix<T> r = workspace.Rent(count + extra, _y.ColumnCount, MatrixLayout.ColumnMajor);
        DenseMatrix<T> chosen = c.AsColumns(0, count);
        PackedTerms.GatherColumns(_x, selection.Indices, left, chosen, Context);
        PackedTerms.GatherRows(_y, selection.Indices, right, r.AsRows(0, count), Context);
        if (_control is { } control)
        {
            control.Subtract(selection.Indices, left, chosen);
            Kernels<T>.Copy(control.Basis.Span, c.Span.Columns(count, extra));
            control.MultiplyCoefficients(_y, r.AsRows(count, extra));
        }

        Kernels<T>.Gemm(T.One, c.Span, r.Span, T.Zero, product.Span);
    }

    /// <summary>Xᴴ X from rows of X: a Hermitian rank-r update of one triangle, half the work, and its mirror image.</summary>
    private void AddSymmetric(TermSelection selection, DenseMatrix<T> product, Workspace<T> workspace)
    {
        int count = selection.Indices.Length;
        DenseMatrix<T> rows = workspace.Rent(count, _y.ColumnCount, MatrixLayout.ColumnMajor);
        PackedTerms.GatherRows(_y, selection.Indices, Array.ConvertAll(selection.Weights, Math.Sqrt), rows, Context);
        if (product.Layout == MatrixLayout.RowMajor)
        {
            // Seen column-major it is its own transpose, that is its conjugate.
            Kernels<T>.ConjugateInPlace(rows.Span);
            product = product.Transpose();
        }

        if (count == 0)
        {
            Kernels<T>.Fill(T.Zero, product.Span);
            return;
        }

        Kernels<T>.Gram(rows.Span, product.Span);
        ParallelPieces.Run(product.ColumnCount, 64, Context.MaxDegreeOfParallelism, (start, width) =>
            Kernels<T>.MirrorUpper(product.Span, start, width));
    }

    /// <summary>Whether probes are to say what the error is: if asked for, and by default where the norms give no expectation.</summary>
    private bool IsMeasured(TermSelection selection)
    {
        bool hasNoExpectation =
            _options.Weighting != ColumnRowWeighting.Scheme || (selection.Expected.IsBound && selection.Squared is null);
        return !selection.IsExact && _options.ErrorMeasurement switch
        {
            ColumnRowErrorMeasurement.Probes => true,
            ColumnRowErrorMeasurement.Norms => false,
            _ => hasNoExpectation,
        };
    }

    private (ErrorEstimate Error, ErrorEstimate Expected) FromNorms(TermSelection selection)
    {
        ErrorEstimate expected = Expected(selection);
        return (selection.Achieved is { } achieved ? _errors.FromNorms(achieved, Reference()) : expected, expected);
    }

    /// <summary>By probes of the finished product, whatever its terms and weights are.</summary>
    private (ErrorEstimate Error, ErrorEstimate Expected) Measured(TermSelection selection, DenseMatrix<T> product)
    {
        ProductProbe<T> probe = Probe();
        DenseMatrix<T> difference = probe.Products.ToDense(MatrixLayout.ColumnMajor);
        Kernels<T>.Gemm(-T.One, product.Span, probe.Probes.Span, T.One, difference.Span);
        ErrorEstimate error = _errors.Measured(ResidualEstimator<T>.Norm(difference), probe.Norm);

        // Of terms that are chosen without chance there is nothing to expect beside what is so.
        return (error, selection.Expected.IsBound ? error : Expected(selection));
    }
}

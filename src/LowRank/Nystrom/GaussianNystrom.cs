using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Random;
using LowRank.Sketching;
using LowRank.Spaces;
using LowRank.Tall;

namespace LowRank.Nystrom;

/// <summary>A ≈ F Fᴴ with orthogonal columns in F, and how well.</summary>
/// <param name="Factor">F, n × k, new memory.</param>
/// <param name="Error">The error.</param>
/// <param name="Shift">The stabilising shift that was added, and taken off again.</param>
internal readonly record struct GaussianFactor<T>(DenseMatrix<T> Factor, ErrorEstimate Error, double Shift)
    where T : unmanaged, INumberBase<T>;

/// <summary>
/// The Gaussian Nyström approximation in its stabilised form (Tropp et al. 2017, algorithm 3; Frangella, Tropp and Udell 2023, algorithm
/// 2.1). It depends on the range of Ω only, so an orthonormal basis Q of it is used: <c>Y = AQ + νQ</c>, <c>QᴴY = CᴴC</c>, <c>F = Y C⁻¹ =
/// U S Vᴴ</c>, <c>Â = U (S² − ν)₊ Uᴴ</c>.
/// </summary>
internal sealed class GaussianNystrom<T> : ISpace
    where T : unmanaged, INumberBase<T>
{
    private readonly ILinearOperator<T> _a;
    private readonly double? _norm;
    private readonly NystromApproximationOptions _options;
    private readonly RunContext _context;
    private readonly Workspace<T> _workspace;
    private readonly NystromTuning _tuning = Tuning<NystromTuning>.Current;
    private readonly Growable<T> _basis;
    private readonly Growable<T> _products;
    private readonly int _n;
    private readonly int _most;
    private readonly int _limit;
    private DenseMatrix<T> _z;
    private DenseMatrix<T> _az;
    private NystromCore<T>? _core;

    /// <param name="a">A, Hermitian and semidefinite, n × n.</param>
    /// <param name="norm">‖A‖_F, or null.</param>
    /// <param name="limit">The rank, or the largest rank that an error may lead to.</param>
    /// <param name="options">The options.</param>
    /// <param name="context">The running call.</param>
    /// <param name="workspace">What the memory is rented from.</param>
    public GaussianNystrom(
        ILinearOperator<T> a, double? norm, int limit, NystromApproximationOptions options, RunContext context, Workspace<T> workspace)
    {
        (_a, _norm, _limit, _options, _context, _workspace) = (a, norm, limit, options, context, workspace);
        _n = a.RowCount;
        _most = (int)Math.Min(_n, (long)limit + options.Oversampling);
        _basis = new Growable<T>(workspace, _n, 0, _n, _most);
        _products = new Growable<T>(workspace, _n, 0, _n, _most);
        _z = _az = workspace.Rent(_n, 0);
    }

    public int Size { get; private set; }

    /// <summary>The basis is doubled.</summary>
    public int BlockSize => Math.Min(_most, Size == 0 ? _tuning.FirstBasis : 2 * Size) - Size;

    public bool IsComplete => Size == _most;

    /// <summary>By probes; before there is a basis, unknown.</summary>
    public Residual Left => _core is null
        ? new Residual(ErrorEstimateMethod.RandomProbe, _norm ?? 1, double.PositiveInfinity)
        : Measured(_core, Size);

    private static int Probes => ResidualEstimator<T>.ProbeCount;

    private DenseMatrix<T> Q => _basis.AsColumns(0, Size);

    private DenseMatrix<T> Y => _products.AsColumns(0, Size);

    public GaussianFactor<T> Compute(Truncation truncation)
    {
        if (truncation.IsRank)
        {
            return OfRank();
        }

        ResidualWithin<T> rule = new(truncation, _n);
        Search.Run(this, rule, new Budget(int.MaxValue), _context);
        NystromCore<T> core = _core ?? NystromCore<T>.Of(Q, Y, _workspace);
        (int rank, Residual residual) = _core is null
            ? (0, new Residual(ErrorEstimateMethod.ExactIdentity, _norm ?? 0, 0))
            : SmallestRank(core, rule, Math.Min(_limit, Size));
        return Finish(core, rank, residual);
    }

    public bool TryExpand()
    {
        Extend(BlockSize, withProbes: Size == 0, _context.Silent);
        _core = NystromCore<T>.Of(Q, Y, _workspace);
        return true;
    }

    public double[] Shares() => Residual.Shares(_core!.Values, Left.Norm);

    private GaussianFactor<T> OfRank()
    {
        Extend(_most, withProbes: true, _context);
        NystromCore<T> core = NystromCore<T>.Of(Q, Y, _workspace);
        return Finish(core, _limit, Measured(core, _limit));
    }

    /// <summary>What probes show of A − Â for the leading eigenvalues.</summary>
    private Residual Measured(NystromCore<T> core, int rank) => SemidefiniteProbes<T>.Residual(
        _norm, Kernels<double>.FrobeniusNorm(Row(core.Values.AsSpan(0, rank))), _z, _az, core.ProbeResidual(_z, _az, rank, _workspace));

    private static MatrixSpan<double> Row(Span<double> values) =>
        new(values, 1, values.Length, MatrixLayout.RowMajor, Math.Max(1, values.Length));

    /// <summary>Takes eigenvalues away from the end as long as the probes allow it.</summary>
    private (int Rank, Residual Residual) SmallestRank(NystromCore<T> core, ResidualWithin<T> rule, int rank)
    {
        DenseMatrix<T> residual = core.ProbeResidual(_z, _az, rank, _workspace);
        double norm = Left.Norm;
        double captured = Kernels<double>.FrobeniusNorm(Row(core.Values.AsSpan(0, rank)));
        DenseMatrix<T> coordinates = _workspace.Rent(core.U.ColumnCount, Probes);
        Kernels<T>.Gemm(T.One, core.U.Span.ConjugateTranspose(), _z.Span, T.Zero, coordinates.Span);
        Kernels<T>.ScaleRows(core.Values, coordinates.Span);
        while (rank > 0)
        {
            Kernels<T>.Gemm(T.One, core.U.Span.Columns(rank - 1, 1), coordinates.Span.Rows(rank - 1, 1), T.One, residual.Span);
            captured = Math.Sqrt(Math.Max(0, (captured - core.Values[rank - 1]) * (captured + core.Values[rank - 1])));
            Residual next = ResidualEstimator<T>.OfFigure(
                norm, ResidualEstimator<T>.Plain(residual.FrobeniusNorm()), _norm is null ? captured : null);
            double tolerance = rule.Tolerance(next);
            if (ResidualEstimator<T>.SafeSquared(next) > tolerance * tolerance)
            {
                break;
            }

            rank--;
        }

        return (rank, Measured(core, rank));
    }

    /// <summary>
    /// Grows the basis Q by a number of columns, and Y = AQ with it, in one product. If asked, probes Z and AZ come along in the same
    /// product, side by side.
    /// </summary>
    private void Extend(int added, bool withProbes, RunContext context)
    {
        int probes = withProbes ? Probes : 0;
        DenseMatrix<T> test = _workspace.Rent(_n, added + probes);
        DenseMatrix<T> product = _workspace.Rent(_n, added + probes);
        DenseMatrix<T> q = test.AsColumns(0, added);
        new GaussianSketch<T>(_options.Seed, RandomStream.Sketch).Fill(q, Size, _context.MaxDegreeOfParallelism);
        new GaussianSketch<T>(_options.Seed, RandomStream.Probe).Fill(test.AsColumns(added, probes), 0, _context.MaxDegreeOfParallelism);
        Orthonormalize(q);
        int steps = _options.PowerIterations + 1;
        for (int iteration = 1; iteration <= _options.PowerIterations; iteration++)
        {
            context.Step($"power iteration {iteration} of {_options.PowerIterations}", iteration - 1, steps);
            DenseMatrix<T> image = product.AsColumns(0, added);
            Apply(q, image);
            Kernels<T>.Copy(image.Span, q.Span);
            Orthonormalize(q);
        }

        context.Step("sketch", steps - 1, steps);
        Apply(test, product);
        Append(_basis, q);
        Append(_products, product.AsColumns(0, added));
        Size += added;
        if (withProbes)
        {
            (_z, _az) = (test.AsColumns(added, probes), product.AsColumns(added, probes));
        }
    }

    private void Append(Growable<T> memory, DenseMatrix<T> columns)
    {
        memory.Reserve(_n, Size + columns.ColumnCount, _n, Size);
        Kernels<T>.Copy(columns.Span, memory.AsColumns(Size, columns.ColumnCount).Span);
    }

    private void Apply(DenseMatrix<T> x, DenseMatrix<T> product)
    {
        _a.Multiply(x, product);
        if (_a is not DenseMatrix<T>)
        {
            MatrixGuard.FiniteProduct(product, _a, "a");
        }
    }

    /// <summary>q := an orthonormal basis of what it has outside the basis so far; twice, since the first time it may lose most of its
    /// length.</summary>
    private void Orthonormalize(DenseMatrix<T> q)
    {
        if (Size > 0)
        {
            ResidualEstimator<T>.Deflate(Q, q, _workspace);
            Orthonormalizer<T>.Orthonormalize(q);
            ResidualEstimator<T>.Deflate(Q, q, _workspace);
        }

        Orthonormalizer<T>.Orthonormalize(q);
    }

    private GaussianFactor<T> Finish(NystromCore<T> core, int rank, Residual residual)
    {
        DenseMatrix<T> factor = DenseMatrix.Uninitialized<T>(_n, rank, MatrixLayout.ColumnMajor);
        Kernels<T>.Copy(core.U.AsColumns(0, rank).Span, factor.Span);
        for (int j = 0; j < rank; j++)
        {
            Kernels<T>.ScaleVector(Scalar<T>.FromDouble(Math.Sqrt(core.Values[j])), factor.Span.Major(j));
        }

        return new GaussianFactor<T>(factor, ResidualEstimator<T>.Estimate(residual, 0, _n), core.Shift);
    }
}

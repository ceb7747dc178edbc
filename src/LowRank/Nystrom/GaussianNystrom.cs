using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Random;
using LowRank.Sketching;
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
internal sealed class GaussianNystrom<T>(
    ILinearOperator<T> a, double? norm, NystromApproximationOptions options, RunContext context, Workspace<T> workspace)
    where T : unmanaged, INumberBase<T>
{
    private const int FirstBasis = 16;

    // From the first shift, ε‖Y‖, up to this many times that: more cannot be needed for a semidefinite matrix.
    private const double LargestShift = 1e4;

    private readonly int _n = a.RowCount;
    private DenseMatrix<T> _q = workspace.Rent(a.RowCount, 0);
    private DenseMatrix<T> _y = workspace.Rent(a.RowCount, 0);

    public GaussianFactor<T> Compute(Truncation truncation, int limit)
    {
        int most = (int)Math.Min(_n, (long)limit + options.Oversampling);
        return truncation.IsRank ? OfRank(limit, most) : ToError(truncation, limit, most);
    }

    private GaussianFactor<T> OfRank(int rank, int columns)
    {
        // Where nothing is cut, and the sketch is Gaussian still, the error is known from the sketch itself.
        if (columns == rank && options.PowerIterations == 0 && columns > 0 && columns < _n)
        {
            return ByLeaveOneOut(columns);
        }

        DenseMatrix<T> probes = Extend(columns, true);
        Core core = Factor();
        DenseMatrix<T> residual = core.ProbeResidual(probes.AsColumns(0, Probes), probes.AsColumns(Probes, Probes), rank, workspace);
        double reference = norm ?? ResidualEstimator<T>.Norm(probes.AsColumns(Probes, Probes));
        return Finish(core, rank, ResidualEstimator<T>.Relative(reference, ResidualEstimator<T>.Norm(residual)));
    }

    private GaussianFactor<T> ByLeaveOneOut(int columns)
    {
        DenseMatrix<T> r = workspace.Rent(columns, columns);
        Extend(columns, false, r);
        Core core = Factor();

        // ‖AΩ‖² / l has the mean ‖A‖².
        DenseMatrix<T> sketch = workspace.Rent(_n, columns);
        Kernels<T>.Gemm(T.One, _y.Span, r.Span, T.Zero, sketch.Span);
        double reference = norm ?? (sketch.FrobeniusNorm() / Math.Sqrt(columns));
        double relative = reference == 0 ? 0 : LeaveOneOut(core, r) / reference;
        return Finish(core, columns, new Residual(ErrorEstimateMethod.LeaveOneOut, reference, relative * relative));
    }

    /// <summary>
    /// E10: <c>est² = (1/s) Σ_j ‖(Y H⁻¹)_:j‖² / (H⁻¹)_jj²</c> for H = ΩᴴAΩ = (C R)ᴴ(C R), with Ω = Q R. With w_j = (C R)⁻ᴴ e_j that is ‖F
    /// w_j‖ / ‖w_j‖², and ‖F w‖ = ‖S Vᴴ w‖.
    /// </summary>
    private double LeaveOneOut(Core core, DenseMatrix<T> r)
    {
        if (core.Values.Length == 0 || core.Values[0] == 0)
        {
            return 0;
        }

        int s = r.ColumnCount;
        DenseMatrix<T> triangle = workspace.Rent(s, s);
        DenseMatrix<T> inverse = workspace.Rent(s, s);
        Kernels<T>.Gemm(T.One, core.Triangle.Span, r.Span, T.Zero, triangle.Span);
        Kernels<T>.Fill(T.Zero, inverse.Span);
        for (int j = 0; j < s; j++)
        {
            inverse.Span[j, j] = T.One;
        }

        Kernels<T>.SolveUpper(triangle.Span, inverse.Span);
        DenseMatrix<T> image = workspace.Rent(s, s);
        Kernels<T>.Gemm(T.One, core.VT.Span, inverse.Span.ConjugateTranspose(), T.Zero, image.Span);
        Kernels<T>.ScaleRows(core.SingularValues, image.Span);
        double[] norms = new double[s];
        for (int j = 0; j < s; j++)
        {
            double w = Kernels<T>.FrobeniusNorm(inverse.Span.Rows(j, 1));
            norms[j] = Kernels<T>.FrobeniusNorm(image.Span.Columns(j, 1)) / w / w;
        }

        return Kernels<double>.FrobeniusNorm(new MatrixSpan<double>(norms, 1, s, MatrixLayout.RowMajor, s)) / Math.Sqrt(s);
    }

    private GaussianFactor<T> ToError(Truncation truncation, int limit, int most)
    {
        DenseMatrix<T> probes = workspace.Rent(_n, 0);
        int columns = Math.Min(FirstBasis, most);
        while (true)
        {
            context.Step("sketch", _q.ColumnCount, Math.Max(1, most));
            bool isFirst = probes.ColumnCount == 0;
            DenseMatrix<T> extended = Extend(columns, isFirst);
            probes = isFirst ? extended : probes;
            DenseMatrix<T> z = probes.AsColumns(0, Probes);
            DenseMatrix<T> az = probes.AsColumns(Probes, Probes);
            double reference = norm ?? ResidualEstimator<T>.Norm(az);
            Core core = Factor();
            double floor = ResidualEstimator<T>.RoundingFloor(_n);
            double tolerance = Math.Max(truncation.RelativeTolerance(reference), floor);
            Residual whole = ResidualEstimator<T>.Relative(
                reference, ResidualEstimator<T>.Norm(core.ProbeResidual(z, az, columns, workspace)));
            if (ResidualEstimator<T>.SafeSquared(whole) <= tolerance * tolerance || columns == most)
            {
                (int rank, Residual residual) = SmallestRank(core, z, az, reference, tolerance, Math.Min(limit, columns));
                return Finish(core, rank, residual);
            }

            columns = Math.Min(most, 2 * columns);
        }
    }

    /// <summary>Takes eigenvalues away from the end as long as the probes allow it.</summary>
    private (int Rank, Residual Residual) SmallestRank(
        Core core, DenseMatrix<T> z, DenseMatrix<T> az, double reference, double tolerance, int rank)
    {
        Residual best = ResidualEstimator<T>.Relative(reference, ResidualEstimator<T>.Norm(core.ProbeResidual(z, az, rank, workspace)));
        DenseMatrix<T> residual = core.ProbeResidual(z, az, rank, workspace);
        DenseMatrix<T> coordinates = workspace.Rent(core.U.ColumnCount, Probes);
        Kernels<T>.Gemm(T.One, core.U.Span.ConjugateTranspose(), z.Span, T.Zero, coordinates.Span);
        Kernels<T>.ScaleRows(core.Values, coordinates.Span);
        while (rank > 0)
        {
            Kernels<T>.Gemm(T.One, core.U.Span.Columns(rank - 1, 1), coordinates.Span.Rows(rank - 1, 1), T.One, residual.Span);
            Residual next = ResidualEstimator<T>.Relative(reference, ResidualEstimator<T>.Norm(residual));
            if (ResidualEstimator<T>.SafeSquared(next) > tolerance * tolerance)
            {
                break;
            }

            best = next;
            rank--;
        }

        return (rank, best);
    }

    private static int Probes => ResidualEstimator<T>.ProbeCount;

    /// <summary>
    /// Grows the basis Q to a number of columns, and Y = AQ with it, in one product. If asked, probes Z and AZ come along in the same
    /// product, side by side.
    /// </summary>
    private DenseMatrix<T> Extend(int columns, bool withProbes, DenseMatrix<T>? r = null)
    {
        int old = _q.ColumnCount;
        int added = columns - old;
        int probes = withProbes ? Probes : 0;
        DenseMatrix<T> test = workspace.Rent(_n, added + probes);
        DenseMatrix<T> product = workspace.Rent(_n, added + probes);
        DenseMatrix<T> q = test.AsColumns(0, added);
        new GaussianSketch<T>(options.Seed, RandomStream.Sketch).Fill(q, old, context.MaxDegreeOfParallelism);
        new GaussianSketch<T>(options.Seed, RandomStream.Probe).Fill(test.AsColumns(added, probes), 0, context.MaxDegreeOfParallelism);
        Orthonormalize(q, r);
        int steps = options.PowerIterations + 1;
        for (int iteration = 1; iteration <= options.PowerIterations; iteration++)
        {
            context.Step($"power iteration {iteration} of {options.PowerIterations}", iteration - 1, steps);
            DenseMatrix<T> image = product.AsColumns(0, added);
            Apply(q, image);
            Kernels<T>.Copy(image.Span, q.Span);
            Orthonormalize(q, null);
        }

        context.Step("sketch", steps - 1, steps);
        Apply(test, product);
        _q = Joined(_q, q);
        _y = Joined(_y, product.AsColumns(0, added));
        if (!withProbes)
        {
            return workspace.Rent(_n, 0);
        }

        return Joined(test.AsColumns(added, probes), product.AsColumns(added, probes));
    }

    private void Apply(DenseMatrix<T> x, DenseMatrix<T> product)
    {
        a.Multiply(x, product);
        if (a is not DenseMatrix<T>)
        {
            MatrixGuard.FiniteProduct(product, a, nameof(a));
        }
    }

    /// <summary>q := an orthonormal basis of what it has outside the basis so far; twice, since the first time it may lose most of its
    /// length.</summary>
    private void Orthonormalize(DenseMatrix<T> q, DenseMatrix<T>? r)
    {
        if (_q.ColumnCount > 0)
        {
            ResidualEstimator<T>.Deflate(_q, q, workspace);
            Orthonormalizer<T>.Orthonormalize(q);
            ResidualEstimator<T>.Deflate(_q, q, workspace);
        }

        Orthonormalizer<T>.Orthonormalize(q, r);
    }

    private DenseMatrix<T> Joined(DenseMatrix<T> left, DenseMatrix<T> right)
    {
        DenseMatrix<T> joined = workspace.Rent(_n, left.ColumnCount + right.ColumnCount);
        Kernels<T>.Copy(left.Span, joined.AsColumns(0, left.ColumnCount).Span);
        Kernels<T>.Copy(right.Span, joined.AsColumns(left.ColumnCount, right.ColumnCount).Span);
        return joined;
    }

    /// <summary>The stabilised core; where rounding makes QᴴAQ indefinite the shift grows tenfold, where more than rounding does the
    /// input is refused.</summary>
    private Core Factor()
    {
        int l = _q.ColumnCount;
        double size = _y.FrobeniusNorm();
        DenseMatrix<T> triangle = workspace.Rent(l, l);
        if (size == 0 || l == 0)
        {
            Kernels<T>.Fill(T.Zero, triangle.Span);
            return new Core(_q, new double[l], new double[l], triangle, triangle, 0);
        }

        DenseMatrix<T> gram = workspace.Rent(l, l);
        DenseMatrix<T> shifted = workspace.Rent(_n, l);
        Kernels<T>.Gemm(T.One, _q.Span.ConjugateTranspose(), _y.Span, T.Zero, gram.Span);
        MakeHermitian(gram, size);
        double shift = Scalar<T>.Epsilon * size;
        while (true)
        {
            Kernels<T>.Copy(gram.Span, triangle.Span);
            for (int j = 0; j < l; j++)
            {
                triangle.Span[j, j] += Scalar<T>.FromDouble(shift);
            }

            if (Kernels<T>.TryCholesky(triangle.Span))
            {
                break;
            }

            shift *= 10;
            if (shift > LargestShift * Scalar<T>.Epsilon * size)
            {
                ThrowIndefinite(gram);
            }
        }

        ClearLower(triangle);
        AddShifted(shift, shifted);
        Kernels<T>.SolveUpperFromRight(triangle.Span, shifted.Span);
        ThinSvd<T> svd = ThinSvd<T>.Of(shifted);
        double[] values = Array.ConvertAll(svd.S, s => Math.Max(0, (s * s) - shift));
        return new Core(svd.U, svd.S, values, svd.VT, triangle, shift);
    }

    private static void MakeHermitian(DenseMatrix<T> gram, double size)
    {
        MatrixSpan<T> h = gram.Span;
        double largest = 0;
        T half = Scalar<T>.FromDouble(0.5);
        for (int j = 0; j < h.ColumnCount; j++)
        {
            for (int i = 0; i <= j; i++)
            {
                T mirrored = Scalar<T>.Conjugate(h[j, i]);
                largest = Math.Max(largest, Scalar<T>.Abs(h[i, j] - mirrored));
                h[i, j] = (h[i, j] * half) + (mirrored * half);
            }
        }

        if (largest > PsdGuard.Tolerance<T>() * size)
        {
            PsdGuard.ThrowNotHermitian(FormattableString.Invariant(
                $"for two unit vectors x and y, yᴴAx and the conjugate of xᴴAy differ by {largest:G3}"), nameof(a));
        }
    }

    private static void ThrowIndefinite(DenseMatrix<T> gram)
    {
        double[] values = new double[gram.ColumnCount];
        Kernels<T>.Eigh(gram.Span, values);
        PsdGuard.ThrowIndefinite(FormattableString.Invariant($"for some unit vector x, xᴴAx is {values[0]:G3}"), nameof(a));
    }

    private static void ClearLower(DenseMatrix<T> triangle)
    {
        for (int j = 0; j < triangle.ColumnCount; j++)
        {
            triangle.Span.Major(j)[(j + 1)..].Clear();
        }
    }

    /// <summary>destination := Y + νQ.</summary>
    private void AddShifted(double shift, DenseMatrix<T> destination)
    {
        T factor = Scalar<T>.FromDouble(shift);
        for (int j = 0; j < destination.ColumnCount; j++)
        {
            ReadOnlySpan<T> y = _y.Span.Major(j);
            ReadOnlySpan<T> q = _q.Span.Major(j);
            Span<T> sum = destination.Span.Major(j);
            for (int i = 0; i < sum.Length; i++)
            {
                sum[i] = y[i] + (factor * q[i]);
            }
        }
    }

    private GaussianFactor<T> Finish(Core core, int rank, Residual residual)
    {
        DenseMatrix<T> factor = DenseMatrix.Uninitialized<T>(_n, rank, MatrixLayout.ColumnMajor);
        Kernels<T>.Copy(core.U.AsColumns(0, rank).Span, factor.Span);
        for (int j = 0; j < rank; j++)
        {
            Kernels<T>.ScaleVector(Scalar<T>.FromDouble(Math.Sqrt(core.Values[j])), factor.Span.Major(j));
        }

        return new GaussianFactor<T>(factor, ResidualEstimator<T>.Estimate(residual, 0, _n), core.Shift);
    }

    /// <summary>F = U S Vᴴ, the eigenvalues (S² − ν)₊, and the triangle C.</summary>
    private sealed record Core(
        DenseMatrix<T> U, double[] SingularValues, double[] Values, DenseMatrix<T> VT, DenseMatrix<T> Triangle, double Shift)
    {
        /// <summary>AZ − U_k Λ_k U_kᴴ Z.</summary>
        public DenseMatrix<T> ProbeResidual(DenseMatrix<T> z, DenseMatrix<T> az, int rank, Workspace<T> workspace)
        {
            DenseMatrix<T> residual = workspace.Rent(az.RowCount, az.ColumnCount);
            DenseMatrix<T> coordinates = workspace.Rent(rank, z.ColumnCount);
            Kernels<T>.Copy(az.Span, residual.Span);
            DenseMatrix<T> u = U.AsColumns(0, rank);
            Kernels<T>.Gemm(T.One, u.Span.ConjugateTranspose(), z.Span, T.Zero, coordinates.Span);
            Kernels<T>.ScaleRows(Values, coordinates.Span);
            Kernels<T>.Gemm(-T.One, u.Span, coordinates.Span, T.One, residual.Span);
            return residual;
        }
    }
}

using System.Numerics;
using LowRank.Errors;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Operators;
using LowRank.Random;
using LowRank.Sketching;
using LowRank.Tall;

namespace LowRank;

/// <summary>
/// The two sketches AX and AᴴY of a matrix that need not be kept: it may arrive in pieces, be scaled, and change. At any time they give a
/// low-rank approximation of what has been added up so far.
/// </summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
/// <remarks>Memory: (m + n)(4r + 2l + 20) elements or less. Not for use by several threads at once.</remarks>
public sealed class GeneralizedNystromSketch<T>
    where T : unmanaged, INumberBase<T>
{
    private readonly GeneralizedNystromOptions _options;
    private readonly RowSpace _rows;
    private readonly DenseMatrix<T> _right;
    private readonly DenseMatrix<T> _left;
    private readonly DenseMatrix<T> _image;
    private readonly DenseMatrix<T> _adjointImage;

    /// <summary>Starts with a matrix of zeros.</summary>
    /// <param name="rows">The number of rows m.</param>
    /// <param name="columns">The number of columns n.</param>
    /// <param name="rank">The rank r, 0 … min(m, n).</param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative, the rank is negative or greater than min(m, n), or an
    /// option is out of range.</exception>
    public GeneralizedNystromSketch(int rows, int columns, int rank, GeneralizedNystromOptions? options = null)
        : this(RowSpace.Local(NotNegative(rows)), columns, rank, options)
    {
    }

    /// <summary>Of a matrix in parts: every part has its rows of AX and Y, and the whole of X and AᴴY.</summary>
    internal GeneralizedNystromSketch(RowSpace rows, int columns, int rank, GeneralizedNystromOptions? options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        Truncation.Rank(rank).RankLimit(rows.Count, columns, nameof(rank));
        _options = options ?? new GeneralizedNystromOptions();
        _options.Validate();
        _rows = rows;
        Rank = rank;
        int leftColumns = (int)Math.Min(rows.Count, (long)rank + (_options.Oversampling ?? Math.Max(2, rank / 2)));

        // The probes of the error stand behind X, so that one product serves both.
        _right = New(columns, rank + Probes);
        _left = New(rows.LocalCount, leftColumns);
        _image = New(rows.LocalCount, rank + Probes);
        _adjointImage = New(columns, leftColumns);
        new GaussianSketch<T>(_options.Seed, RandomStream.Sketch).Fill(_right.AsColumns(0, rank), 0, _options.MaxDegreeOfParallelism);
        new GaussianSketch<T>(_options.Seed, RandomStream.Probe).Fill(_right.AsColumns(rank, Probes), 0, _options.MaxDegreeOfParallelism);
        new GaussianSketch<T>(_options.Seed, RandomStream.LeftSketch).Fill(_left, 0, _options.MaxDegreeOfParallelism, rows);
    }

    /// <summary>The number of rows m.</summary>
    public int RowCount => _left.RowCount;

    /// <summary>The number of columns n.</summary>
    public int ColumnCount => _right.RowCount;

    /// <summary>The rank r of approximations.</summary>
    public int Rank { get; }

    private static int Probes => ResidualEstimator<T>.ProbeCount;

    /// <summary>Computes <c>A := A + factor · H</c>.</summary>
    /// <param name="update">H, m × n; an update of low rank is best given as an operator, such as any low-rank result.</param>
    /// <param name="factor">The factor; −1 takes an update back.</param>
    /// <exception cref="ArgumentException">H has another shape, or products that are not finite. The sketch is unchanged then.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not finite.</exception>
    public void Add(ILinearOperator<T> update, double factor = 1)
    {
        ArgumentNullException.ThrowIfNull(update);
        MatrixGuard.HasShape(update, RowCount, ColumnCount, nameof(update));
        CheckFactor(factor);
        if (update is DenseMatrix<T> dense)
        {
            MatrixGuard.Finite(dense, nameof(update), _options.MaxDegreeOfParallelism);
        }

        Accumulate(update, factor);
    }

    /// <summary>Adds some rows: <c>A[firstRow …, :] := A[firstRow …, :] + rows</c>. The rows of a matrix may so arrive in pieces, each
    /// added once.</summary>
    /// <param name="firstRow">The first row, from 0.</param>
    /// <param name="rows">A p × n matrix.</param>
    /// <exception cref="ArgumentException">The rows have other than n columns, do not fit below row m, or are not finite.</exception>
    public void AddRows(int firstRow, DenseMatrix<T> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (firstRow < 0 || firstRow > RowCount - rows.RowCount || rows.ColumnCount != ColumnCount)
        {
            throw new ArgumentException(
                $"{MatrixGuard.Shape(rows)} rows from row {firstRow} on do not fit into a {RowCount} × {ColumnCount} matrix.",
                nameof(rows));
        }

        MatrixGuard.Finite(rows, nameof(rows), _options.MaxDegreeOfParallelism);
        DenseMatrix<T> image = _image.AsRows(firstRow, rows.RowCount);
        DenseMatrix<T> left = _left.AsRows(firstRow, rows.RowCount);
        Kernels<T>.Gemm(T.One, rows.Span, _right.Span, T.One, image.Span);
        Kernels<T>.Gemm(T.One, rows.Span.ConjugateTranspose(), left.Span, T.One, _adjointImage.Span);
    }

    /// <summary>Computes <c>A := factor · A</c>.</summary>
    /// <param name="factor">The factor.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not finite.</exception>
    public void Scale(double factor)
    {
        CheckFactor(factor);
        Kernels<T>.Scale(Scalar<T>.FromDouble(factor), _image.Span);
        Kernels<T>.Scale(Scalar<T>.FromDouble(factor), _adjointImage.Span);
    }

    /// <summary>The approximation of the matrix as it is now.</summary>
    /// <returns>The factors; they do not change with the sketch.</returns>
    /// <exception cref="NonConvergenceException">LAPACK's <c>gesdd</c> and <c>gesvd</c> both failed.</exception>
    /// <remarks>Cost: 4(m + n)r² flops.</remarks>
    public GeneralizedNystrom<T> ToApproximation() => Factor(null);

    /// <summary>A := A + factor · H, from one reading where H hands out its rows.</summary>
    /// <returns>‖H‖_F, where that reading told it.</returns>
    internal double? Accumulate(ILinearOperator<T> update, double factor)
    {
        using Workspace<T> workspace = new();
        DenseMatrix<T> image = workspace.Rent(RowCount, _image.ColumnCount);
        DenseMatrix<T> adjointImage = workspace.Rent(ColumnCount, _adjointImage.ColumnCount);
        double? norm = null;
        if (RowBlockOperator<T>.Of(update) is { } rows)
        {
            norm = rows.Measure(new RowPass<T>(x: _right, image: image, left: _left, adjoint: adjointImage));
        }
        else
        {
            update.Multiply(_right, image);
            update.MultiplyAdjoint(_left, adjointImage);
        }

        if (update is not DenseMatrix<T>)
        {
            MatrixGuard.FiniteProduct(Tall(image).FrobeniusNorm(), update, nameof(update));
            MatrixGuard.FiniteProduct(adjointImage, update, nameof(update));
        }

        AddScaled(factor, image, _image);
        AddScaled(factor, adjointImage, _adjointImage);
        return norm;
    }

    /// <summary>
    /// The stable form: of the core YᴴAX = U S Vᴴ singular values below rounding are left out, and each factor takes one side of its
    /// pseudo-inverse (Nakatsukasa 2020, section 5).
    /// </summary>
    internal GeneralizedNystrom<T> Factor(double? norm)
    {
        using Workspace<T> workspace = new();
        DenseMatrix<T> image = _image.AsColumns(0, Rank);
        DenseMatrix<T> core = workspace.Rent(_left.ColumnCount, Rank);
        Tall(_left).MultiplyAdjoint(Tall(image), core);
        ThinSvd<T> svd = ThinSvd<T>.Of(core);
        _rows.Unify(svd.U);
        _rows.Unify(svd.VT);
        _rows.Broadcast(System.Runtime.InteropServices.MemoryMarshal.AsBytes(svd.S.AsSpan()));
        int rank = svd.S.Count(s => s > 8 * Scalar<T>.Epsilon * svd.S[0]);

        DenseMatrix<T> left = DenseMatrix.Uninitialized<T>(RowCount, rank, MatrixLayout.ColumnMajor);
        Kernels<T>.Gemm(T.One, image.Span, svd.VT.AsRows(0, rank).Span.ConjugateTranspose(), T.Zero, left.Span);
        for (int j = 0; j < rank; j++)
        {
            Kernels<T>.ScaleVector(Scalar<T>.FromDouble(1 / svd.S[j]), left.Span.Major(j));
        }

        DenseMatrix<T> right = DenseMatrix.Uninitialized<T>(rank, ColumnCount, MatrixLayout.RowMajor);
        Kernels<T>.Gemm(T.One, svd.U.AsColumns(0, rank).Span.ConjugateTranspose(), _adjointImage.Span.ConjugateTranspose(), T.Zero,
            right.Span);
        return new GeneralizedNystrom<T>(left, right, Measure(left, right, norm, workspace));
    }

    /// <summary>AZ − Â Z for the probes Z.</summary>
    private ErrorEstimate Measure(DenseMatrix<T> left, DenseMatrix<T> right, double? norm, Workspace<T> workspace)
    {
        DenseMatrix<T> products = _image.AsColumns(Rank, Probes);
        DenseMatrix<T> residual = workspace.Rent(RowCount, Probes);
        DenseMatrix<T> inside = workspace.Rent(right.RowCount, Probes);
        Kernels<T>.Copy(products.Span, residual.Span);
        Kernels<T>.Gemm(T.One, right.Span, _right.AsColumns(Rank, Probes).Span, T.Zero, inside.Span);
        Kernels<T>.Gemm(-T.One, left.Span, inside.Span, T.One, residual.Span);
        double reference = norm ?? ResidualEstimator<T>.Norm(Tall(products));
        Residual measured = ResidualEstimator<T>.OfFigure(
            reference, ResidualEstimator<T>.Plain(Tall(residual).FrobeniusNorm()), null) with
        {
            Reference = norm is not null ? default : NormKnowledge.ByProbes(
                ResidualEstimator<T>.DegreesOfFreedom, Tall(left).NormOfProduct(right.Span, workspace), reference),
        };
        return ResidualEstimator<T>.Estimate(measured, 0, _rows.Larger(ColumnCount));
    }

    private TallBlock<T> Tall(DenseMatrix<T> own) => new(own, _rows);

    private static int NotNegative(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        return rows;
    }

    private static void AddScaled(double factor, DenseMatrix<T> source, DenseMatrix<T> destination)
    {
        T scale = Scalar<T>.FromDouble(factor);
        for (int j = 0; j < destination.ColumnCount; j++)
        {
            ReadOnlySpan<T> from = source.Span.Major(j);
            Span<T> to = destination.Span.Major(j);
            for (int i = 0; i < to.Length; i++)
            {
                to[i] += scale * from[i];
            }
        }
    }

    private static void CheckFactor(double factor)
    {
        if (!double.IsFinite(factor))
        {
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "The factor must be finite.");
        }
    }

    private static DenseMatrix<T> New(int rows, int columns) => DenseMatrix.Create<T>(rows, columns, MatrixLayout.ColumnMajor);
}

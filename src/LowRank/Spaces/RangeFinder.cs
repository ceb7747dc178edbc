using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Operators;
using LowRank.Random;
using LowRank.Sketching;
using LowRank.Tall;

namespace LowRank.Spaces;

/// <summary>An orthonormal basis of an approximate range, and what A does to it.</summary>
/// <param name="Q">m × l, orthonormal columns.</param>
/// <param name="AdjointProduct">AᴴQ, n × l, so that QQᴴA = Q (AᴴQ)ᴴ.</param>
/// <param name="Residual">What A has outside the basis.</param>
/// <param name="Spectral">The same in the spectral norm, where that was asked for.</param>
internal readonly record struct RangeBasis<T>(
    DenseMatrix<T> Q, DenseMatrix<T> AdjointProduct, Residual Residual, SpectralResidual? Spectral = null)
    where T : unmanaged, INumberBase<T>;

/// <summary>
/// The randomised range finder by subspace iteration (Halko, Martinsson and Tropp 2011, algorithms 4.4 and 4.2), orthonormalised between
/// any two products. The memory it returns belongs to the workspace that it is given.
/// </summary>
internal sealed class RangeFinder<T>(
    ILinearOperator<T> a, double? norm, int powerIterations, ulong seed, RunContext context, Workspace<T> workspace,
    SketchKind sketch = SketchKind.Gaussian)
    where T : unmanaged, INumberBase<T>
{
    // Columns that the adaptive finder adds at a time: enough for the products to run at full speed, few enough not to overshoot much.
    private const int SmallestBlock = 8;
    private const int LargestBlock = 64;

    /// <summary>A basis of a given size l ≤ min(m, n), in 2q + 2 products with n × l or m × l matrices.</summary>
    public RangeBasis<T> Find(int columns)
    {
        DenseMatrix<T> y = workspace.Rent(a.RowCount, columns);
        DenseMatrix<T> z = workspace.Rent(a.ColumnCount, columns);

        // Without a power iteration the triangular factor of A Ω holds an estimate of the residual that costs no product. It speaks of
        // one column less, so where the norm is known, and with it that the error is tiny, probes say more.
        bool leaveOneOut = norm is null && powerIterations == 0 && sketch == SketchKind.Gaussian
            && columns < Math.Min(a.RowCount, a.ColumnCount);
        DenseMatrix<T>? r = leaveOneOut && columns > 1 ? workspace.Rent(columns, columns) : null;
        Iterate(y, z, 0, null, context, r);
        return WithResidual(y, z, r);
    }

    /// <summary>The basis that some orthonormal Q (m × l) makes: one product, and the residual.</summary>
    public RangeBasis<T> Complete(DenseMatrix<T> q)
    {
        context.Step("projection", (2 * powerIterations) + 1, (2 * powerIterations) + 2);
        DenseMatrix<T> z = workspace.Rent(a.ColumnCount, q.ColumnCount);
        a.MultiplyAdjoint(q, z);
        return WithResidual(q, z, null);
    }

    /// <summary>The same without a look at what the basis leaves out: Q and AᴴQ.</summary>
    public (DenseMatrix<T> Q, DenseMatrix<T> AdjointProduct) FindBasis(int columns)
    {
        DenseMatrix<T> y = workspace.Rent(a.RowCount, columns);
        DenseMatrix<T> z = workspace.Rent(a.ColumnCount, columns);
        Iterate(y, z, 0, null, context, null);
        return (y, z);
    }

    /// <summary>Q alone: one product less.</summary>
    public DenseMatrix<T> FindLeft(int columns)
    {
        DenseMatrix<T> y = workspace.Rent(a.RowCount, columns);
        Power(y, workspace.Rent(a.ColumnCount, columns), 0, null, context, null);
        return y;
    }

    /// <summary>
    /// A basis that leaves out no more than the tolerance, of either norm, grown block by block (Yu, Gu and Li 2018, with power
    /// iterations). The indicator ‖A‖² − ‖B‖² is used as long as it can resolve the error, then probes that are deflated along with the
    /// growth. A tolerance below rounding is taken as rounding: past it there are no directions left to find.
    /// </summary>
    /// <param name="truncation">The tolerance.</param>
    /// <param name="limit">The largest basis.</param>
    public RangeBasis<T> FindAdaptively(Truncation truncation, int limit)
    {
        int block = Math.Clamp(Math.Min(a.RowCount, a.ColumnCount) / 10, SmallestBlock, LargestBlock);
        ResidualTracker<T> residual = new(a, norm, seed, context, workspace);
        double tolerance = truncation.RelativeTolerance(residual.Current.Norm);
        tolerance = Math.Max(tolerance, ResidualEstimator<T>.RoundingFloor(Math.Max(a.RowCount, a.ColumnCount)));
        SpectralTracker<T>? spectral = truncation.IsSpectral ? new(a, truncation, limit, residual.Current.Norm, seed, context) : null;
        bool isReached = residual.Current.Norm == 0;
        DenseMatrix<T> q = workspace.Rent(a.RowCount, Math.Min(limit, 2 * block));
        DenseMatrix<T> b = workspace.Rent(a.ColumnCount, q.ColumnCount);
        int size = 0;
        double captured = 0;
        while (size < limit && !isReached
            && (spectral is not null || ResidualEstimator<T>.SafeSquared(residual.Current) > tolerance * tolerance))
        {
            int count = Math.Min(block, limit - size);
            if (size + count > q.ColumnCount)
            {
                int capacity = Math.Min(limit, 2 * q.ColumnCount);
                q = Grow(q, capacity);
                b = Grow(b, capacity);
            }

            DenseMatrix<T> newQ = q.AsColumns(size, count);
            DenseMatrix<T> newB = b.AsColumns(size, count);
            Iterate(newQ, newB, size, q.AsColumns(0, size), context.Part((double)size / limit, (double)(size + count) / limit), null);
            captured = double.Hypot(captured, Kernels<T>.FrobeniusNorm(newB.Span));
            size += count;
            residual.Grow(q.AsColumns(0, size), newQ, captured);
            isReached = spectral is not null && spectral.IsReached(q.AsColumns(0, size), newB, () => SingularValues(b.AsColumns(0, size)));
        }

        DenseMatrix<T> found = q.AsColumns(0, size);
        return new RangeBasis<T>(found, b.AsColumns(0, size), residual.Current, spectral?.Measure(found));
    }

    private RangeBasis<T> WithResidual(DenseMatrix<T> q, DenseMatrix<T> adjointProduct, DenseMatrix<T>? r)
    {
        double captured = Kernels<T>.FrobeniusNorm(adjointProduct.Span);
        Residual residual = ResidualEstimator<T>.KnownOfBasis(norm, captured)
            ?? (r is null ? null : ResidualEstimator<T>.LeaveOneOut(norm, r, captured))
            ?? ResidualEstimator<T>.OfBasis(a, norm, q, captured, seed, context);
        return new RangeBasis<T>(q, adjointProduct, residual);
    }

    /// <summary>y as <see cref="Power"/> leaves it; z := Aᴴ y.</summary>
    private void Iterate(DenseMatrix<T> y, DenseMatrix<T> z, int firstColumn, DenseMatrix<T>? previous, RunContext part, DenseMatrix<T>? r)
    {
        Power(y, z, firstColumn, previous, part, r);
        part.Step("projection", (2 * powerIterations) + 1, (2 * powerIterations) + 2);
        a.MultiplyAdjoint(y, z);
    }

    /// <summary>
    /// y := an orthonormal basis of (A Aᴴ)^q A Ω, orthogonal to <paramref name="previous"/>, with Ω the sketch's columns from firstColumn
    /// on, and A Ω = y r without power iterations; z is overwritten.
    /// </summary>
    private void Power(DenseMatrix<T> y, DenseMatrix<T> z, int firstColumn, DenseMatrix<T>? previous, RunContext part, DenseMatrix<T>? r)
    {
        int steps = (2 * powerIterations) + 2;
        part.Step("sketch", 0, steps);
        new Sketch<T>(sketch, seed, RandomStream.Sketch, y.ColumnCount).Fill(z, firstColumn, context.MaxDegreeOfParallelism);
        a.Multiply(z, y);
        if (a is not (DenseMatrix<T> or CountedOperator<T>))
        {
            MatrixGuard.FiniteProduct(y, a, nameof(a));
        }

        Orthonormalize(y, previous, r);
        for (int iteration = 1; iteration <= powerIterations; iteration++)
        {
            part.Step($"power iteration {iteration} of {powerIterations}", (2 * iteration) - 1, steps);
            a.MultiplyAdjoint(y, z);
            Orthonormalizer<T>.Orthonormalize(z);
            part.Step($"power iteration {iteration} of {powerIterations}", 2 * iteration, steps);
            a.Multiply(z, y);
            Orthonormalize(y, previous, null);
        }
    }

    /// <summary>y := an orthonormal basis of what y has outside the previous columns. Twice is enough, since y is orthonormal the second
    /// time.</summary>
    private void Orthonormalize(DenseMatrix<T> y, DenseMatrix<T>? previous, DenseMatrix<T>? r)
    {
        if (previous is null || previous.ColumnCount == 0)
        {
            Orthonormalizer<T>.Orthonormalize(y, r);
            return;
        }

        for (int pass = 0; pass < 2; pass++)
        {
            ResidualEstimator<T>.Deflate(previous, y, workspace);
            Orthonormalizer<T>.Orthonormalize(y);
        }
    }

    private static double[] SingularValues(DenseMatrix<T> product)
    {
        double[] values = new double[Math.Min(product.RowCount, product.ColumnCount)];
        Kernels<T>.SingularValues(product.Span, values);
        return values;
    }

    private DenseMatrix<T> Grow(DenseMatrix<T> columns, int capacity)
    {
        DenseMatrix<T> grown = workspace.Rent(columns.RowCount, capacity);
        Kernels<T>.Copy(columns.Span, grown.AsColumns(0, columns.ColumnCount).Span);
        return grown;
    }
}

using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Spaces;
using LowRank.Tall;

namespace LowRank.Tests;

public sealed class ResidualTrackerOfSingle : ResidualTrackerTests<float>;

public sealed class ResidualTrackerOfDouble : ResidualTrackerTests<double>;

public sealed class ResidualTrackerOfComplex : ResidualTrackerTests<Complex>;

public abstract class ResidualTrackerTests<T>
    where T : unmanaged, INumberBase<T>
{
    private static RunContext Context => new(new TruncatedSvdOptions(), CancellationToken.None);

    /// <summary>Probes that are deflated along with a growing basis are those that are deflated by all of it at once.</summary>
    [Fact]
    public void Deflating_block_by_block_is_deflating_at_once()
    {
        (DenseMatrix<T> a, DenseMatrix<T> q) = Problem();
        using Workspace<T> workspace = new();
        ResidualTracker<T> tracker = new(a, null, 3, Context, workspace);
        double norm = PlainProbes<T>.OfBasis(a, null, q.AsColumns(0, 1), double.NaN, 3, Context).Norm;
        Assert.Equal(norm, tracker.Norm);
        foreach (int columns in new[] { 2, 2, 5, 6 })
        {
            Residual expected = PlainProbes<T>.OfBasis(a, null, q.AsColumns(0, columns), double.NaN, 3, Context);
            AssertSame(expected, tracker.Of(TallBlock<T>.Whole(q.AsColumns(0, columns)), double.NaN));
            Assert.Equal(norm, tracker.Norm);
        }
    }

    /// <summary>At the end of a search they say what they say of a basis that is there from the start.</summary>
    [Fact]
    public void At_the_end_directions_of_the_residual_are_found()
    {
        (DenseMatrix<T> a, DenseMatrix<T> q) = Problem();
        foreach (double? norm in new double?[] { null, a.FrobeniusNorm() })
        {
            // By its word all is captured: the identity cannot tell what is left.
            double captured = norm ?? 3;
            using Workspace<T> workspace = new();
            ResidualTracker<T> tracker = new(a, norm, 3, Context, workspace);
            tracker.Of(TallBlock<T>.Whole(q.AsColumns(0, 2)), captured);
            Residual expected = ResidualEstimator<T>.OfBasis(a, norm, q, captured, 3, Context);
            AssertSame(expected, tracker.Sharp(TallBlock<T>.Whole(q), captured));
            AssertSame(expected, tracker.Sharp(TallBlock<T>.Whole(q), captured));
        }
    }

    /// <summary>After a restart the basis is another one, which need not be larger.</summary>
    [Fact]
    public void After_a_restart_the_probes_are_drawn_again()
    {
        (DenseMatrix<T> a, DenseMatrix<T> q) = Problem();
        using Workspace<T> workspace = new();
        ResidualTracker<T> tracker = new(a, null, 3, Context, workspace);
        tracker.Restarted();
        tracker.Of(TallBlock<T>.Whole(q), double.NaN);
        tracker.Restarted();
        DenseMatrix<T> other = q.AsColumns(3, 2);
        Residual expected = PlainProbes<T>.OfBasis(a, null, other, double.NaN, 3, Context);
        AssertSame(expected, tracker.Of(TallBlock<T>.Whole(other), double.NaN));
    }

    /// <summary>With a known norm the identity answers as long as it can; then the probes do, for good.</summary>
    [Fact]
    public void The_identity_comes_before_the_probes()
    {
        (DenseMatrix<T> a, DenseMatrix<T> q) = Problem();
        double norm = a.FrobeniusNorm();
        using Workspace<T> workspace = new();
        ResidualTracker<T> tracker = new(a, norm, 3, Context, workspace);
        Assert.Equal(norm, tracker.Norm);
        Residual residual = tracker.Of(TallBlock<T>.Whole(q.AsColumns(0, 2)), norm / 2);
        Assert.Equal((ErrorEstimateMethod.ExactIdentity, norm), (residual.Method, residual.Norm));
        Expect.Close(residual.Squared, 0.75, Expect.Rounding<T>(1, 1), "1 − 1/4");

        // Captured all, by its word: the identity cannot tell what is left.
        residual = tracker.Of(TallBlock<T>.Whole(q), norm);
        AssertSame(PlainProbes<T>.OfBasis(a, norm, q, norm, 3, Context), residual);
        Assert.Equal((ErrorEstimateMethod.RandomProbe, norm), (residual.Method, residual.Norm));
        Assert.Equal(ErrorEstimateMethod.RandomProbe, tracker.Of(TallBlock<T>.Whole(q), norm / 2).Method);
        Assert.Equal(norm, tracker.Norm);
    }

    /// <summary>Nothing is measured before it is asked for, and nothing twice.</summary>
    [Fact]
    public void The_probes_cost_one_product()
    {
        (DenseMatrix<T> a, DenseMatrix<T> q) = Problem();
        using Workspace<T> workspace = new();
        Counting counting = new(a);
        ResidualTracker<T> tracker = new(counting, null, 3, Context, workspace);
        Assert.Equal(0, counting.Products);
        tracker.Of(TallBlock<T>.Whole(q.AsColumns(0, 2)), double.NaN);
        tracker.Of(TallBlock<T>.Whole(q), double.NaN);
        Assert.True(tracker.Norm > 0);
        Assert.Equal(1, counting.Products);
        ResidualTracker<T> known = new(counting, a.FrobeniusNorm(), 3, Context, workspace);
        Assert.True(known.Norm > 0);
        known.Restarted();
        known.Of(TallBlock<T>.Whole(q), 0);
        Assert.Equal(1, counting.Products);

        // What has not been deflated yet is as good as new.
        ResidualTracker<T> fresh = new(counting, null, 3, Context, workspace);
        Assert.True(fresh.Norm > 0);
        fresh.Restarted();
        fresh.Of(TallBlock<T>.Whole(q), double.NaN);
        Assert.Equal(2, counting.Products);
    }

    private static void AssertSame(Residual expected, Residual measured)
    {
        Assert.Equal(expected.Method, measured.Method);
        Expect.Close(measured.Norm, expected.Norm, Expect.Rounding<T>(30, expected.Norm), "‖A‖");
        Expect.Close(measured.Squared, expected.Squared, Expect.Rounding<T>(30, 1), "the squared residual");
    }

    private static (DenseMatrix<T> A, DenseMatrix<T> Q) Problem()
    {
        DenseMatrix<T> q = new Stored<T>(Storage.Workspace, Oracle.Gaussian<T>(30, 6, 2)).Matrix;
        Orthonormalizer<T>.Orthonormalize(q);
        return (Oracle.ToMatrix<T>(Oracle.Gaussian<T>(30, 20, 1)), q);
    }

    private sealed class Counting(DenseMatrix<T> a) : ILinearOperator<T>
    {
        public int Products { get; private set; }

        public int RowCount => a.RowCount;

        public int ColumnCount => a.ColumnCount;

        public void Multiply(DenseMatrix<T> x, DenseMatrix<T> destination)
        {
            Products++;
            a.Multiply(x, destination);
        }

        public void MultiplyAdjoint(DenseMatrix<T> x, DenseMatrix<T> destination) => a.MultiplyAdjoint(x, destination);
    }
}

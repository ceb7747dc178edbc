using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Tests;

public sealed class UpdatablePseudoInversePropertiesOfSingle : UpdatablePseudoInverseProperties<float>;

public sealed class UpdatablePseudoInversePropertiesOfDouble : UpdatablePseudoInverseProperties<double>;

public sealed class UpdatablePseudoInversePropertiesOfComplex : UpdatablePseudoInverseProperties<Complex>;

/// <summary>Whatever comes and goes, the kept matrix is what a computation from scratch gives.</summary>
public abstract class UpdatablePseudoInverseProperties<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>A⁺ follows sixteen random updates; the new vectors are generic, dependent on what is there, or zero.</summary>
    [Fact]
    public void Updates_in_any_order_follow_recomputation() => PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.3));
        UpdatablePseudoInverse<T> updatable = PseudoInverse.Updatable(known.Matrix);
        known.AssertUnchanged();
        System.Random random = new((int)c.Seed + 1);
        for (int step = 0; step < 16; step++)
        {
            Complex[,] a = Oracle.Of(updatable.InputToDense());
            int m = a.RowCount();
            int n = a.ColumnCount();
            int seed = random.Next(1 << 20);
            int kind = random.Next(3);
            switch (random.Next(4))
            {
                case 0:
                    updatable.AppendColumn(Oracle.ToMatrix<T>(NewVector(a, kind, seed)));
                    break;
                case 1:
                    updatable.AppendRow(Oracle.ToMatrix<T>(Oracle.Transpose(NewVector(Oracle.Transpose(a), kind, seed))));
                    break;
                case 2 when n > 0:
                    int column = random.Next(n);
                    updatable.RemoveColumn(column);
                    a = a.Columns([.. Enumerable.Range(0, n).Where(j => j != column)]);
                    Expect.SameBits(Oracle.Of(updatable.InputToDense()), a, "A without a column");
                    break;
                case 3 when m > 0:
                    int row = random.Next(m);
                    updatable.RemoveRow(row);
                    a = a.Rows([.. Enumerable.Range(0, m).Where(i => i != row)]);
                    Expect.SameBits(Oracle.Of(updatable.InputToDense()), a, "A without a row");
                    break;
            }

            CheckAgainstRecomputation(updatable, $"step {step}");
        }
    }, tests: 60);

    [Fact]
    public void A_matrix_can_grow_from_nothing_and_shrink_to_nothing()
    {
        Complex[,] a = Oracle.Gaussian<T>(6, 9, 3);
        UpdatablePseudoInverse<T> updatable = PseudoInverse.Updatable(DenseMatrix.Create<T>(6, 0));
        for (int j = 0; j < 9; j++)
        {
            updatable.AppendColumn(Oracle.ToMatrix<T>(a.Columns([j])));
            Assert.Equal(Math.Min(6, j + 1), updatable.Rank);
            CheckAgainstRecomputation(updatable, $"{j + 1} columns");
        }

        Expect.SameBits(Oracle.Of(updatable.InputToDense()), a, "A");
        for (int i = 5; i >= 0; i--)
        {
            updatable.RemoveRow(i / 2);
            Assert.Equal(i, updatable.Rank);
            CheckAgainstRecomputation(updatable, $"{i} rows");
        }
    }

    /// <summary>Removing one of two nearly parallel columns leaves a small A⁺ of a huge one: only starting over keeps its digits.</summary>
    [Fact]
    public void Cancellation_is_noticed_and_mended()
    {
        double tiny = Scalar<T>.IsSingle ? 1e-3 : 1e-8;
        Complex[,] a = Oracle.Gaussian<T>(20, 6, 1);
        Complex[,] offset = Oracle.Gaussian<T>(20, 1, 2, tiny);
        Complex[,] near = Oracle.Build(20, 7, (i, j) => j < 6 ? a[i, j] : a[i, 2] + offset[i, 0]);
        UpdatablePseudoInverse<T> updatable = PseudoInverse.Updatable(Oracle.ToMatrix<T>(near));
        Assert.Equal((7, 1), (updatable.Rank, updatable.RefreshCount));
        updatable.RemoveColumn(6);
        Assert.Equal((6, 2), (updatable.Rank, updatable.RefreshCount));
        CheckAgainstRecomputation(updatable, "without the twin");
    }

    [Fact]
    public void Many_updates_do_not_add_up()
    {
        UpdatablePseudoInverse<T> updatable = PseudoInverse.Updatable(Oracle.ToMatrix<T>(Oracle.Gaussian<T>(12, 8, 1)));
        for (int step = 0; step < 150; step++)
        {
            updatable.AppendRow(Oracle.ToMatrix<T>(Oracle.Gaussian<T>(1, 8, step + 2)));
            updatable.RemoveRow(0);
        }

        Assert.True(updatable.RefreshCount is >= 3 and <= 10, $"{updatable.RefreshCount} refreshes");
        CheckAgainstRecomputation(updatable, "after 300 updates");
        Expect.AtMost(updatable.MeasureError().RelativeFrobenius, Expect.Rounding<T>(12, 10), "the measured error");
        int before = updatable.RefreshCount;
        updatable.Refresh();
        Assert.Equal(before + 1, updatable.RefreshCount);
    }

    [Fact]
    public void The_measured_error_is_not_blind()
    {
        Complex[,] a = Oracle.Gaussian<T>(12, 8, 1);
        UpdatablePseudoInverse<T> updatable = PseudoInverse.Updatable(
            Oracle.ToMatrix<T>(a), new PseudoInverseOptions { AbsoluteTolerance = 1e-2 });

        // A column that depends on the others but for less than the tolerance is treated as dependent: that much is off, and no less.
        Complex[,] dependent = Oracle.Multiply(a, Oracle.Gaussian<T>(8, 1, 4)).Add(Oracle.Gaussian<T>(12, 1, 5, 1e-3));
        updatable.AppendColumn(Oracle.ToMatrix<T>(dependent));
        Assert.Equal(8, updatable.Rank);
        Assert.InRange(updatable.MeasureError().RelativeFrobenius, 1e-5, 1e-1);
    }

    [Fact]
    public void Misfits_are_refused_and_change_nothing()
    {
        UpdatablePseudoInverse<T> updatable = PseudoInverse.Updatable(Oracle.ToMatrix<T>(Oracle.Gaussian<T>(5, 3, 1)));
        DenseMatrix<T> before = updatable.ToDense();
        Assert.Throws<ArgumentException>("column", () => updatable.AppendColumn(DenseMatrix.Create<T>(4, 1)));
        Assert.Throws<ArgumentException>("row", () => updatable.AppendRow(DenseMatrix.Create<T>(3, 1)));
        Assert.Throws<ArgumentException>("row", () => updatable.AppendRow(Oracle.ToMatrix<T>(Oracle.Filled(1, 3, double.NaN))));
        Assert.Throws<ArgumentException>("column", () => updatable.AppendColumn(Oracle.ToMatrix<T>(Oracle.Filled(5, 1, double.NaN))));
        Assert.Throws<ArgumentOutOfRangeException>("index", () => updatable.RemoveColumn(3));
        Assert.Throws<ArgumentOutOfRangeException>("index", () => updatable.RemoveRow(-1));
        Assert.Throws<ArgumentOutOfRangeException>(
            "options", () => PseudoInverse.Updatable(before, new PseudoInverseOptions { Ridge = 1 }));
        Assert.Throws<ArgumentException>("a", () => PseudoInverse.Updatable(Oracle.ToMatrix<T>(Oracle.Filled(5, 1, double.NaN))));
        Assert.Equal((5, 3, 3), (updatable.RowCount, updatable.ColumnCount, updatable.Rank));
        Expect.SameBits(updatable.ToDense(), before, "A⁺");
    }

    private static Complex[,] NewVector(Complex[,] a, int kind, int seed) => kind switch
    {
        0 => Oracle.Gaussian<T>(a.RowCount(), 1, seed),
        1 => Oracle.Multiply(a, Oracle.Gaussian<T>(a.ColumnCount(), 1, seed)),
        _ => Oracle.Filled(a.RowCount(), 1, 0),
    };

    private static void CheckAgainstRecomputation(UpdatablePseudoInverse<T> updatable, string when)
    {
        DenseMatrix<T> a = updatable.InputToDense();
        PseudoInverse<T> fresh = PseudoInverse.Compute(a, new PseudoInverseOptions { Method = PseudoInverseMethod.Svd });
        Complex[,] expected = Oracle.Of(fresh.ToDense());
        Complex[,] x = Oracle.Of(updatable.ToDense());
        Assert.Equal((a.ColumnCount, a.RowCount), (x.RowCount(), x.ColumnCount()));
        Assert.True(fresh.Rank == updatable.Rank, $"rank {updatable.Rank} instead of {fresh.Rank} at {when}");

        // The path may have led over worse conditions than the matrix now has, by the factor of 100 at which starting over is due.
        double condition = Math.Max(1, Oracle.Norm(Oracle.Of(a)) * Oracle.Norm(expected));
        Expect.Close(x, expected,
            Expect.Rounding<T>(Math.Max(8, Math.Max(a.RowCount, a.ColumnCount)), 100 * condition * Oracle.Norm(expected)), $"A⁺ at {when}");
    }
}

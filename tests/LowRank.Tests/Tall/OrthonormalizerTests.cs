using System.Numerics;
using LowRank.Tall;

namespace LowRank.Tests;

public sealed class SingleOrthonormalizerTests : OrthonormalizerTests<float>;

public sealed class DoubleOrthonormalizerTests : OrthonormalizerTests<double>;

public sealed class ComplexOrthonormalizerTests : OrthonormalizerTests<Complex>;

/// <summary>Whatever the columns are: QᴴQ = I to rounding, the range is kept, and Y = QR with R upper triangular.</summary>
public abstract class OrthonormalizerTests<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>Whose squares are just in range, and whose squares are not.</summary>
    private static double[] Scales => typeof(T) == typeof(float) ? [1e18, 1e-18, 1e30, 1e-30] : [1e150, 1e-150, 1e200, 1e-200];

    [Fact]
    public void Well_conditioned_columns() => Cases.CheckTallWorkspaces(
        sizes => Check(Oracle.Gaussian<T>(sizes.M + sizes.N, sizes.N, sizes.Seed), sizes));

    [Fact]
    public void Square_matrices() => Cases.CheckTallWorkspaces(sizes => Check(Oracle.Gaussian<T>(sizes.N, sizes.N, sizes.Seed), sizes), 60);

    /// <summary>From where two Cholesky passes do, through where the first succeeds and is not good enough, to where it fails.</summary>
    [Theory]
    [InlineData(1e2)]
    [InlineData(1e3)]
    [InlineData(1e4)]
    [InlineData(1e6)]
    [InlineData(1e7)]
    [InlineData(1e8)]
    [InlineData(1e9)]
    [InlineData(1e12)]
    [InlineData(1e16)]
    public void Ill_conditioned_columns(double condition) => Cases.CheckTallWorkspaces(
        sizes =>
        {
            int l = Math.Max(2, sizes.N);
            Complex[,] scales = Oracle.Build(l, l, (i, j) => i == j ? Math.Pow(condition, -i / (l - 1.0)) : 0);
            Check(Oracle.Gaussian<T>(l + sizes.M, l, sizes.Seed).Multiply(scales).Multiply(Oracle.Gaussian<T>(l, l, sizes.Seed + 1)),
                sizes);
        },
        60);

    /// <summary>Columns of very different length are not ill-conditioned directions: each must keep its own digits.</summary>
    [Fact]
    public void Badly_scaled_columns() => Cases.CheckTallWorkspaces(
        sizes =>
        {
            Complex[,] g = Oracle.Gaussian<T>(sizes.M + sizes.N, sizes.N, sizes.Seed);
            Check(Oracle.Build(g.RowCount(), g.ColumnCount(), (i, j) => g[i, j] * Math.Pow(10, (j * 7 % 19) - 9)), sizes);
        },
        60);

    [Fact]
    public void Rank_deficient_columns() => Cases.CheckTallWorkspaces(
        sizes =>
        {
            int rank = sizes.N / 2;
            Check(Oracle.Gaussian<T>(sizes.M, rank, sizes.Seed).Multiply(Oracle.Gaussian<T>(rank, sizes.N, sizes.Seed + 1)), sizes);
        },
        100);

    [Fact]
    public void Duplicated_columns() => Cases.CheckTallWorkspaces(
        sizes =>
        {
            Complex[,] g = Oracle.Gaussian<T>(sizes.M, sizes.N, sizes.Seed);
            Check(Oracle.Build(sizes.M, sizes.N, (i, j) => g[i, j / 2]), sizes);
            Check(Oracle.Build(sizes.M, sizes.N, (i, _) => g[i, 0]), sizes);
        },
        100);

    [Fact]
    public void Zero_columns() => Cases.CheckTallWorkspaces(
        sizes =>
        {
            Check(new Complex[sizes.M, sizes.N], sizes);
            Complex[,] g = Oracle.Gaussian<T>(sizes.M, sizes.N, sizes.Seed);
            Check(Oracle.Build(sizes.M, sizes.N, (i, j) => j % 3 == 1 ? 0 : g[i, j]), sizes);
        },
        60);

    [Fact]
    public void Columns_at_extreme_scales() => Cases.CheckTallWorkspaces(
        sizes =>
        {
            foreach (double scale in Scales)
            {
                Check(Oracle.Gaussian<T>(sizes.M, sizes.N, sizes.Seed, scale), sizes);
            }
        },
        30);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    public void One_column(int rows)
    {
        Sizes sizes = new(rows, 1, 0, Storage.Workspace, Storage.Workspace, Storage.Workspace, 1);
        Check(Oracle.Gaussian<T>(rows, 1, 1), sizes);
        Check(new Complex[rows, 1], sizes);
        foreach (double scale in Scales)
        {
            Check(Oracle.Gaussian<T>(rows, 1, 2, scale), sizes);
        }
    }

    [Fact]
    public void Many_columns()
    {
        Sizes sizes = new(700, 90, 0, Storage.Workspace, Storage.Workspace, Storage.Workspace, 1);
        Check(Oracle.Gaussian<T>(700, 90, 8), sizes);
        Check(Oracle.Gaussian<T>(700, 30, 8).Multiply(Oracle.Gaussian<T>(30, 90, 9)), sizes);
    }

    private static void Check(Complex[,] values, Sizes sizes)
    {
        foreach ((Action<DenseMatrix<T>, DenseMatrix<T>?> method, string name) in new (Action<DenseMatrix<T>, DenseMatrix<T>?>, string)[]
                 {
                     (Orthonormalizer<T>.Orthonormalize, "Orthonormalize"), (Orthonormalizer<T>.Householder, "Householder"),
                 })
        {
            Stored<T> alone = new(sizes.A, values);
            Complex[,] y = alone.Values;
            int size = Math.Max(y.RowCount(), y.ColumnCount());
            method(alone.Matrix, null);
            Complex[,] q = alone.Values;
            Expect.Orthonormal<T>(q, $"Q of {name}");
            Expect.Close<T>(q.Multiply(q.Adjoint().Multiply(y)), y, size, y.Norm(), $"Y − QQᴴY of {name}");
            alone.AssertPaddingUntouched();

            Stored<T> stored = new(sizes.A, values);
            Stored<T> r = Stored<T>.Destination(sizes.B, y.ColumnCount(), y.ColumnCount());
            method(stored.Matrix, r.Matrix);
            Complex[,] triangle = r.Values;
            Expect.Orthonormal<T>(stored.Values, $"Q of {name} with R");
            Expect.Close<T>(stored.Values.Multiply(triangle), y, size, y.Norm(), $"Y − QR of {name}");
            Expect.SameBits(triangle, triangle.Upper(), $"R of {name} below its diagonal");
            stored.AssertPaddingUntouched();
            r.AssertPaddingUntouched();

            // Column by column, since R serves to solve for single columns too.
            Complex[,] product = stored.Values.Multiply(triangle);
            for (int j = 0; j < y.ColumnCount(); j++)
            {
                Complex[,] column = y.Block(0, j, y.RowCount(), 1);
                Expect.Close<T>(product.Block(0, j, y.RowCount(), 1), column, size, column.Norm(), $"column {j} of Y − QR of {name}");
            }
        }
    }
}

using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Tests;

public sealed class SparseCurTestsOfSingle : SparseCurTests<float>;

public sealed class SparseCurTestsOfDouble : SparseCurTests<double>;

public sealed class SparseCurTestsOfComplex : SparseCurTests<Complex>;

/// <summary>The CUR decomposition of a sparse matrix: that of the dense one, in slices of the sparse one.</summary>
public abstract class SparseCurTests<T>
    where T : unmanaged, INumberBase<T>
{
    public static MatrixTheoryData<ColumnSelectionMethod, CurCore> Ways =>
        new(Enum.GetValues<ColumnSelectionMethod>(), Enum.GetValues<CurCore>());

    [Theory]
    [MemberData(nameof(Ways))]
    public void It_is_that_of_the_dense_matrix_in_sparse_slices(ColumnSelectionMethod method, CurCore core)
    {
        for (int seed = 1; seed <= 12; seed++)
        {
            (Complex[,] entries, SparseMatrix<T> a) = Build(seed);
            DenseMatrix<T> dense = a.ToDense();
            int rank = 1 + (seed % 6);
            CurDecompositionOptions options = new()
            {
                Selection = method, Core = core, RowSelection = (CurRowSelection)(seed % 2), RowOversampling = seed % 3, Seed = (ulong)seed
            };
            SparseCurDecomposition<T> cur = CurDecomposition.Compute(a, rank, options);
            Assert.Equal((entries.RowCount(), entries.ColumnCount(), rank), (cur.RowCount, cur.ColumnCount, cur.Rank));
            Expect.SameBits(cur.C.ToDense(), a.SelectColumns(cur.ColumnIndices.AsSpan()).ToDense(), "C");
            Expect.SameBits(cur.R.ToDense(), a.SelectRows(cur.RowIndices.AsSpan()).ToDense(), "R");
            Assert.True(cur.C.NonZeroCount < cur.C.RowCount * cur.C.ColumnCount, "C has its zeros still");

            // With the same indices, the dense one is the yardstick; near-ties may let the selectors differ.
            CurDecomposition<T> expected = CurDecomposition.FromIndices(
                dense, cur.ColumnIndices.AsSpan(), cur.RowIndices.AsSpan(), options);
            AssertEqual(expected, cur, entries);
        }
    }

    [Fact]
    public void Given_columns_and_rows_of_any_number()
    {
        for (int seed = 1; seed <= 40; seed++)
        {
            (Complex[,] entries, SparseMatrix<T> a) = Build(seed);
            System.Random random = new(seed);
            int[] columns = [.. Enumerable.Range(0, a.ColumnCount).OrderBy(_ => random.Next()).Take(random.Next(a.ColumnCount + 1))];
            int[] rows = [.. Enumerable.Range(0, a.RowCount).OrderBy(_ => random.Next()).Take(random.Next(a.RowCount + 1))];
            SparseCurDecomposition<T> cur = CurDecomposition.FromIndices(a, columns, rows);
            Assert.Equal(columns, cur.ColumnIndices);
            Assert.Equal(rows, cur.RowIndices);
            AssertEqual(CurDecomposition.FromIndices(a.ToDense(), columns, rows), cur, entries);
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.1)]
    public void An_error_prescribed_is_kept(double tolerance)
    {
        (Complex[,] entries, SparseMatrix<T> a) = Build(5);
        SparseCurDecomposition<T> cur = CurDecomposition.Compute(a, Truncation.RelativeError(tolerance));
        Expect.AtMost(Oracle.NormOfDifference(entries, Oracle.Of(cur.ToDense())), tolerance * Oracle.Norm(entries), "the error");
        Assert.InRange(cur.Rank, 1, Math.Min(a.RowCount, a.ColumnCount));
    }

    [Fact]
    public void The_svd_of_the_result_is_an_svd_and_the_same_matrix()
    {
        (_, SparseMatrix<T> a) = Build(3);
        SparseCurDecomposition<T> cur = CurDecomposition.Compute(a, 5);
        TruncatedSvd<T> svd = cur.ToSvd();
        Expect.Orthonormal(svd.U, "U");
        Expect.Orthonormal<T>(Oracle.Adjoint(Oracle.Of(svd.VT)), "V");
        Expect.Close(Oracle.Of(svd.ToDense()), Oracle.Of(cur.ToDense()), Expect.Rounding<T>(40, 1000), "U diag(σ) VT");
    }

    /// <summary>What is kept of a large and very sparse matrix is as small as its slices, and the call allocates little beside thin
    /// matrices.</summary>
    [Fact]
    public void Nothing_is_written_out()
    {
        const int N = 20_000;
        const int Rank = 10;
        System.Random random = new(1);
        SparseMatrix<T> a = SparseMatrix.FromTriplets(
            N, N, Enumerable.Range(0, 3 * N).Select(
                _ => (random.Next(N), (int)(N * Math.Pow(random.NextDouble(), 4)), Scalar<T>.FromDouble(random.NextDouble()))));
        CurDecomposition.Compute(a, 2);
        long before = GC.GetAllocatedBytesForCurrentThread();
        SparseCurDecomposition<T> cur = CurDecomposition.Compute(a, Rank);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < 40L * N * Rank * 16, $"{allocated} bytes");
        Assert.True(cur.C.NonZeroCount + cur.R.NonZeroCount < a.NonZeroCount);
        DenseMatrix<T> x = DenseMatrix.Create<T>(N, 1);
        x[cur.ColumnIndices[0], 0] = T.One;
        Expect.AtMost(cur.Multiply(x).FrobeniusNorm(), 2 * a.FrobeniusNorm(), "a product");
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        (_, SparseMatrix<T> a) = Build(1);
        Assert.Throws<ArgumentNullException>("a", () => CurDecomposition.Compute((SparseMatrix<T>)null!, 1));
        Assert.Throws<ArgumentNullException>("a", () => CurDecomposition.FromIndices((SparseMatrix<T>)null!, [0], [0]));
        Assert.Throws<ArgumentOutOfRangeException>("truncation", () => CurDecomposition.Compute(a, 1000));
        Assert.Throws<ArgumentException>("columns", () => CurDecomposition.FromIndices(a, [1, 1], [0]));
        SparseCurDecomposition<T> cur = CurDecomposition.Compute(a, 2);
        Assert.Throws<ArgumentException>("x", () => cur.Multiply(DenseMatrix.Create<T>(a.ColumnCount + 1, 1)));
    }

    private static (Complex[,] Entries, SparseMatrix<T> Matrix) Build(int seed)
    {
        int m = 20 + (seed * 7 % 20);
        int n = 15 + (seed * 11 % 25);
        Complex[,] gaussian = Oracle.Gaussian<T>(m, n, seed);
        Complex[,] entries = Oracle.Build(
            m, n, (i, j) => (i + (seed * j)) % 3 == 0 ? gaussian[i, j] * Math.Pow(0.8, (i + (j * 7)) % 15) : 0);
        DenseMatrix<T> dense = Oracle.ToMatrix<T>(entries);
        return (Oracle.Of(dense), SparseMatrix.FromDense(dense));
    }

    private static void AssertEqual(CurDecomposition<T> expected, SparseCurDecomposition<T> cur, Complex[,] entries)
    {
        int size = Math.Max(cur.RowCount, cur.ColumnCount);
        double condition = 1 + Oracle.Norm(Oracle.Of(expected.U));
        double rounding = Expect.Rounding<T>(size, 100 * condition * condition);
        Assert.Equal(expected.Core, cur.Core);
        Complex[,] dense = Oracle.Of(cur.ToDense());
        Expect.Close(Oracle.Of(cur.U), Oracle.Of(expected.U), rounding, "U");
        Expect.Close(dense, Oracle.Of(expected.ToDense()), rounding, "C U R");
        Expect.Close(cur.Error.Frobenius, expected.Error.Frobenius, Math.Sqrt(rounding), "the error");
        Expect.Close(cur.ColumnError, expected.ColumnError, Math.Sqrt(rounding), "the columns' part");
        Expect.Close(cur.RowError, expected.RowError, Math.Sqrt(rounding), "the rows' part");
        Expect.AtMost(Oracle.NormOfDifference(entries, dense), cur.Error.UpperBound(1e-6) + Math.Sqrt(rounding),
            "the error against its bound");
        Complex[,] x = Oracle.Gaussian<T>(cur.ColumnCount, 3, 1);
        Complex[,] y = Oracle.Gaussian<T>(cur.RowCount, 3, 2);
        Expect.Close(Oracle.Of(cur.Multiply(Oracle.ToMatrix<T>(x))), Oracle.Multiply(dense, x), 10 * rounding, "C U R x");
        DenseMatrix<T> adjoint = DenseMatrix.Create<T>(cur.ColumnCount, 3);
        cur.MultiplyAdjoint(Oracle.ToMatrix<T>(y), adjoint);
        Expect.Close(Oracle.Of(adjoint), Oracle.Multiply(Oracle.Adjoint(dense), y), 10 * rounding, "(C U R)ᴴ y");
    }
}

using System.Numerics;

namespace LowRank.Tests;

/// <summary>What cannot be a sparse matrix is refused, and the message says why.</summary>
public sealed class SparseBadInputTests
{
    private static readonly SparseMatrix<double> A = SparseMatrix.FromTriplets<double>(4, 3, [0, 3], [2, 1], [1, 2]);

    [Fact]
    public void Triplets_that_do_not_fit()
    {
        Refused("values", () => SparseMatrix.FromTriplets<double>(4, 3, [0], [1, 2], [1, 2]), "(1)", "(2)");
        Refused("values", () => SparseMatrix.FromTriplets<double>(4, 3, [0, 1], [1], [1, 2]), "(1)", "(2)");
        OutOfRange("rowIndices", () => SparseMatrix.FromTriplets<double>(4, 3, [4], [0], [1]), "4");
        OutOfRange("rowIndices", () => SparseMatrix.FromTriplets<double>(4, 3, [-1], [0], [1]), "-1");
        OutOfRange("columnIndices", () => SparseMatrix.FromTriplets<double>(4, 3, [0], [3], [1]), "3");
        OutOfRange("columnIndices", () => SparseMatrix.FromTriplets<double>(4, 3, [0], [int.MinValue], [1]));
        OutOfRange("rows", () => SparseMatrix.FromTriplets<double>(-1, 3, [], [], []), "-1");
        OutOfRange("columns", () => SparseMatrix.FromTriplets<double>(1, -3, [], [], []), "-3");
        OutOfRange("rows", () => SparseMatrix.FromTriplets<double>(int.MaxValue, 3, [], [], []));
        OutOfRange("rowIndices", () => SparseMatrix.FromTriplets<double>(0, 0, [0], [0], [1]));
        Assert.Throws<ArgumentNullException>("entries", () => SparseMatrix.FromTriplets<double>(1, 1, null!));
        Assert.Throws<NotSupportedException>(() => SparseMatrix.FromTriplets<int>(1, 1, [], [], []));
    }

    [Fact]
    public void Compressed_rows_and_columns_that_do_not_fit()
    {
        Refused("starts", () => SparseMatrix.FromCompressedRows<double>(2, 3, [0, 1], [0], [1]), "3", "2");
        Refused("starts", () => SparseMatrix.FromCompressedRows<double>(2, 3, [], [], []));
        Refused("starts", () => SparseMatrix.FromCompressedRows<double>(2, 3, [0, 1, 2], [0], [1]), "2", "1");
        Refused("starts", () => SparseMatrix.FromCompressedRows<double>(2, 3, [1, 1, 1], [0], [1]));
        Refused("starts", () => SparseMatrix.FromCompressedRows<double>(2, 3, [0, 2, 1], [0], [1]), "2", "1");
        Refused("starts", () => SparseMatrix.FromCompressedRows<double>(2, 3, [0, -1, 1], [0], [1]), "-1");
        Refused("starts", () => SparseMatrix.FromCompressedRows<double>(2, 3, [0, int.MaxValue, 1], [0], [1]));
        Refused("columnIndices", () => SparseMatrix.FromCompressedRows<double>(2, 3, [0, 1, 1], [0, 1], [1]), "2", "1");
        OutOfRange("columnIndices", () => SparseMatrix.FromCompressedRows<double>(2, 3, [0, 1, 1], [3], [1]), "3");
        OutOfRange("rowIndices", () => SparseMatrix.FromCompressedColumns<double>(2, 3, [0, 1, 1, 1], [2], [1]), "2");
        Refused("starts", () => SparseMatrix.FromCompressedColumns<double>(2, 3, [0, 1, 1], [0], [1]), "3 columns");
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Entries_that_are_not_finite(double value)
    {
        Refused("values", () => SparseMatrix.FromTriplets<double>(4, 3, [2, 1], [1, 2], [1, value]), "row 1, column 2", "4 × 3");
        Refused("values", () => SparseMatrix.FromCompressedRows<double>(2, 3, [0, 1, 2], [0, 2], [1, value]), "row 1, column 2");
        Refused("values", () => SparseMatrix.FromTriplets<Complex>(4, 3, [2], [1], [new Complex(0, value)]), "row 2, column 1");
        DenseMatrix<double> dense = DenseMatrix.Create<double>(2, 2);
        dense[1, 0] = value;
        Refused("a", () => SparseMatrix.FromDense(dense), "row 1, column 0");

        // A sum of finite entries can overflow.
        Refused("values", () => SparseMatrix.FromTriplets<double>(4, 3, [1, 1], [2, 2], [1e308, 1e308]), "row 1, column 2");
    }

    [Theory]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Thresholds(double threshold) =>
        OutOfRange("threshold", () => SparseMatrix.FromDense(DenseMatrix.Create<double>(1, 1), threshold));

    [Fact]
    public void Products_and_selections_that_do_not_fit()
    {
        Refused("x", () => A.Multiply(DenseMatrix.Create<double>(4, 2)), "4 × 3", "4 × 2");
        Refused("x", () => A.MultiplyAdjoint(DenseMatrix.Create<double>(3, 2), DenseMatrix.Create<double>(3, 2)), "4 × 3", "3 × 2");
        Refused("destination", () => A.Multiply(DenseMatrix.Create<double>(3, 2), DenseMatrix.Create<double>(3, 2)), "3 × 2", "4 × 2");
        double[] memory = new double[20];
        Refused("destination", () =>
            A.Multiply(DenseMatrix.Wrap(memory, 3, 2), DenseMatrix.Wrap(memory.AsMemory(5), 4, 2)), "4 × 2", "3 × 2");
        Refused("destination", () => A.CopyRows([0], DenseMatrix.Create<double>(1, 4)), "1 × 4", "1 × 3");
        Refused("destination", () => A.CopyColumns([0], DenseMatrix.Create<double>(3, 1)), "3 × 1", "4 × 1");
        OutOfRange("rows", () => A.SelectRows([4]));
        OutOfRange("columns", () => A.SelectColumns([-1]));
        OutOfRange("rows", () => A.CopyRows([4], DenseMatrix.Create<double>(1, 3)));
        OutOfRange("row", () => A.ToBlock(5, 0, 0, 0));
        OutOfRange("rowCount", () => A.ToBlock(2, 0, 3, 0));
        OutOfRange("columnCount", () => A.ToBlock(0, 1, 1, int.MaxValue));
        OutOfRange("row", () => _ = A[4, 0]);
        OutOfRange("column", () => _ = A[0, -1]);
        Assert.Throws<ArgumentNullException>("x", () => A.Multiply(null!));
        Assert.Throws<ArgumentNullException>("a", () => (SparseMatrix<double>)null! * DenseMatrix.Create<double>(1, 1));
        Assert.Throws<ArgumentNullException>("a", () => SparseMatrix.FromDense<double>(null!));
    }

    /// <summary>More entries than memory: the counts are checked, nothing wraps around.</summary>
    [Fact]
    public void Results_beyond_one_block_of_memory_are_refused()
    {
        SparseMatrix<double> wide = SparseMatrix.FromTriplets<double>(2, 70_000, [0], [69_999], [1]);
        OutOfRange("rows", () => wide.SelectRows(new int[50_000]).ToDense(), "3500000000");
        SparseMatrix<double> full = SparseMatrix.FromCompressedRows<double>(
            1, 50_000, [0, 50_000], [.. Enumerable.Range(0, 50_000)], [.. Enumerable.Repeat(1.0, 50_000)]);
        OutOfRange("rows", () => full.SelectRows(new int[50_000]), "2500000000");
    }

    private static void Refused(string parameter, Action action, params string[] parts) =>
        Holds(Assert.Throws<ArgumentException>(parameter, action), parts);

    private static void OutOfRange(string parameter, Action action, params string[] parts) =>
        Holds(Assert.Throws<ArgumentOutOfRangeException>(parameter, action), parts);

    private static void Holds(ArgumentException thrown, string[] parts) =>
        Assert.All(parts, part => Assert.Contains(part, thrown.Message, StringComparison.Ordinal));
}

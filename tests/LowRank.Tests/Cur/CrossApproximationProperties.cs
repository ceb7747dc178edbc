using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Tests;

public sealed class CrossApproximationPropertiesOfSingle : CrossApproximationProperties<float>;

public sealed class CrossApproximationPropertiesOfDouble : CrossApproximationProperties<double>;

public sealed class CrossApproximationPropertiesOfComplex : CrossApproximationProperties<Complex>;

public abstract class CrossApproximationProperties<T>
    where T : unmanaged, INumberBase<T>
{
    public static TheoryData<CrossPivoting> Pivotings => [.. Enum.GetValues<CrossPivoting>()];

    [Theory]
    [MemberData(nameof(Pivotings))]
    public void U3_chosen_rows_and_columns_are_reproduced(CrossPivoting pivoting) => PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
        int rank = (int)(c.Seed % (ulong)(c.Min + 1));
        CrossApproximation<T> cross = Compute(known.Entries, rank, new CrossApproximationOptions { Pivoting = pivoting, Seed = c.Seed });
        Assert.InRange(cross.Rank, 0, rank);
        Assert.Equal(cross.Rank, cross.RowIndices.Distinct().Count());
        Assert.Equal(cross.Rank, cross.ColumnIndices.Distinct().Count());
        Complex[,] dense = Oracle.Of(cross.ToDense());
        double growth = 1 + (Oracle.Norm(Oracle.Of(cross.Left)) * Oracle.Norm(Oracle.Of(cross.Right)));
        double rounding = Expect.Rounding<T>(c.Max, 10 * growth * growth);
        Expect.Close(Oracle.Columns(dense, cross.ColumnIndices), Oracle.Columns(known.Entries, cross.ColumnIndices), rounding,
            "the chosen columns");
        Expect.Close(Oracle.Rows(dense, cross.RowIndices), Oracle.Rows(known.Entries, cross.RowIndices), rounding, "the chosen rows");
        if (cross.Rank < Math.Min(rank, c.Rank))
        {
            Assert.Fail($"Rank {cross.Rank} of {Math.Min(rank, c.Rank)} was found.");
        }

        double error = Oracle.NormOfDifference(known.Entries, dense);
        if (rank >= c.Rank)
        {
            Expect.AtMost(error, rounding, "the error at the exact rank");
        }

        if (pivoting == CrossPivoting.Full)
        {
            Assert.Equal((long)c.Rows * c.Columns, cross.EntriesRead);
            Expect.Close(cross.Error.Frobenius, error, rounding + Math.Sqrt(Scalar<T>.Epsilon), "the error");
        }
    });

    /// <summary>
    /// A smooth kernel of two separate sets of points: partial pivoting reads O((m + n)k) of the mn entries and meets the tolerance; the
    /// estimate is within a factor of 3.
    /// </summary>
    [Theory]
    [MemberData(nameof(Pivotings))]
    public void A_kernel_is_approximated_to_an_error_from_few_entries(CrossPivoting pivoting)
    {
        const int Rows = 300;
        const int Columns = 240;
        T Entry(int i, int j) => Oracle.To<T>(
            Complex.FromPolarCoordinates(1, Scalar<T>.IsComplex ? i * j * 1e-4 : 0) / (1.5 + ((double)i / Rows) + ((double)j / Columns)));
        CrossApproximationOptions options = new() { Pivoting = pivoting };
        double tolerance = Scalar<T>.IsSingle ? 1e-4 : 1e-8;
        CrossApproximation<T> cross = CrossApproximation.Compute(Rows, Columns, Entry, Truncation.RelativeError(tolerance), options);
        Complex[,] a = Oracle.Build(Rows, Columns, (i, j) => Oracle.Of(Entry(i, j)));
        double error = Oracle.NormOfDifference(a, Oracle.Of(cross.ToDense())) / Oracle.Norm(a);
        Expect.AtMost(error, 3 * tolerance, "the relative error");
        Expect.AtMost(error, 3 * cross.Error.RelativeFrobenius + (10 * Scalar<T>.Epsilon), "the relative error against its estimate");
        Assert.InRange(cross.Rank, 2, 40);
        if (pivoting == CrossPivoting.Partial)
        {
            Expect.AtMost(cross.EntriesRead, ((Rows + Columns) * (cross.Rank + 2)) + CrossApproximationOptions.DefaultCheckCount,
                "the entries read");
            Assert.Equal(ErrorEstimateMethod.SampledEntries, cross.Error.Method);
            Assert.Equal(double.PositiveInfinity, cross.Error.UpperBound(0.5));
        }

        TruncatedSvd<T> svd = cross.ToSvd();
        Expect.Close(Oracle.Of(svd.ToDense()), Oracle.Of(cross.ToDense()), Expect.Rounding<T>(Rows, 10 * Oracle.Norm(a)), "the SVD");
    }

    /// <summary>Two blocks that share no row and no column: partial pivoting alone would stop after the first, the check sends it to the
    /// second.</summary>
    [Fact]
    public void The_check_finds_what_rows_and_columns_miss()
    {
        Complex[,] g = Oracle.Gaussian<T>(60, 60, 3);
        Complex[,] left = Oracle.Gaussian<T>(60, 2, 4);
        Complex[,] a = Oracle.Build(60, 60, (i, j) => (i < 30) == (j < 30) ? (left[i, i < 30 ? 0 : 1] * g[j, 0]) : 0);
        CrossApproximation<T> cross = Compute(a, Truncation.RelativeError(1e-4), null);
        Assert.Equal(2, cross.Rank);
        Expect.Close(Oracle.Of(cross.ToDense()), a, Expect.Rounding<T>(60, 10 * Oracle.Norm(a)), "A");
    }

    [Fact]
    public void A_callback_that_throws_leaves_nothing_behind()
    {
        Complex[,] a = Oracle.Gaussian<T>(20, 15, 3);
        CrossApproximation<T> before = Compute(a, 6, null);
        foreach (CrossPivoting pivoting in Enum.GetValues<CrossPivoting>())
        {
            for (int last = 0; last < 290; last += 17)
            {
                int calls = 0;
                Assert.Throws<InvalidTimeZoneException>(() => CrossApproximation.Compute(
                    20,
                    15,
                    (i, j) => calls++ == last ? throw new InvalidTimeZoneException() : Oracle.To<T>(a[i, j]),
                    10,
                    new CrossApproximationOptions { Pivoting = pivoting }));
            }
        }

        CrossApproximation<T> after = Compute(a, 6, null);
        Assert.Equal(before.RowIndices, after.RowIndices);
        Expect.SameBits(after.Left, before.Left, "the left factor");
        Expect.SameBits(after.Right, before.Right, "the right factor");
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        Assert.Throws<ArgumentNullException>("entry", () => CrossApproximation.Compute<T>(2, 2, null!, 1));
        Assert.Throws<ArgumentOutOfRangeException>("rowCount", () => CrossApproximation.Compute(-1, 2, (_, _) => T.One, 1));
        Assert.Throws<ArgumentOutOfRangeException>("columnCount", () => CrossApproximation.Compute(2, -1, (_, _) => T.One, 1));
        Assert.Throws<ArgumentOutOfRangeException>("truncation", () => CrossApproximation.Compute(2, 2, (_, _) => T.One, 3));
        Assert.Throws<ArgumentOutOfRangeException>(
            "CheckCount", () => CrossApproximation.Compute(2, 2, (_, _) => T.One, 1, new CrossApproximationOptions { CheckCount = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(
            "Pivoting", () => CrossApproximation.Compute(
                2, 2, (_, _) => T.One, 1, new CrossApproximationOptions { Pivoting = (CrossPivoting)5 }));
        ArgumentException exception = Assert.Throws<ArgumentException>(
            "entry", () => CrossApproximation.Compute(
                3, 3, (i, j) => i == 2 && j == 1 ? Scalar<T>.FromDouble(double.NaN) : Oracle.To<T>(1 + i + (j * j * i)), 3));
        Assert.Contains("row 2, column 1", exception.Message, StringComparison.Ordinal);
    }

    private static CrossApproximation<T> Compute(Complex[,] a, Truncation truncation, CrossApproximationOptions? options) =>
        CrossApproximation.Compute(a.GetLength(0), a.GetLength(1), (i, j) => Oracle.To<T>(a[i, j]), truncation, options);
}

using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Tests;

public sealed class CurPropertiesOfSingle : CurProperties<float>;

public sealed class CurPropertiesOfDouble : CurProperties<double>;

public sealed class CurPropertiesOfComplex : CurProperties<Complex>;

public abstract class CurProperties<T>
    where T : unmanaged, INumberBase<T>
{
    public static MatrixTheoryData<ColumnSelectionMethod, CurRowSelection> Ways =>
        new(Enum.GetValues<ColumnSelectionMethod>(), Enum.GetValues<CurRowSelection>());

    [Theory]
    [MemberData(nameof(Ways))]
    public void E13_the_error_is_true_and_the_sum_of_its_parts(ColumnSelectionMethod method, CurRowSelection rowSelection) =>
        PropertyCheck.Holds(MatrixCases.Any, c =>
        {
            KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
            int rank = (int)(c.Seed % (ulong)(c.Min + 1));
            CurDecompositionOptions options = new()
            {
                Selection = method, RowSelection = rowSelection, Seed = c.Seed, RowOversampling = (int)(c.Seed % 3),
                    Core = (CurCore)(c.Seed / 3 % 2)
            };
            CurDecomposition<T> cur = CurDecomposition.Compute(known.Matrix, rank, options);
            Assert.Equal((c.Rows, c.Columns, rank), (cur.RowCount, cur.ColumnCount, cur.Rank));
            Assert.Equal(rank, cur.ColumnIndices.Distinct().Count());
            Assert.Equal(Math.Min(c.Rows, rank + options.RowOversampling), cur.RowIndices.Distinct().Count());
            AssertConsistent(known, cur);
            known.AssertUnchanged();
        });

    [Theory]
    [MemberData(nameof(Ways))]
    public void An_error_prescribed_is_kept(ColumnSelectionMethod method, CurRowSelection rowSelection) =>
        PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
        double tolerance = new[] { 0.9, 0.3, 0.1 }[c.Seed % 3];
        Truncation truncation = c.Seed % 2 == 0 ? Truncation.RelativeError(tolerance) : Truncation.AbsoluteError(tolerance);
        double allowed = c.Seed % 2 == 0 ? tolerance * known.FrobeniusNorm : tolerance;
        CurDecomposition<T> cur = CurDecomposition.Compute(
            known.Matrix, truncation, new CurDecompositionOptions { Selection = method, RowSelection = rowSelection, Seed = c.Seed });
        double scale = Math.Max(1, known.FrobeniusNorm) * (1 + Oracle.Norm(Oracle.Of(cur.U)));
        Expect.AtMost(TrueError(known, cur), allowed + Expect.Rounding<T>(c.Max, 10 * scale), $"the error at {truncation}");
    });

    /// <summary>What the options say of the choice reaches both choices: they are those of the selector by itself.</summary>
    [Fact]
    public void Presampling_and_strong_swaps_reach_columns_and_rows() => PropertyCheck.Holds(MatrixCases.NonZero, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
        int rank = 1 + (int)(c.Seed % (ulong)c.Rank);
        ColumnSelectionOptions selection = new()
        {
            Method = ColumnSelectionMethod.NormTop, Seed = c.Seed, StrongSwapBound = c.Seed % 2 == 0 ? 1.1 : null,
            PreSampleCount = c.Seed % 3 == 0 ? rank : null, PreSampling = ColumnSelectionMethod.NormSampling,
        };
        CurDecomposition<T> cur = CurDecomposition.Compute(known.Matrix, rank, new CurDecompositionOptions
        {
            Selection = selection, Seed = selection.Seed, RowSelection = CurRowSelection.Independent
        });
        Assert.Equal(ColumnSelection.Select(known.Matrix, rank, selection).Indices, cur.ColumnIndices);
        Assert.Equal(ColumnSelection.SelectRows(known.Matrix, rank, selection).Indices, cur.RowIndices);
        AssertConsistent(known, cur);
    });

    /// <summary>Columns and rows are then products with unit vectors, and selectors that look at all entries write A out.</summary>
    [Theory]
    [MemberData(nameof(Ways))]
    public void An_operator_that_offers_only_products_is_decomposed_as_its_matrix(
        ColumnSelectionMethod method, CurRowSelection rowSelection) =>
        PropertyCheck.Holds(MatrixCases.Any, c =>
        {
            KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
            int rank = (int)(c.Seed % (ulong)(c.Min + 1));
            CurDecompositionOptions options =
                new() { Selection = method, RowSelection = rowSelection, Seed = c.Seed, Core = (CurCore)(c.Seed / 3 % 2) };
            AssertConsistent(known, CurDecomposition.Compute(known.AsOperator(), rank, options));
        });

    /// <summary>For given columns and rows A is streamed once: one adjoint product with |J| columns, from which core and error both come;
    /// beside it A hands out C and R.</summary>
    [Theory]
    [InlineData(CurCore.Optimal)]
    [InlineData(CurCore.Intersection)]
    public void A_is_read_once_for_the_core(CurCore core)
    {
        Complex[,] a = Oracle.Gaussian<T>(30, 20, 3);
        Watched watched = new(Oracle.ToMatrix<T>(a));
        CurDecomposition<T> cur = CurDecomposition.FromIndices(
            watched, [3, 1, 7, 12], [0, 2, 4, 6, 29], new CurDecompositionOptions { Core = core });
        Assert.Equal((0, 4), (watched.Multiplied, watched.MultipliedAdjoint));
        Assert.Equal(ErrorEstimateMethod.ExactIdentity, cur.Error.Method);
        double error = Oracle.NormOfDifference(a, Oracle.Of(cur.ToDense()));
        Expect.Close(cur.Error.Frobenius, error, Expect.Rounding<T>(30, 100 * Oracle.Norm(a)), "the error");
    }

    /// <summary>U-2, with the projections of the oracle; E13's bound by the two one-sided errors.</summary>
    [Fact]
    public void U2_the_optimal_core_is_the_projection_from_both_sides() => PropertyCheck.Holds(MatrixCases.NonZero, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
        int rank = 1 + (int)(c.Seed % (ulong)c.Rank);
        CurDecomposition<T> cur = CurDecomposition.Compute(known.Matrix, rank, new CurDecompositionOptions { Seed = c.Seed });
        Complex[,] a = known.Entries;
        Complex[,] left = Oracle.Orthonormalize(Oracle.Of(cur.C));
        Complex[,] right = Oracle.Orthonormalize(Oracle.Adjoint(Oracle.Of(cur.R)));
        Complex[,] fromLeft = Oracle.Multiply(left, Oracle.Multiply(Oracle.Adjoint(left), a));
        Complex[,] projected = Oracle.Multiply(Oracle.Multiply(fromLeft, right), Oracle.Adjoint(right));
        double rounding = Expect.Rounding<T>(c.Max, 1000 * c.Max);
        Expect.Close(Oracle.Of(cur.ToDense()), projected, rounding, "C U R = CC⁺AR⁺R");
        Expect.Close(cur.ColumnError * cur.ColumnError, Math.Pow(Oracle.NormOfDifference(a, fromLeft), 2), rounding,
            "the columns' part, squared");
        Expect.Close(cur.RowError, Oracle.NormOfDifference(fromLeft, projected), rounding, "the rows' part");
        double rowsAlone = Oracle.NormOfDifference(a, Oracle.Multiply(Oracle.Multiply(a, right), Oracle.Adjoint(right)));
        Expect.AtMost(cur.RowError, rowsAlone + rounding, "the rows' part against the error of the rows alone");
    });

    /// <summary>U-3: the chosen rows and columns come back to rounding.</summary>
    [Fact]
    public void U3_the_intersection_core_reproduces_what_was_chosen() => PropertyCheck.Holds(MatrixCases.NonZero, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
        int rank = 1 + (int)(c.Seed % (ulong)c.Rank);
        CurDecomposition<T> cur = CurDecomposition.Compute(
            known.Matrix, rank, new CurDecompositionOptions { Seed = c.Seed, Core = CurCore.Intersection });
        Assert.Equal(CurCore.Intersection, cur.Core);
        Complex[,] dense = Oracle.Of(cur.ToDense());
        double rounding = Expect.Rounding<T>(c.Max, 100 * cur.IntersectionCondition);
        Expect.Close(Oracle.Columns(dense, cur.ColumnIndices), Oracle.Columns(known.Entries, cur.ColumnIndices), rounding,
            "the chosen columns");
        Expect.Close(Oracle.Rows(dense, cur.RowIndices), Oracle.Rows(known.Entries, cur.RowIndices), rounding, "the chosen rows");
        Complex[,] product = Oracle.Multiply(Oracle.Of(cur.C), Oracle.Of(cur.U), Oracle.Of(cur.R));
        Expect.Close(dense, product, Expect.Rounding<T>(c.Max, 100 * cur.IntersectionCondition), "C U R");
        Complex[,] intersection = Oracle.Columns(Oracle.Rows(known.Entries, cur.RowIndices), cur.ColumnIndices);
        Expect.Close(
            Oracle.Multiply(intersection, Oracle.Of(cur.U)), Oracle.Identity(rank),
                Expect.Rounding<T>(c.Max, 10 * cur.IntersectionCondition), "A[I, J] U");
        AssertConsistent(known, cur);
    });

    [Fact]
    public void UX3_a_matrix_of_lower_rank_is_exact() => PropertyCheck.Holds(MatrixCases.NonZero, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
        foreach (CurCore core in Enum.GetValues<CurCore>())
        {
            CurDecomposition<T> cur = CurDecomposition.Compute(
                known.Matrix, c.Rank, new CurDecompositionOptions { Seed = c.Seed, Core = core });
            Expect.AtMost(TrueError(known, cur), Expect.Rounding<T>(c.Max, 1000), $"the error with the core {core}");

            // More columns than the rank: the intersection is singular, and the optimal core takes over or copes.
            int more = Math.Min(c.Min, c.Rank + 2);
            CurDecomposition<T> larger = CurDecomposition.Compute(
                known.Matrix, more, new CurDecompositionOptions { Seed = c.Seed, Core = core });
            Assert.Equal(more > c.Rank ? CurCore.Optimal : core, larger.Core);
            Expect.AtMost(TrueError(known, larger), Expect.Rounding<T>(c.Max, 1000),
                $"the error with the core {core} and too many columns");
        }
    });

    [Fact]
    public void A_singular_intersection_falls_back_to_the_optimal_core()
    {
        DenseMatrix<T> a = Oracle.ToMatrix<T>(new Complex[,] { { 0, 1 }, { 2, 0 } });
        CurDecompositionOptions options = new() { Core = CurCore.Intersection };
        CurDecomposition<T> singular = CurDecomposition.FromIndices(a, [0], [0], options);
        Assert.Equal((CurCore.Optimal, double.PositiveInfinity), (singular.Core, singular.IntersectionCondition));
        CurDecomposition<T> regular = CurDecomposition.FromIndices(a, [0], [1], options);
        Assert.Equal((CurCore.Intersection, 1.0), (regular.Core, regular.IntersectionCondition));
        CurDecomposition<T> limited = CurDecomposition.FromIndices(a, [0, 1], [0, 1], options with { ConditionLimit = 1.5 });
        Assert.Equal(CurCore.Optimal, limited.Core);
        Expect.Close(limited.IntersectionCondition, 2, Expect.Rounding<T>(2, 10), "κ");
        Expect.AtMost(limited.Error.Frobenius, limited.Error.Resolution, "the error");
    }

    [Fact]
    public void Both_cores_of_two_by_two()
    {
        DenseMatrix<T> a = Oracle.ToMatrix<T>(new Complex[,] { { 2, 1 }, { 1, 3 } });
        double rounding = Expect.Rounding<T>(2, 10);
        CurDecomposition<T> optimal = CurDecomposition.FromIndices(a, [0], [0]);
        CurDecomposition<T> intersection = CurDecomposition.FromIndices(
            a, [0], [0], new CurDecompositionOptions { Core = CurCore.Intersection });
        Expect.Close(Oracle.Of(optimal.U)[0, 0].Real, 0.6, rounding, "the optimal core");
        Expect.Close(optimal.Error.Frobenius * optimal.Error.Frobenius, 6, 10 * rounding, "its squared error");
        Expect.Close(Oracle.Of(intersection.U)[0, 0].Real, 0.5, rounding, "the intersection core");
        Expect.Close(intersection.Error.Frobenius * intersection.Error.Frobenius, 6.25, 10 * rounding, "its squared error");
    }

    [Fact]
    public void U4_any_numbers_of_columns_and_rows_in_any_order() => PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
        System.Random random = new((int)c.Seed);
        int[] columns = [.. Enumerable.Range(0, c.Columns).OrderBy(_ => random.Next()).Take(random.Next(c.Columns + 1))];
        int[] rows = [.. Enumerable.Range(0, c.Rows).OrderBy(_ => random.Next()).Take(random.Next(c.Rows + 1))];
        CurDecomposition<T> cur = CurDecomposition.FromIndices(known.Matrix, columns, rows);
        Assert.Equal(columns, cur.ColumnIndices);
        Assert.Equal(rows, cur.RowIndices);
        AssertConsistent(known, cur);

        // More columns than the matrix has rows make a wide factor.
        TruncatedSvd<T> svd = cur.ToSvd();
        Assert.Equal(Math.Min(columns.Length, c.Min), svd.Rank);
        double core = 1 + Oracle.Norm(Oracle.Of(cur.U));
        Expect.Close(Oracle.Of(svd.ToDense()), Oracle.Of(cur.ToDense()),
            Expect.Rounding<T>(c.Max, 100 * core * Math.Max(1, known.FrobeniusNorm)), "the SVD");
    });

    [Fact]
    public void UX1_DEIM_keeps_its_bound() => PropertyCheck.Holds(MatrixCases.NonZero, c =>
    {
        // Singular vectors of equal values are not unique.
        c = c with { Spectrum = SpectrumFamily.Exponential };
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
        int rank = 1 + (int)(c.Seed % (ulong)c.Rank);
        CurDecomposition<T> cur = CurDecomposition.Compute(
            known.Matrix, rank, new CurDecompositionOptions { Selection = ColumnSelectionMethod.Deim,
                RowSelection = CurRowSelection.Independent });
        ColumnSelectionOptions deim = new() { Method = ColumnSelectionMethod.Deim };
        ColumnSubset columns = ColumnSelection.Select(known.Matrix, rank, deim);
        ColumnSubset rows = ColumnSelection.SelectRows(known.Matrix, rank, deim);
        Assert.Equal(columns.Indices, cur.ColumnIndices);
        Assert.Equal(rows.Indices, cur.RowIndices);
        double next = rank < known.SingularValues.Length ? known.SingularValues[rank] : 0;
        double constant = columns.BasisConstant + rows.BasisConstant;
        double error = Oracle.SpectralNorm(Oracle.Subtract(known.Entries, Oracle.Of(cur.ToDense())));
        Expect.AtMost(error, (constant * next) + Expect.Rounding<T>(c.Max, 1000 * constant),
            "the spectral error against (η_p + η_q) σ_{k+1}");
    });

    [Fact]
    public void The_svd_of_the_result_is_an_svd_and_the_same_matrix() => PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
        CurDecomposition<T> cur = CurDecomposition.Compute(known.Matrix, (int)(c.Seed % (ulong)(c.Rank + 1)));
        TruncatedSvd<T> svd = cur.ToSvd();
        Expect.Orthonormal(svd.U, "U");
        Expect.Orthonormal<T>(Oracle.Adjoint(Oracle.Of(svd.VT)), "V");
        Expect.Close(Oracle.Of(svd.ToDense()), Oracle.Of(cur.ToDense()), Expect.Rounding<T>(c.Max, 1000 * c.Max), "U diag(σ) VT");
    });

    [Fact]
    public void Bad_arguments_are_refused()
    {
        DenseMatrix<T> a = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(4, 3, 1));
        Assert.Throws<ArgumentNullException>("a", () => CurDecomposition.Compute<T>(null!, 1));
        Assert.Throws<ArgumentOutOfRangeException>("truncation", () => CurDecomposition.Compute(a, 4));
        Assert.Throws<ArgumentException>("columns", () => CurDecomposition.FromIndices(a, [1, 1], [0]));
        Assert.Throws<ArgumentOutOfRangeException>("rows", () => CurDecomposition.FromIndices(a, [1], [4]));
        Refused("Method", new CurDecompositionOptions { Selection = (ColumnSelectionMethod)99 });
        Refused("RowSelection", new CurDecompositionOptions { RowSelection = (CurRowSelection)9 });
        Refused("StrongSwapBound", new CurDecompositionOptions { Selection = new() { StrongSwapBound = 0 } });
        Refused("PreSampleCount", new CurDecompositionOptions { Selection = new() { PreSampleCount = -1 } });
        Refused("PreSampling", new CurDecompositionOptions { Selection = new() { PreSampling = ColumnSelectionMethod.Osinsky } });
        Refused("Core", new CurDecompositionOptions { Core = (CurCore)9 });
        Refused("ConditionLimit", new CurDecompositionOptions { ConditionLimit = double.NaN });
        Refused("RowOversampling", new CurDecompositionOptions { RowOversampling = -1 });
        Refused("MaxDegreeOfParallelism", new CurDecompositionOptions { MaxDegreeOfParallelism = 0 });
        a[2, 1] = Scalar<T>.FromDouble(double.NaN);
        ArgumentException exception = Assert.Throws<ArgumentException>("a", () => CurDecomposition.Compute(a, 1));
        Assert.Contains("row 2, column 1", exception.Message, StringComparison.Ordinal);

        void Refused(string name, CurDecompositionOptions options) =>
            Assert.Throws<ArgumentOutOfRangeException>(name, () => CurDecomposition.Compute(a, 1, options));
    }

    private static double TrueError(KnownMatrix<T> known, CurDecomposition<T> cur) =>
        Oracle.NormOfDifference(known.Entries, Oracle.Of(cur.ToDense()));

    private static void AssertConsistent(KnownMatrix<T> known, CurDecomposition<T> cur)
    {
        Expect.Close(Oracle.Of(cur.C), Oracle.Columns(known.Entries, cur.ColumnIndices), 0, "C");
        Expect.Close(Oracle.Of(cur.R), Oracle.Rows(known.Entries, cur.RowIndices), 0, "R");
        double error = TrueError(known, cur);
        double core = 1 + Oracle.Norm(Oracle.Of(cur.U));
        double rounding = Expect.Rounding<T>(known.Case.Max, 10 * core * Math.Max(1, known.FrobeniusNorm));
        Complex[,] product = Oracle.Multiply(Oracle.Of(cur.C), Oracle.Of(cur.U), Oracle.Of(cur.R));
        Expect.Close(Oracle.Of(cur.ToDense()), product, rounding * core, "C U R");
        Expect.AtMost(error, cur.Error.UpperBound(1e-6) + rounding, "the error against its bound");
        double parts = (cur.ColumnError * cur.ColumnError) + (cur.RowError * cur.RowError);
        Expect.Close(cur.Error.Frobenius * cur.Error.Frobenius, parts, rounding * (1 + error), "the squares of the parts");
        if (cur.Error.Method == ErrorEstimateMethod.ExactIdentity)
        {
            Expect.Close(cur.Error.Frobenius * cur.Error.Frobenius, error * error, rounding * (1 + error), "the error, squared");
        }
    }

    /// <summary>Counts the columns that it is multiplied with.</summary>
    private sealed class Watched(DenseMatrix<T> matrix) : ILinearOperator<T>, IColumnSource<T>, IRowSource<T>, IFrobeniusNorm
    {
        public int RowCount => matrix.RowCount;

        public int ColumnCount => matrix.ColumnCount;

        public int Multiplied { get; private set; }

        public int MultipliedAdjoint { get; private set; }

        public double FrobeniusNorm() => matrix.FrobeniusNorm();

        public void Multiply(DenseMatrix<T> x, DenseMatrix<T> destination)
        {
            Multiplied += x.ColumnCount;
            matrix.Multiply(x, destination);
        }

        public void MultiplyAdjoint(DenseMatrix<T> x, DenseMatrix<T> destination)
        {
            MultipliedAdjoint += x.ColumnCount;
            matrix.MultiplyAdjoint(x, destination);
        }

        public void CopyColumns(ReadOnlySpan<int> columns, DenseMatrix<T> destination) => matrix.CopyColumns(columns, destination);

        public void CopyRows(ReadOnlySpan<int> rows, DenseMatrix<T> destination) => matrix.CopyRows(rows, destination);
    }
}

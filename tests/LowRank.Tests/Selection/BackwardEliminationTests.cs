using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Selection;

namespace LowRank.Tests;

public sealed class BackwardEliminationTestsOfSingle : BackwardEliminationTests<float>;

public sealed class BackwardEliminationTestsOfDouble : BackwardEliminationTests<double>;

public sealed class BackwardEliminationTestsOfComplex : BackwardEliminationTests<Complex>;

/// <summary>Columns that go one by one, against trying every one of them.</summary>
public abstract class BackwardEliminationTests<T>
    where T : unmanaged, INumberBase<T>
{
    [Fact]
    public void The_column_that_goes_is_the_one_that_the_error_misses_least() => PropertyCheck.Holds(MatrixCases.Larger, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
        using Workspace<T> workspace = new();
        SkeletonBasis<T> basis = Fit(known.Matrix, SomeColumns(c), workspace);
        int count = basis.NumericalRank;
        int kept = 1 + (int)(c.Seed % (ulong)count);
        SkeletonBasis<T> ordered = BackwardElimination<T>.Reorder(basis with { Columns = basis.Columns[..count] }, kept, workspace);
        Assert.Equal(basis.Columns.Take(count).Order(), ordered.Columns.Order());
        Assert.Equal(basis.Columns.Take(count).Where(ordered.Columns.Take(kept).Contains), ordered.Columns.Take(kept));

        // From the last on, each is one of those whose loss is least, to rounding.
        double rounding = Expect.Rounding<T>(c.Max, 1000 * known.FrobeniusNorm * known.FrobeniusNorm);
        for (int left = count; left > kept; left--)
        {
            int[] before = ordered.Columns[..left];
            double least = before.Min(column => SquaredError(known, [.. before.Where(other => other != column)]));
            double chosen = SquaredError(known, ordered.Columns[..(left - 1)]);
            Expect.AtMost(chosen, least + rounding, $"the squared error without column {ordered.Columns[left - 1]}");
            double lost = ordered.Squares[left - 1] * basis.Residual.Norm * basis.Residual.Norm;
            Expect.Close(lost, chosen - SquaredError(known, before), rounding, "what it took along, squared");
        }
    });

    [Fact]
    public void The_new_basis_is_a_basis_of_the_same_columns() => PropertyCheck.Holds(MatrixCases.Larger, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
        using Workspace<T> workspace = new();
        SkeletonBasis<T> basis = Fit(known.Matrix, SomeColumns(c), workspace);
        int count = basis.NumericalRank;
        SkeletonBasis<T> ordered = BackwardElimination<T>.Reorder(basis with { Columns = basis.Columns[..count] }, count / 2, workspace);
        double rounding = Expect.Rounding<T>(c.Max, 100 * known.FrobeniusNorm);
        Expect.Orthonormal(ordered.Q, "Q");
        Expect.Close(Oracle.Of(ordered.Skeleton), Oracle.Columns(known.Entries, ordered.Columns), 0, "C");
        Complex[,] projected = Oracle.Multiply(Oracle.Adjoint(Oracle.Of(ordered.Q)), known.Entries);
        Expect.Close(Oracle.Adjoint(Oracle.Of(ordered.AdjointProduct)), projected, rounding, "QᴴA");
        Complex[,] triangle = Oracle.Of(ordered.Triangle(count, workspace));
        Expect.Close(Oracle.Multiply(Oracle.Of(ordered.Q), triangle), Oracle.Of(ordered.Skeleton), rounding, "Q R = C");
    });

    [Fact]
    public void Scaling_changes_nothing() => PropertyCheck.Holds(MatrixCases.Larger, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
        double scale = Math.ScaleB(1, Math.ILogB(Expect.ExtremeScale<T>(c.Seed)));
        DenseMatrix<T> scaled = Oracle.ToMatrix<T>(Oracle.Scale(known.Entries, scale));
        using Workspace<T> workspace = new();
        int[] columns = SomeColumns(c);
        SkeletonBasis<T> plain = Fit(known.Matrix, columns, workspace);
        SkeletonBasis<T> large = Fit(scaled, columns, workspace);
        int kept = Math.Max(1, plain.NumericalRank / 2);
        Assert.Equal(plain.NumericalRank, large.NumericalRank);
        int[] expected = BackwardElimination<T>.Reorder(plain with { Columns = plain.Columns[..plain.NumericalRank] }, kept, workspace)
            .Columns[..kept];
        int[] measured = BackwardElimination<T>.Reorder(large with { Columns = large.Columns[..large.NumericalRank] }, kept, workspace)
            .Columns[..kept];
        double rounding = Expect.Rounding<T>(c.Max, 1000 * known.FrobeniusNorm * known.FrobeniusNorm);
        Expect.Close(SquaredError(known, measured), SquaredError(known, expected), rounding, "the squared error of the columns kept");
    });

    /// <summary>The last of these columns of a Hilbert matrix has a share of 6e-9 of its own: what cancels must not lead the choice
    /// astray.</summary>
    [Fact]
    public void Nearly_dependent_columns_are_told_apart()
    {
        const int N = 40;
        int[] columns = Scalar<T>.IsSingle ? [0, 1, 6, 14, 24, 39] : [0, 1, 2, 4, 6, 9, 13, 18, 24, 31, 39];
        int count = columns.Length;
        Complex[,] a = Oracle.Build(N, N, (i, j) => 1.0 / (i + j + 1));
        DenseMatrix<T> matrix = Oracle.ToMatrix<T>(a);
        using Workspace<T> workspace = new();
        SkeletonBasis<T> basis = Fit(matrix, columns, workspace);
        Assert.Equal(count, basis.NumericalRank);
        SkeletonBasis<T> ordered = BackwardElimination<T>.Reorder(basis, 4, workspace);
        KnownMatrix<T> known = KnownMatrix<T>.FromFactors(Oracle.Identity(N), [.. Enumerable.Repeat(1.0, N)], Oracle.Adjoint(a));
        double best = double.PositiveInfinity;
        foreach (int[] subset in Subsets(count, 4))
        {
            best = Math.Min(best, SquaredError(known, [.. subset.Select(k => basis.Columns[k])]));
        }

        Expect.AtMost(Math.Sqrt(SquaredError(known, ordered.Columns[..4])), 1.5 * Math.Sqrt(best),
            "the error against that of the best of all subsets");
    }

    private static int[] SomeColumns(MatrixCase c)
    {
        System.Random random = new((int)c.Seed);
        return [.. Enumerable.Range(0, c.Columns).OrderBy(_ => random.Next()).Take(Math.Min(c.Rank, 8))];
    }

    private static SkeletonBasis<T> Fit(DenseMatrix<T> a, int[] columns, Workspace<T> workspace) =>
        SkeletonFit<T>.Of(a, a, a.FrobeniusNorm(), columns, 1, new RunContext(new ColumnSelectionOptions(), default), workspace);

    private static double SquaredError(KnownMatrix<T> known, int[] columns)
    {
        Complex[,] q = Oracle.Orthonormalize(Oracle.Columns(known.Entries, columns));
        return Math.Pow(Oracle.NormOfDifference(known.Entries, Oracle.Multiply(q, Oracle.Multiply(Oracle.Adjoint(q), known.Entries))), 2);
    }

    private static IEnumerable<int[]> Subsets(int n, int k) =>
        k == 0 ? [[]] : Enumerable.Range(0, n).SelectMany(last => Subsets(last, k - 1).Select(rest => (int[])[.. rest, last]));
}

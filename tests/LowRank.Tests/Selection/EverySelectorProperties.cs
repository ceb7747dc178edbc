using System.Numerics;

namespace LowRank.Tests;

public sealed class EverySelectorPropertiesOfSingle : EverySelectorProperties<float>;

public sealed class EverySelectorPropertiesOfDouble : EverySelectorProperties<double>;

public sealed class EverySelectorPropertiesOfComplex : EverySelectorProperties<Complex>;

/// <summary>Every selector serves every decomposition: what holds whatever columns were chosen.</summary>
public abstract class EverySelectorProperties<T>
    where T : unmanaged, INumberBase<T>
{
    private const int Tests = 25;

    public static TheoryData<ColumnSelectionMethod> Methods => [.. Enum.GetValues<ColumnSelectionMethod>()];

    /// <summary>An interpolative decomposition reproduces the chosen columns exactly; its error is that of their projection.</summary>
    [Theory]
    [MemberData(nameof(Methods))]
    public void Of_an_interpolative_decomposition(ColumnSelectionMethod method) => PropertyCheck.Holds(
        MatrixCases.NonZero,
        c =>
        {
            KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
            InterpolativeSide side = c.Seed / 3 % 2 == 0 ? InterpolativeSide.Columns : InterpolativeSide.Rows;
            InterpolativeDecomposition<T> id = InterpolativeDecomposition.Compute(
                known.Matrix, Count(c), new() { Selection = Selection(method, c), Side = side, Seed = c.Seed });
            bool isRows = side == InterpolativeSide.Rows;
            Complex[,] a = isRows ? Oracle.Transpose(known.Entries) : known.Entries;
            Complex[,] z = isRows ? Oracle.Transpose(Oracle.Of(id.Coefficients)) : Oracle.Of(id.Coefficients);
            Assert.Equal(Count(c), id.Indices.Distinct().Count());
            for (int i = 0; i < id.Rank; i++)
            {
                for (int j = 0; j < id.Rank; j++)
                {
                    Assert.Equal(i == j ? 1 : 0, z[i, id.Indices[j]]);
                }
            }

            double rounding = Rounding(known, id.LargestCoefficient);
            Complex[,] columns = Oracle.Columns(a, id.Indices);
            double error = Oracle.NormOfDifference(Oracle.Multiply(columns, z), a);
            Expect.AtMost(error, id.Error.UpperBound(1e-7) + rounding, $"the error by {id.Method}");
            Expect.AtLeast(error, known.Tail(id.Rank) - rounding, "the error against the optimum");
            AssertProjected(known, a, id.Indices, error, rounding);
            known.AssertUnchanged();
        },
        Tests);

    /// <summary>The parts of a CUR's error add up in squares for either core, and its columns are those of the selection.</summary>
    [Theory]
    [MemberData(nameof(Methods))]
    public void Of_a_CUR_decomposition(ColumnSelectionMethod method) => PropertyCheck.Holds(
        MatrixCases.NonZero,
        c =>
        {
            KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
            CurDecompositionOptions options = new()
            {
                Selection = Selection(method, c), Core = (CurCore)(c.Seed / 3 % 2), RowSelection = (CurRowSelection)(c.Seed / 6 % 2),
                    Seed = c.Seed,
            };
            CurDecomposition<T> cur = CurDecomposition.Compute(known.Matrix, Count(c), options);
            Assert.Equal(Count(c), cur.ColumnIndices.Distinct().Count());
            Assert.Equal(Count(c), cur.RowIndices.Distinct().Count());
            double condition = double.IsFinite(cur.IntersectionCondition) ? Math.Min(cur.IntersectionCondition, 1e4) : 1;
            double rounding = Rounding(known, condition);
            double error = Oracle.NormOfDifference(Oracle.Of(cur.ToDense()), known.Entries);
            Expect.AtMost(error, cur.Error.UpperBound(1e-7) + rounding, $"the error by {method}");
            Expect.AtLeast(error, known.Tail(cur.Rank) - rounding, "the error against the optimum");
            if (cur.Error.Method == ErrorEstimateMethod.ExactIdentity)
            {
                Expect.Close(
                    double.Hypot(cur.ColumnError, cur.RowError), cur.Error.Frobenius, rounding + cur.Error.Resolution, "the two parts");
            }

            ColumnSubset subset = ColumnSelection.Select(known.Matrix, Count(c), Selection(method, c) with { Seed = c.Seed });
            Assert.Equal(subset.Indices, cur.ColumnIndices);
        },
        Tests);

    /// <summary>A column Nyström approximation lies below A and reproduces the chosen columns, which are those of the selection.</summary>
    [Theory]
    [MemberData(nameof(Methods))]
    public void Of_a_Nystrom_approximation(ColumnSelectionMethod method) => PropertyCheck.Holds(
        MatrixCases.NonZero,
        c =>
        {
            PsdMatrix<T> known = PsdMatrix<T>.Build(c);
            int rank = (int)(c.Seed % (ulong)(known.Size + 1));
            NystromApproximationOptions options = new()
            {
                Method = NystromApproximationMethod.SelectedColumns, Selection = Selection(method, c), Seed = c.Seed,
            };
            NystromApproximation<T> result = NystromApproximation.Compute(known.Matrix, rank, options);
            Complex[,] residual = Oracle.Subtract(known.Entries, Oracle.Of(result.ToDense()));
            Assert.Equal(result.Rank, result.Indices.Distinct().Count());
            Expect.AtMost(result.Rank, rank, "the rank");
            Expect.AtMost(
                Oracle.Norm(Oracle.Columns(residual, result.Indices)), 10 * known.Rounding, $"the columns of {method} in A − Â");
            Expect.Close(result.TraceError, Oracle.Trace(residual).Real, 10 * known.Rounding, "the trace of the residual");
        },
        Tests);

    /// <summary>
    /// What the choice has computed is not computed again: of a matrix known by products, sketched pivoting makes one product with each
    /// block and one sketch; a pivoted QR that has the matrix written out makes no other; all others make one more, for the coefficients.
    /// </summary>
    [Theory]
    [InlineData(ColumnSelectionMethod.SketchedPivoting, 2)]
    [InlineData(ColumnSelectionMethod.ColumnPivotedQr, 0)]
    [InlineData(ColumnSelectionMethod.RandomlyPivotedQr, 0)]
    [InlineData(ColumnSelectionMethod.SketchedLu, 2)]
    [InlineData(ColumnSelectionMethod.RangeFinderPivotedQr, 2)]
    [InlineData(ColumnSelectionMethod.Uniform, 1)]
    public void No_product_is_spent_twice(ColumnSelectionMethod method, int expected)
    {
        DenseMatrix<T> a = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(40, 30, 3));
        int adjoints = 0;
        WatchedSource watched = new(a, _ => adjoints++);
        InterpolativeDecomposition.Compute(watched, 5, new() { Selection = method });
        Assert.Equal(expected, adjoints);
        adjoints = 0;
        ColumnSelection.Select(watched, 5, method);
        Assert.Equal(expected, adjoints);
        adjoints = 0;
        CurDecomposition.Compute(watched, 5, new() { Selection = method, Core = CurCore.Intersection });
        Assert.Equal(expected, adjoints);
    }

    /// <summary>It knows its norm, so that its error needs no product.</summary>
    private sealed class WatchedSource(DenseMatrix<T> matrix, Action<int> onAdjoint) : SourceOperator<T>(matrix, onAdjoint), IFrobeniusNorm
    {
        private readonly double _norm = matrix.FrobeniusNorm();

        public double FrobeniusNorm() => _norm;
    }

    private static int Count(MatrixCase c) => 1 + (int)(c.Seed % (ulong)c.Rank);

    /// <summary>All columns, or a sample of them.</summary>
    private static ColumnSelectionOptions Selection(ColumnSelectionMethod method, MatrixCase c) =>
        new() { Method = method, PreSampleCount = c.Seed % 4 == 0 ? Count(c) + 1 : null, Oversampling = (int)(c.Seed % 5) };

    private static double Rounding(KnownMatrix<T> known, double conditioning) => Expect.Rounding<T>(
        known.Case.Max, 100 * Math.Max(1, conditioning) * known.Case.Max * Math.Max(1, known.FrobeniusNorm));

    private static void AssertProjected(
        KnownMatrix<T> known, Complex[,] a, IReadOnlyList<int> chosen, double error, double rounding)
    {
        // Columns that depend on each other to rounding have no projection that is known to rounding.
        Complex[,] q = Oracle.Orthonormalize(Oracle.Columns(a, chosen));
        double[] s = Oracle.SingularValues(Oracle.Columns(a, chosen));
        if (s[^1] > 1e-3 * s[0])
        {
            double projected = Oracle.NormOfDifference(a, Oracle.Multiply(q, Oracle.Multiply(Oracle.Adjoint(q), a)));
            Expect.Close(error, projected, 1e3 * rounding, $"the error against the projection, at {known.Case}");
        }
    }
}

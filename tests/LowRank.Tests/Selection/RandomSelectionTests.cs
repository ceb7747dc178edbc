using System.Numerics;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Selection;

namespace LowRank.Tests;

public sealed class RandomSelectionTestsOfDouble : RandomSelectionTests<double>;

public sealed class RandomSelectionTestsOfComplex : RandomSelectionTests<Complex>;

/// <summary>The laws of the random selectors and the exact identities E7 and E8, by enumeration of all subsets.</summary>
public abstract class RandomSelectionTests<T>
    where T : unmanaged, INumberBase<T>
{
    private const int Rows = 6;
    private const int Columns = 7;
    private const int Count = 3;

    /// <summary>E7: with P(J) = |det V_J|² and W = V_J⁻ᴴVᴴ, the mean of ‖A − A_J W‖² is (k + 1) ‖A − AVVᴴ‖².</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void E7_by_enumeration(int count)
    {
        Complex[,] a = Oracle.Gaussian<T>(Rows, Columns, 5);
        Complex[,] v = Oracle.Orthonormalize(Oracle.Gaussian<T>(Columns, count, 6));
        double tail = Math.Pow(Oracle.NormOfDifference(a, Oracle.Multiply(a, v, Oracle.Adjoint(v))), 2);
        double total = 0;
        double mean = 0;
        double projected = 0;
        foreach (int[] subset in Subsets(Columns, count))
        {
            Complex[,] chosen = Oracle.Rows(v, subset);
            double probability = Math.Pow(AbsDeterminant(chosen), 2);
            Complex[,] w = Oracle.Solve(Oracle.Adjoint(chosen), Oracle.Adjoint(v));
            double error = Math.Pow(Oracle.NormOfDifference(a, Oracle.Multiply(Oracle.Columns(a, subset), w)), 2);
            double best = Math.Pow(InterpolativeDecomposition.FromIndices(Oracle.ToMatrix<T>(a), subset).Error.Frobenius, 2);
            Expect.AtMost(best, error * (1 + 1e-10), "the squared error of the best coefficients");
            total += probability;
            mean += probability * error;
            projected += probability * best;
        }

        Expect.Close(total, 1, 1e-12, "the probabilities");
        Expect.Close(mean, (count + 1) * tail, 1e-10 * mean, "the mean squared error");
        Expect.AtMost(projected, mean, "the mean squared error of the best coefficients");
    }

    /// <summary>
    /// E7 for crosses: with rows drawn for Q = orth(A_J) in the same way, P(I) = |det Q_I|², the mean of ‖A − A_J A_IJ⁻¹ A_I‖² is (k + 1)
    /// ‖A − A_J A_J⁺A‖², for any columns J.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void E7_for_crosses_by_enumeration(int count)
    {
        Complex[,] a = Oracle.Gaussian<T>(Rows, Columns, 5);
        DenseMatrix<T> matrix = Oracle.ToMatrix<T>(a);
        int[] columns = [.. Enumerable.Range(1, count)];
        Complex[,] q = Oracle.Orthonormalize(Oracle.Columns(a, columns));
        double mean = 0;
        double expected = 0;
        CurDecompositionOptions options = new() { Core = CurCore.Intersection };
        foreach (int[] rows in Subsets(Rows, count))
        {
            CurDecomposition<T> cross = CurDecomposition.FromIndices(matrix, columns, rows, options);
            Assert.Equal(CurCore.Intersection, cross.Core);
            mean += Math.Pow(AbsDeterminant(Oracle.Rows(q, rows)), 2) * cross.Error.Frobenius * cross.Error.Frobenius;
            expected = (count + 1) * cross.ColumnError * cross.ColumnError;
        }

        Expect.Close(mean, expected, 1e-10 * expected, "the mean squared error");
    }

    /// <summary>E8: with P(J) ∝ det(A_JᴴA_J), the mean of ‖A − A_J A_J⁺A‖² is (k + 1) e_{k+1}(σ²) / e_k(σ²).</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void E8_by_enumeration(int count)
    {
        Complex[,] a = Oracle.Gaussian<T>(Rows, Columns, 5);
        DenseMatrix<T> matrix = Oracle.ToMatrix<T>(a);
        double total = 0;
        double mean = 0;
        foreach (int[] subset in Subsets(Columns, count))
        {
            Complex[,] chosen = Oracle.Columns(a, subset);
            double weight = AbsDeterminant(Oracle.Multiply(Oracle.Adjoint(chosen), chosen));
            double error = InterpolativeDecomposition.FromIndices(matrix, subset).Error.Frobenius;
            total += weight;
            mean += weight * error * error;
        }

        double[] squares = [.. Oracle.SingularValues(a).Select(s => s * s)];
        double expected = (count + 1) * Elementary(squares, count + 1) / Elementary(squares, count);
        Expect.Close(mean / total, expected, 1e-10 * expected, "the mean squared error");
        Expect.AtMost(expected, (count + 1) * squares.Skip(count).Sum(), "the expectation against the (k + 1)-fold tail");
    }

    /// <summary>
    /// Frequencies of subsets over seeds, by a χ² with its mean and standard deviation: within 5 standard deviations of its degrees of
    /// freedom. For a normal law that is a false alarm of 6e-7; the seeds are fixed.
    /// </summary>
    [Theory]
    [InlineData(ColumnSelectionMethod.AdaptiveRandomizedPivoting)]
    [InlineData(ColumnSelectionMethod.VolumeSampling)]
    public void Subsets_are_drawn_with_their_probabilities(ColumnSelectionMethod method)
    {
        const int Draws = 4000;
        Complex[,] a = Oracle.Gaussian<T>(Rows, Columns, 5);
        DenseMatrix<T> matrix = Oracle.ToMatrix<T>(a);
        Complex[,] v = Oracle.Of(Exact(matrix));
        Dictionary<string, double> expected = [];
        foreach (int[] subset in Subsets(Columns, Count))
        {
            Complex[,] chosen = Oracle.Columns(a, subset);
            expected[string.Join(',', subset)] = method == ColumnSelectionMethod.VolumeSampling
                ? AbsDeterminant(Oracle.Multiply(Oracle.Adjoint(chosen), chosen))
                : Math.Pow(AbsDeterminant(Oracle.Rows(v, subset)), 2);
        }

        double total = expected.Values.Sum();
        Dictionary<string, int> counts = [];
        for (int seed = 0; seed < Draws; seed++)
        {
            ColumnSubset drawn = ColumnSelection.Select(matrix, Count, new ColumnSelectionOptions { Method = method, Seed = (ulong)seed });
            string key = string.Join(',', drawn.Indices.Order());
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }

        ExpectChiSquare(expected.Select(e => (counts.GetValueOrDefault(e.Key), Draws * e.Value / total)));
    }

    [Theory]
    [InlineData(ColumnSelectionMethod.NormSampling)]
    [InlineData(ColumnSelectionMethod.LeverageSampling)]
    [InlineData(ColumnSelectionMethod.Uniform)]
    [InlineData(ColumnSelectionMethod.RandomlyPivotedQr)]
    public void The_first_column_and_the_pair_are_drawn_with_their_probabilities(ColumnSelectionMethod method)
    {
        const int Draws = 6000;
        Complex[,] g = Oracle.Gaussian<T>(Rows, 4, 5);
        Complex[,] a = Oracle.Build(Rows, 4, (i, j) => g[i, j] * (1 + (0.5 * j)));
        DenseMatrix<T> matrix = Oracle.ToMatrix<T>(a);
        double[] weights = method switch
        {
            ColumnSelectionMethod.Uniform => [1, 1, 1, 1],
            ColumnSelectionMethod.LeverageSampling => ColumnSelection.LeverageScores(matrix, 2),
            _ => [.. Enumerable.Range(0, 4).Select(j => Math.Pow(Oracle.Norm(Oracle.Columns(a, [j])), 2))],
        };
        double[,] expected = new double[4, 4];
        for (int i = 0; i < 4; i++)
        {
            double[] second = [.. weights];
            if (method == ColumnSelectionMethod.RandomlyPivotedQr)
            {
                Complex[,] q = Oracle.Orthonormalize(Oracle.Columns(a, [i]));
                Complex[,] left = Oracle.Subtract(a, Oracle.Multiply(q, Oracle.Multiply(Oracle.Adjoint(q), a)));
                second = [.. Enumerable.Range(0, 4).Select(j => Math.Pow(Oracle.Norm(Oracle.Columns(left, [j])), 2))];
            }

            second[i] = 0;
            for (int j = 0; j < 4; j++)
            {
                expected[i, j] = Draws * weights[i] / weights.Sum() * second[j] / second.Sum();
            }
        }

        int[,] counts = new int[4, 4];
        for (int seed = 0; seed < Draws; seed++)
        {
            ColumnSubset drawn = ColumnSelection.Select(matrix, 2, new ColumnSelectionOptions { Method = method, Seed = (ulong)seed });
            counts[drawn.Indices[0], drawn.Indices[1]]++;
        }

        ExpectChiSquare(Subsets(4, 1).SelectMany(
            i => Subsets(4, 1).Where(j => j[0] != i[0]).Select(j => (counts[i[0], j[0]], expected[i[0], j[0]]))));
    }

    [Fact]
    public void Osinskys_choice_keeps_its_bound() => PropertyCheck.Holds(MatrixCases.NonZero, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
        int count = 1 + (int)(c.Seed % (ulong)c.Rank);
        ColumnSubset subset = ColumnSelection.Select(
            known.Matrix, count, new ColumnSelectionOptions { Method = ColumnSelectionMethod.Osinsky });
        InterpolativeDecomposition<T> id = InterpolativeDecomposition.FromIndices(known.Matrix, subset.Indices.AsSpan());
        double rounding = Expect.Rounding<T>(c.Max, 100 * known.FrobeniusNorm);
        double error = Oracle.NormOfDifference(known.Entries, Oracle.Of(id.ToDense()));
        Expect.AtMost(error, (Math.Sqrt(count + 1) * known.Tail(count)) + rounding, "the error against √(k + 1) times the optimum");
    });

    /// <summary>U-11: the rows of DEIM are the pivots of LU with partial pivoting, and the interpolation constant bounds the error
    /// (UX-1).</summary>
    [Fact]
    public void U11_Deim_is_LU_with_partial_pivoting() => PropertyCheck.Holds(MatrixCases.NonZero, c =>
    {
        Complex[,] v = Oracle.Orthonormalize(Oracle.Gaussian<T>(c.Columns, Math.Min(c.Rank, c.Columns), (int)c.Seed));
        int[] rows = Deim(Oracle.ToMatrix<T>(v, c.Layout).ToDense(MatrixLayout.ColumnMajor));
        Complex[,] lu = (Complex[,])v.Clone();
        int[] order = [.. Enumerable.Range(0, c.Columns)];
        for (int s = 0; s < rows.Length; s++)
        {
            int pivot = Enumerable.Range(s, c.Columns - s).MaxBy(i => Complex.Abs(lu[i, s]));
            (order[s], order[pivot]) = (order[pivot], order[s]);
            for (int j = 0; j < rows.Length; j++)
            {
                (lu[s, j], lu[pivot, j]) = (lu[pivot, j], lu[s, j]);
            }

            for (int i = s + 1; i < c.Columns; i++)
            {
                Complex factor = lu[i, s] / lu[s, s];
                for (int j = s; j < rows.Length; j++)
                {
                    lu[i, j] -= factor * lu[s, j];
                }
            }
        }

        Assert.Equal(order.Take(rows.Length), rows);
    });

    private static DenseMatrix<T> Exact(DenseMatrix<T> a)
    {
        using Workspace<T> workspace = new();
        RunContext context = new(new ColumnSelectionOptions(), default);
        return SingularBasis<T>.Exact(new SelectionProblem<T>(a, null, Count, Count, new(), context, workspace), Count).V;
    }

    private static int[] Deim(DenseMatrix<T> v) => new Deim<T>().Choose(v, v.Transpose, new IndexSampler(1));

    [Fact]
    public void U11_Deim_of_a_known_basis()
    {
        Complex[,] v = Oracle.Scale(new Complex[,] { { 2, 3 }, { 3, -6 }, { 6, 2 } }, 1.0 / 7);
        Assert.Equal([2, 1], Deim(Oracle.ToMatrix<T>(v, MatrixLayout.ColumnMajor)));
    }

    [Theory]
    [InlineData(ColumnSelectionMethod.Deim)]
    [InlineData(ColumnSelectionMethod.AdaptiveRandomizedPivoting)]
    [InlineData(ColumnSelectionMethod.Osinsky)]
    public void UX1_the_basis_constant_bounds_the_error(ColumnSelectionMethod method) => PropertyCheck.Holds(MatrixCases.NonZero, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
        int count = 1 + (int)(c.Seed % (ulong)c.Rank);
        ColumnSubset subset = ColumnSelection.Select(known.Matrix, count, new ColumnSelectionOptions { Method = method, Seed = c.Seed });
        InterpolativeDecomposition<T> id = InterpolativeDecomposition.FromIndices(known.Matrix, subset.Indices.AsSpan());
        double rounding = Expect.Rounding<T>(c.Max, 100 * subset.BasisConstant * known.FrobeniusNorm);
        Complex[,] left = Oracle.Subtract(known.Entries, Oracle.Of(id.ToDense()));
        Expect.AtMost(Oracle.Norm(left), (subset.BasisConstant * known.Tail(count)) + rounding, "the error");
        double next = count < known.SingularValues.Length ? known.SingularValues[count] : 0;
        Expect.AtMost(Oracle.SpectralNorm(left), (subset.BasisConstant * next) + rounding, "the spectral error");
    });

    private static void ExpectChiSquare(IEnumerable<(int Count, double Expected)> cells)
    {
        double statistic = 0;
        int freedom = -1;
        (double Count, double Expected) rest = default;
        foreach ((int count, double expected) in cells)
        {
            if (expected < 5)
            {
                rest = (rest.Count + count, rest.Expected + expected);
                continue;
            }

            statistic += Math.Pow(count - expected, 2) / expected;
            freedom++;
        }

        if (rest.Expected > 5)
        {
            statistic += Math.Pow(rest.Count - rest.Expected, 2) / rest.Expected;
            freedom++;
        }

        Assert.True(freedom >= 2);
        Expect.Close(statistic, freedom, 5 * Math.Sqrt(2 * freedom), "χ²");
    }

    private static double Elementary(double[] values, int order)
    {
        double[] e = new double[order + 1];
        e[0] = 1;
        foreach (double value in values)
        {
            for (int j = order; j > 0; j--)
            {
                e[j] += value * e[j - 1];
            }
        }

        return e[order];
    }

    /// <summary>|det A|: the product of the singular values.</summary>
    private static double AbsDeterminant(Complex[,] a) => Oracle.SingularValues(a).Aggregate(1.0, (product, s) => product * s);

    private static IEnumerable<int[]> Subsets(int n, int count, int first = 0)
    {
        if (count == 0)
        {
            yield return [];
            yield break;
        }

        for (int i = first; i <= n - count; i++)
        {
            foreach (int[] rest in Subsets(n, count - 1, i + 1))
            {
                yield return [i, .. rest];
            }
        }
    }
}

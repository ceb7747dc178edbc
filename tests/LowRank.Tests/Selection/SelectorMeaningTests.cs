using System.Numerics;

namespace LowRank.Tests;

public sealed class SelectorMeaningTestsOfSingle : SelectorMeaningTests<float>;

public sealed class SelectorMeaningTestsOfDouble : SelectorMeaningTests<double>;

public sealed class SelectorMeaningTestsOfComplex : SelectorMeaningTests<Complex>;

/// <summary>U-6: each selector does what its name says, on matrices where that is a single answer or a law that can be counted.</summary>
public abstract class SelectorMeaningTests<T>
    where T : unmanaged, INumberBase<T>
{
    private const int Draws = 4000;

    public static TheoryData<ColumnSelectionMethod> Methods => [.. Enum.GetValues<ColumnSelectionMethod>()];

    [Fact]
    public void The_longest_columns_and_those_of_most_leverage_come_in_falling_order() => PropertyCheck.Holds(MatrixCases.NonZero, c =>
    {
        c = c with { HasTwins = false }; // equals are another test's
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
        int count = 1 + (int)(c.Seed % (ulong)c.Min);
        double[] squares = [.. Enumerable.Range(0, c.Columns).Select(j => Math.Pow(Oracle.Norm(Oracle.Columns(known.Entries, [j])), 2))];
        AssertLargest(squares, ColumnSelectionMethod.NormTop, null);

        // Of all the singular vectors there are, so that no gap is near.
        double[] scores = [.. Enumerable.Range(0, c.Columns).Select(
            j => Enumerable.Range(0, c.Rank).Sum(i => Oracle.Square(known.V[j, i])))];
        AssertLargest(scores, ColumnSelectionMethod.LeverageTop, c.Rank);

        void AssertLargest(double[] expected, ColumnSelectionMethod method, int? subspaceRank)
        {
            ColumnSubset subset = ColumnSelection.Select(
                known.Matrix, count, new ColumnSelectionOptions { Method = method, SubspaceRank = subspaceRank });
            double[] sorted = [.. expected.OrderDescending()];
            for (int k = 0; k < count; k++)
            {
                Expect.Close(expected[subset.Indices[k]], sorted[k], Expect.Rounding<T>(c.Max, 100 * sorted[0]), $"place {k} by {method}");
            }
        }
    });

    /// <summary>Groups of columns far from each other, of different sizes: one column of each, and that the nearest to the mean of its
    /// group.</summary>
    [Fact]
    public void K_means_takes_the_column_nearest_to_the_mean_of_each_group()
    {
        int[] sizes = [1, 4, 6, 3];
        int[] group = [.. sizes.SelectMany((size, g) => Enumerable.Repeat(g, size))];
        for (int seed = 1; seed <= 20; seed++)
        {
            Complex[,] spread = Oracle.Gaussian<T>(5, group.Length, seed, 0.2);
            Complex[,] a = Oracle.Build(5, group.Length, (i, j) => Oracle.Rounded<T>((i == group[j] ? 20 : 0) + spread[i, j]));
            ColumnSubset subset = ColumnSelection.Select(
                Oracle.ToMatrix<T>(a), sizes.Length,
                    new ColumnSelectionOptions { Method = ColumnSelectionMethod.KMeans, Seed = (ulong)seed });
            Assert.Equal(Enumerable.Range(0, sizes.Length), subset.Indices.Select(j => group[j]).Order());
            foreach (int chosen in subset.Indices)
            {
                int[] members = [.. Enumerable.Range(0, group.Length).Where(j => group[j] == group[chosen])];
                Complex[,] points = Oracle.Columns(a, members);
                double least = members.Min(j => Distance(a, j, points));

                // Distances are differences of squares of some 400; what is equal to their rounding goes to the lowest index.
                Expect.AtMost(Distance(a, chosen, points), least + Expect.Rounding<T>(group.Length, 400),
                    $"the squared distance of column {chosen} from the mean of its group");
            }
        }

        static double Distance(Complex[,] a, int column, Complex[,] points) =>
            Enumerable.Range(0, a.RowCount()).Sum(i => Oracle.Square(a[i, column] - (Sum(points, i) / points.ColumnCount())));

        static Complex Sum(Complex[,] points, int row) =>
            Enumerable.Range(0, points.ColumnCount()).Aggregate(Complex.Zero, (sum, j) => sum + points[row, j]);
    }

    /// <summary>U-6 (6): of two columns drawn by the law of the first drawing, the method takes the longer one, and never one that was
    /// not drawn.</summary>
    [Theory]
    [InlineData(ColumnSelectionMethod.Uniform)]
    [InlineData(ColumnSelectionMethod.NormSampling)]
    [InlineData(ColumnSelectionMethod.LeverageSampling)]
    public void The_method_chooses_among_what_was_drawn_before(ColumnSelectionMethod preSampling)
    {
        const int Columns = 4;
        Complex[,] g = Oracle.Gaussian<T>(6, Columns, 5);
        Complex[,] a = Oracle.Build(6, Columns, (i, j) => g[i, j] * (1 + (0.5 * j)));
        DenseMatrix<T> matrix = Oracle.ToMatrix<T>(a);
        double[] squares = [.. Enumerable.Range(0, Columns).Select(j => Math.Pow(Oracle.Norm(Oracle.Columns(a, [j])), 2))];
        ColumnSelectionOptions options =
            new() { Method = ColumnSelectionMethod.NormTop, PreSampling = preSampling, PreSampleCount = 2, SubspaceRank = 2 };
        double[] weights = preSampling switch
        {
            ColumnSelectionMethod.Uniform => [1, 1, 1, 1],
            ColumnSelectionMethod.NormSampling => squares,
            _ => ColumnSelection.LeverageScores(matrix, 2),
        };
        double[] probabilities = new double[Columns];
        for (int first = 0; first < Columns; first++)
        {
            for (int second = 0; second < Columns; second++)
            {
                double rest = weights.Sum() - weights[first];
                probabilities[squares[first] > squares[second] ? first : second] +=
                    first == second ? 0 : weights[first] / weights.Sum() * weights[second] / rest;
            }
        }

        Assert.Equal(0, probabilities[Array.IndexOf(squares, squares.Min())]);
        long[] counts = new long[Columns];
        for (int seed = 0; seed < Draws; seed++)
        {
            counts[ColumnSelection.Select(matrix, 1, options with { Seed = (ulong)seed }).Indices[0]]++;
        }

        Statistics.Counts(probabilities, counts, Draws, $"the longer of two columns drawn by {preSampling}");
    }

    /// <summary>Where half of the columns are zero, what is wanted is found among the others, by whatever looks at the columns at
    /// all.</summary>
    [Theory]
    [MemberData(nameof(Methods))]
    public void Zero_columns_are_left_alone_until_nothing_else_is_left(ColumnSelectionMethod method)
    {
        const int Columns = 12;
        Complex[,] g = Oracle.Gaussian<T>(9, Columns, 3);
        Complex[,] a = Oracle.Build(9, Columns, (i, j) => j % 2 == 0 ? g[i, j] : 0);
        foreach (MatrixLayout layout in Enum.GetValues<MatrixLayout>())
        {
            DenseMatrix<T> matrix = Oracle.ToMatrix<T>(a, layout);
            for (ulong seed = 1; seed <= 5; seed++)
            {
                ColumnSelectionOptions options = new() { Method = method, Seed = seed };
                ColumnSubset four = ColumnSelection.Select(matrix, 4, options);
                if (method is not (ColumnSelectionMethod.Uniform or ColumnSelectionMethod.KMeans))
                {
                    Assert.All(four.Indices, j => Assert.Equal(0, j % 2)); // the mean of a group may well be near zero
                }

                // Six are not zero; beyond them any will do, and each once.
                ColumnSubset nine = ColumnSelection.Select(matrix, 9, options);
                Assert.Equal(9, nine.Indices.Distinct().Count());
                if (method is not (ColumnSelectionMethod.Uniform or ColumnSelectionMethod.KMeans))
                {
                    Assert.Equal(6, nine.Indices.Count(j => j % 2 == 0));
                    Expect.AtMost(nine.Error.Frobenius, 10 * nine.Error.Resolution, "the error");
                }
            }
        }
    }
}

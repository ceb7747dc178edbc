using System.Numerics;
using Method = LowRank.NystromApproximationMethod;

namespace LowRank.Tests;

public sealed class PivotLawTestsOfSingle : PivotLawTests<float>;

public sealed class PivotLawTestsOfDouble : PivotLawTests<double>;

public sealed class PivotLawTestsOfComplex : PivotLawTests<Complex>;

/// <summary>Randomly pivoted Cholesky draws what it says it draws: all outcomes of a small matrix.</summary>
public abstract class PivotLawTests<T>
    where T : unmanaged, INumberBase<T>
{
    private const int Size = 4;
    private const int Seeds = 10000;

    // Two nearly equal columns, so that the residual's law is far from that of the diagonal.
    private static readonly Complex[,] A = Gram(new Complex[,]
    {
        { 1, 0.9, 0.2, new Complex(0, 0.5) }, { 0.3, 0.35, -1, 0.4 }, { 0, 0.1, 0.5, new Complex(1, -0.3) }, { 0.1, 0, 0, 0.6 },
    });

    /// <summary>P(i, j) = a_ii / tr A · r_jj / tr R, with R the residual after i. χ², false alarm 1e-6.</summary>
    [Theory]
    [InlineData(Method.RandomlyPivotedCholesky, 1)]
    [InlineData(Method.AcceleratedRandomlyPivotedCholesky, 1)]
    [InlineData(Method.AcceleratedRandomlyPivotedCholesky, 2)]
    [InlineData(Method.AcceleratedRandomlyPivotedCholesky, 7)]
    [InlineData(Method.BlockRandomlyPivotedCholesky, 1)]
    public void The_first_two_pivots_have_the_law_of_the_residuals(NystromApproximationMethod method, int blockSize)
    {
        double[] probabilities = new double[Size * Size];
        double expected = 0;
        for (int i = 0; i < Size; i++)
        {
            Complex[,] residual = Schur(A, i);
            for (int j = 0; j < Size; j++)
            {
                double probability = j == i ? 0 : A[i, i].Real / Oracle.Trace(A).Real * residual[j, j].Real / Oracle.Trace(residual).Real;
                probabilities[(i * Size) + j] = probability;
                expected += j == i ? 0 : probability * Oracle.Trace(Schur(residual, j)).Real;
            }
        }

        Assert.Equal(1, probabilities.Sum(), 1e-12);
        IKernelSource<T> kernel = KernelSource.FromMatrix(Oracle.ToMatrix<T>(A));
        long[] counts = new long[Size * Size];
        double[] traces = new double[Seeds];
        for (int seed = 0; seed < Seeds; seed++)
        {
            NystromApproximation<T> result =
                NystromApproximation.Compute(
                    kernel, 2, new NystromApproximationOptions { Method = method, BlockSize = blockSize, Seed = (ulong)seed });
            Assert.Equal(2, result.Indices.Length);
            counts[(result.Indices[0] * Size) + result.Indices[1]]++;
            traces[seed] = result.TraceError;
        }

        Statistics.Counts(probabilities, counts, Seeds, $"the pivots of {method}");
        Expect.Mean(traces, expected, "tr(A − Â)", Expect.Rounding<T>(Size, 1));
    }

    /// <summary>A block is drawn from one diagonal: distinct indices of independent draws, the larger residual first.</summary>
    [Fact]
    public void A_block_has_the_law_of_its_diagonal()
    {
        // P({i, j}) for two draws from d, drawn again from the residual where they coincide.
        double[] d = [.. Enumerable.Range(0, Size).Select(i => A[i, i].Real)];
        double trace = d.Sum();
        double[] probabilities = new double[Size * Size];
        for (int i = 0; i < Size; i++)
        {
            Complex[,] residual = Schur(A, i);
            for (int j = 0; j < Size; j++)
            {
                int cell = (Math.Min(i, j) * Size) + Math.Max(i, j);
                probabilities[cell] += i == j ? 0 : d[i] / trace * d[j] / trace;
                probabilities[cell] += i == j ? 0 : d[i] / trace * d[i] / trace * residual[j, j].Real / Oracle.Trace(residual).Real;
            }
        }

        long[] counts = new long[Size * Size];
        IKernelSource<T> kernel = KernelSource.FromMatrix(Oracle.ToMatrix<T>(A));
        for (int seed = 0; seed < Seeds; seed++)
        {
            NystromApproximation<T> result = NystromApproximation.Compute(
                kernel, 2, new NystromApproximationOptions { Method = Method.BlockRandomlyPivotedCholesky, BlockSize = 2,
                    Seed = (ulong)seed });
            counts[(result.Indices.Min() * Size) + result.Indices.Max()]++;
        }

        Statistics.Counts(probabilities, counts, Seeds, "the pairs of a block");
    }

    [Fact]
    public void Uniform_columns_are_uniform_and_the_greedy_ones_the_largest()
    {
        IKernelSource<T> kernel = KernelSource.FromMatrix(Oracle.ToMatrix<T>(A));
        long[] counts = new long[Size];
        for (int seed = 0; seed < Seeds; seed++)
        {
            counts[NystromApproximation.Compute(
                kernel, 1, new()
                {
                    Method = Method.SelectedColumns, Selection = ColumnSelectionMethod.Uniform, Seed = (ulong)seed,
                }).Indices[0]]++;
        }

        Statistics.Counts([0.25, 0.25, 0.25, 0.25], counts, Seeds, "the first uniform column");

        NystromApproximation<T> greedy = NystromApproximation.Compute(
            kernel, 4, new NystromApproximationOptions { Method = Method.GreedyPivotedCholesky });
        Complex[,] residual = A;
        foreach (int pivot in greedy.Indices)
        {
            Assert.Equal(Enumerable.Range(0, Size).MaxBy(i => residual[i, i].Real), pivot);
            residual = Schur(residual, pivot);
        }

        DenseMatrix<T> identity = Oracle.ToMatrix<T>(Oracle.Identity(5));
        Assert.Equal([0, 1, 2], NystromApproximation.Compute(identity, 3, new() { Method = Method.GreedyPivotedCholesky }).Indices);
    }

    /// <summary>II.8: E tr(A − Â) ≤ (1 + ε) Σ_{j&gt;r} λ_j for k ≥ r/ε + r log(1/(εη)).</summary>
    [Theory]
    [InlineData(Method.RandomlyPivotedCholesky)]
    [InlineData(Method.AcceleratedRandomlyPivotedCholesky)]
    public void The_mean_trace_error_obeys_its_bound(NystromApproximationMethod method)
    {
        double[] eigenvalues = [.. Enumerable.Range(0, 30).Select(j => Math.Pow(0.5, j) + 1e-3)];
        PsdMatrix<T> known = PsdMatrix<T>.Build(new MatrixCase(0, 30, 30, SpectrumFamily.Flat, MatrixLayout.RowMajor, 0, 4), eigenvalues);
        IKernelSource<T> kernel = KernelSource.FromMatrix(known.Matrix);
        foreach ((int r, double epsilon) in new[] { (1, 0.5), (2, 1.0), (3, 1.0) })
        {
            double tail = eigenvalues.Skip(r).Sum();
            int k = (int)Math.Ceiling((r / epsilon) + (r * Math.Log(eigenvalues.Sum() / tail / epsilon)));
            double mean = Enumerable.Range(0, 300).Average(seed =>
                NystromApproximation.Compute(kernel, k, new NystromApproximationOptions { Method = method, Seed = (ulong)seed })
                    .TraceError);
            Expect.AtMost(mean, (1 + epsilon) * tail, $"mean tr(A − Â) at k = {k}");
            Expect.AtLeast(mean, eigenvalues.Skip(k).Sum(), "mean tr(A − Â) against the optimum");
        }
    }

    private static Complex[,] Gram(Complex[,] b)
    {
        Complex[,] entries = Oracle.Build(Size, Size, (i, j) => Oracle.Rounded<T>(b[i, j]));
        Complex[,] gram = Oracle.Multiply(Oracle.Adjoint(entries), entries);
        return PsdMatrix<T>.FromEntries(gram, []).Entries;
    }

    private static Complex[,] Schur(Complex[,] a, int pivot) =>
        Oracle.Build(Size, Size, (i, j) => a[i, j] - (a[i, pivot] * a[pivot, j] / a[pivot, pivot]));
}

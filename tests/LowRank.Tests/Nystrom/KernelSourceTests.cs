using System.Numerics;
using LowRank.Kernels;
using Method = LowRank.NystromApproximationMethod;

namespace LowRank.Tests;

public sealed class KernelSourceTestsOfSingle : KernelSourceTests<float>;

public sealed class KernelSourceTestsOfDouble : KernelSourceTests<double>;

public sealed class KernelSourceTestsOfComplex : KernelSourceTests<Complex>;

/// <summary>Kernels given by a function: what is read of them, and what becomes of faults.</summary>
public abstract class KernelSourceTests<T>
    where T : unmanaged, INumberBase<T>
{
    private const int Size = 60;

    private static readonly Method[] ColumnMethods =
    [
        Method.RandomlyPivotedCholesky, Method.BlockRandomlyPivotedCholesky, Method.AcceleratedRandomlyPivotedCholesky,
            Method.GreedyPivotedCholesky,
        Method.SelectedColumns,
    ];

    private static NystromApproximationOptions By(Method method) => new() { Method = method, Selection = ColumnSelectionMethod.Uniform };

    [Fact]
    public void Entries_read_are_counted_and_k_plus_1_columns_for_one_pivot_at_a_time()
    {
        foreach (Method method in ColumnMethods)
        {
            long calls = 0;
            bool[,] isRead = new bool[Size, Size];
            IKernelSource<T> kernel = KernelSource.Create(Size, (i, j) =>
            {
                Interlocked.Increment(ref calls);
                isRead[i, j] = true;
                return Gaussian(i, j);
            });
            NystromApproximation<T> result = NystromApproximation.Compute(kernel, 6, By(method) with { BlockSize = 3 });
            Assert.Equal(calls, result.EntriesRead);
            int rank = result.Rank;
            Assert.Equal(6, rank);
            bool isSimple = method is Method.RandomlyPivotedCholesky or Method.GreedyPivotedCholesky;
            Assert.InRange(calls, (rank + 1) * Size, isSimple ? (rank + 1) * Size : ((rank + 1) * Size) + (9 * 6));
            for (int i = 0; i < Size; i++)
            {
                // Whole columns of the pivots, the diagonal, and in blocks the entries where proposals meet.
                Assert.True(isRead[i, i] && isRead[i, result.Indices[0]]);
            }
        }
    }

    [Fact]
    public void A_function_gives_what_its_matrix_gives()
    {
        IKernelSource<T> kernel = KernelSource.Create(Size, Gaussian);
        DenseMatrix<T> matrix = Matrix(Gaussian);
        foreach (Method method in ColumnMethods)
        {
            NystromApproximationOptions options = By(method) with { Seed = 3 };
            NystromApproximation<T> result = NystromApproximation.Compute(kernel, 7, options);
            NystromApproximation<T> dense = NystromApproximation.Compute(matrix, 7, options);
            NystromApproximation<T> asOperator = NystromApproximation.Compute(kernel.ToOperator(), 7, options);
            Assert.Equal(dense.Indices, result.Indices);
            Assert.Equal(dense.Indices, asOperator.Indices);
            Expect.Close(Oracle.Of(result.ToDense()), Oracle.Of(dense.ToDense()), Expect.Rounding<T>(Size, 10), "Â");
            Assert.Equal((ErrorEstimateMethod.TraceBound, ErrorEstimateMethod.RandomProbe), (result.Error.Method, dense.Error.Method));
            double error = Oracle.NormOfDifference(Oracle.Of(matrix), Oracle.Of(result.ToDense()));
            Expect.AtMost(error, result.Error.Frobenius + Expect.Rounding<T>(Size, 10), "the error against the trace");
            Expect.AtMost(result.Error.ReferenceNorm, matrix.FrobeniusNorm() * (1 + 1e-6), "the lower bound of ‖A‖");
            Expect.AtMost(error / matrix.FrobeniusNorm(), result.Error.RelativeFrobenius + Expect.Rounding<T>(Size, 1),
                "the relative error");
        }

        Assert.Equal(Method.AcceleratedRandomlyPivotedCholesky, NystromApproximation.Compute(kernel, 3).Method);
        Assert.Equal(Method.Gaussian, NystromApproximation.Compute(matrix, 3).Method);
    }

    [Fact]
    public void A_function_that_is_not_safe_to_share_is_called_by_one_thread_at_a_time()
    {
        int inside = 0;
        int most = 0;
        IKernelSource<T> kernel = KernelSource.Create(
            2000,
            (i, j) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref inside));
                T value = Gaussian(i, j);
                Interlocked.Decrement(ref inside);
                return value;
            },
            maxDegreeOfParallelism: 1);
        Assert.Equal(20, NystromApproximation.Compute(kernel, 20).Rank);
        Assert.Equal(1, most);
    }

    [Fact]
    public void Sixteen_calls_at_once_give_what_one_gives()
    {
        IKernelSource<T> kernel = KernelSource.Create(Size, Gaussian);
        Complex[][,] expected =
            [.. ColumnMethods.Select(method => Oracle.Of(NystromApproximation.Compute(kernel, 8, By(method)).ToDense()))];
        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 16 }, i =>
        {
            int index = i % ColumnMethods.Length;
            NystromApproximation<T> result = NystromApproximation.Compute(kernel, 8, By(ColumnMethods[index]));
            Expect.Close(Oracle.Of(result.ToDense()), expected[index], 1e3 * Expect.Rounding<T>(Size, 10), "Â among sixteen");
        });
    }

    [Fact]
    public void An_error_prescribed_of_a_kernel_is_kept()
    {
        DenseMatrix<T> matrix = Matrix(Gaussian);
        foreach (Method method in ColumnMethods)
        {
            foreach (double tolerance in new[] { 0.3, 0.05, 1e-3 })
            {
                NystromApproximationOptions options = By(method) with { BlockSize = 4 };
                NystromApproximation<T> relative = NystromApproximation.Compute(
                    KernelSource.Create(Size, Gaussian), Truncation.RelativeError(tolerance), options);
                NystromApproximation<T> absolute = NystromApproximation.Compute(
                    KernelSource.Create(Size, Gaussian), Truncation.AbsoluteError(tolerance * Size), options);
                double error = Oracle.NormOfDifference(Oracle.Of(matrix), Oracle.Of(relative.ToDense()));
                Expect.AtMost(error, tolerance * matrix.FrobeniusNorm(), $"the error by {method}");
                Expect.AtMost(relative.Error.RelativeFrobenius, tolerance * (1 + 1e-6), "its estimate");
                Expect.AtMost(absolute.TraceError, tolerance * Size * (1 + 1e-6), "the trace");
                double trace = Size - Oracle.Trace(Oracle.Of(absolute.ToDense())).Real;
                Expect.Close(absolute.TraceError, trace, Expect.Rounding<T>(Size, 10), "the trace after what was too much is cut");
                Expect.AtMost(absolute.Rank, relative.Rank, "the rank by a share of the trace");
                NystromApproximation<T> fewer = NystromApproximation.FromColumns(
                    KernelSource.Create(Size, Gaussian), absolute.Indices.AsSpan()[..(absolute.Rank - 1)]);
                Expect.AtLeast(fewer.TraceError, tolerance * Size * (1 - 1e-3), "the trace without the last column");
            }
        }
    }

    [Fact]
    public void Products_with_a_kernel_are_those_with_its_matrix()
    {
        const int Large = 150;
        ILinearOperator<T> kernel = KernelSource.Create(Large, Gaussian).ToOperator();
        DenseMatrix<T> matrix = Oracle.ToMatrix<T>(Oracle.Build(Large, Large, (i, j) => Oracle.Of(Gaussian(i, j))));
        foreach (MatrixLayout layout in Enum.GetValues<MatrixLayout>())
        {
            DenseMatrix<T> x = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(Large, 3, 1), layout);
            Expect.Close(Oracle.Of(kernel.Multiply(x)), Oracle.Of(matrix.Multiply(x)), Expect.Rounding<T>(Large, 30), "K x");
            Expect.Close(Oracle.Of(kernel.MultiplyAdjoint(x)), Oracle.Of(matrix.Multiply(x)), Expect.Rounding<T>(Large, 30), "Kᴴ x");
        }

        NystromApproximation<T> gaussian = NystromApproximation.Compute(kernel, 20);
        Expect.AtMost(Oracle.NormOfDifference(Oracle.Of(matrix), Oracle.Of(gaussian.ToDense())), gaussian.Error.UpperBound(1e-6),
            "the error of a kernel's operator");
    }

    [Fact]
    public void A_callback_that_throws_reaches_the_caller_and_leaves_nothing_behind()
    {
        IKernelSource<T> good = KernelSource.Create(Size, Gaussian);
        foreach (Method method in ColumnMethods)
        {
            NystromApproximationOptions options = By(method) with { Seed = 5, BlockSize = 3 };
            Complex[,] expected = Oracle.Of(NystromApproximation.Compute(good, 9, options).ToDense());
            foreach (long failing in new long[] { 1, Size / 2, Size + 1, 5 * Size })
            {
                long calls = 0;
                IKernelSource<T> bad = KernelSource.Create(Size, (i, j) =>
                    Interlocked.Increment(ref calls) >= failing ? throw new TimeoutException("kernel") : Gaussian(i, j));
                Assert.Equal("kernel", Assert.Throws<TimeoutException>(() => NystromApproximation.Compute(bad, 9, options)).Message);

                // Pooled memory is back and clean: the next call is as if nothing had been.
                Expect.SameBits(Oracle.Of(NystromApproximation.Compute(good, 9, options).ToDense()), expected, "Â after a failure");
            }
        }

        using CancellationTokenSource source = new();
        long before = 0;
        IKernelSource<T> cancelling = KernelSource.Create(Size, (i, j) =>
        {
            if (Interlocked.Increment(ref before) == 3 * Size)
            {
                source.Cancel();
            }

            return Gaussian(i, j);
        });
        Assert.ThrowsAny<OperationCanceledException>(() => NystromApproximation.Compute(
            cancelling, 30, new NystromApproximationOptions { Method = Method.RandomlyPivotedCholesky }, source.Token));
        Assert.InRange(before, 3 * Size, 5 * Size);
    }

    [Fact]
    public void Entries_that_are_not_finite_are_refused_where_they_are_read()
    {
        foreach (double value in new[] { double.NaN, double.PositiveInfinity })
        {
            IKernelSource<T> diagonal = KernelSource.Create(
                Size, (i, j) => i == 4 && j == 4 ? Scalar<T>.FromDouble(value) : Gaussian(i, j));
            IKernelSource<T> column = KernelSource.Create(Size, (i, j) => i == 7 && j != 7 ? Scalar<T>.FromDouble(value) : Gaussian(i, j));
            foreach (Method method in ColumnMethods)
            {
                ArgumentException exception = Assert.Throws<ArgumentException>(
                    "kernel", () => NystromApproximation.Compute(diagonal, 5, By(method)));
                Assert.Contains("row 4, column 4", exception.Message, StringComparison.Ordinal);
                exception = Assert.Throws<ArgumentException>(
                    "kernel", () => NystromApproximation.Compute(column, 5, By(method) with { BlockSize = 2 }));
                Assert.Contains("row 7", exception.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void What_is_not_hermitian_or_not_semidefinite_is_refused()
    {
        DenseMatrix<T> a = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(12, 12, 3));
        Complex[,] gram = Oracle.Of(a.Multiply(a.ConjugateTranspose()));
        DenseMatrix<T> asymmetric = Oracle.ToMatrix<T>(Oracle.Build(12, 12, (i, j) => gram[i, j] + (i < j ? 1.0 : 0)));
        DenseMatrix<T> indefinite = Oracle.ToMatrix<T>(Oracle.Build(12, 12, (i, j) => i == j ? 1 : 2));
        DenseMatrix<T> negative = Oracle.ToMatrix<T>(Oracle.Scale(gram, -1));
        foreach (Method method in ColumnMethods.Append(Method.Gaussian))
        {
            foreach (DenseMatrix<T> bad in new[] { asymmetric, indefinite, negative })
            {
                for (ulong seed = 0; seed < 5; seed++)
                {
                    ArgumentException exception = Assert.Throws<ArgumentException>(
                        "a", () => NystromApproximation.Compute(bad, 5, By(method) with { Seed = seed, BlockSize = 2 }));
                    Assert.Contains(" is not ", exception.Message, StringComparison.Ordinal);
                }
            }
        }

        if (Scalar<T>.IsComplex)
        {
            IKernelSource<T> imaginary = KernelSource.Create(3, (i, j) => i == j ? Scalar<T>.FromParts(1, 1) : T.Zero);
            Assert.Throws<ArgumentException>(() => NystromApproximation.Compute(imaginary, 2));
        }
    }

    /// <summary>Rounding makes honest matrices a little indefinite: they are taken, and what was negative is counted into the
    /// bound.</summary>
    [Fact]
    public void What_is_semidefinite_but_for_rounding_is_taken()
    {
        double noise = 20 * Scalar<T>.Epsilon;
        Complex[,] entries = Oracle.Build(
            Size, Size, (i, j) => Oracle.Of(Gaussian(i, j)) + (noise * Math.Sin((31 * Math.Min(i, j)) + (17 * Math.Max(i, j)))));
        DenseMatrix<T> a = Oracle.ToMatrix<T>(entries);
        foreach (Method method in ColumnMethods.Append(Method.Gaussian))
        {
            NystromApproximation<T> result = NystromApproximation.Compute(a, Size, By(method));
            Expect.AtMost(Oracle.NormOfDifference(Oracle.Of(a), Oracle.Of(result.ToDense())), 1e3 * Size * noise, $"the error of {method}");
        }
    }

    [Fact]
    public void Bad_arguments_are_refused_by_name()
    {
        DenseMatrix<T> a = Matrix(Gaussian);
        IKernelSource<T> kernel = KernelSource.FromMatrix(a);
        Assert.Throws<ArgumentNullException>("a", () => NystromApproximation.Compute((ILinearOperator<T>)null!, 1));
        Assert.Throws<ArgumentNullException>("kernel", () => NystromApproximation.Compute((IKernelSource<T>)null!, 1));
        Assert.Throws<ArgumentNullException>("kernel", () => NystromApproximation.FromColumns<T>(null!, [0]));
        Assert.Throws<ArgumentOutOfRangeException>("columns", () => NystromApproximation.FromColumns(kernel, [0, Size]));
        Assert.Throws<ArgumentOutOfRangeException>("truncation", () => NystromApproximation.Compute(a, Size + 1));
        Assert.Throws<ArgumentOutOfRangeException>("truncation", () => NystromApproximation.Compute(kernel, Size + 1));
        Assert.Throws<ArgumentException>("a", () => NystromApproximation.Compute(DenseMatrix.Create<T>(3, 4), 1));
        Assert.Throws<ArgumentException>("a", () => KernelSource.FromMatrix(DenseMatrix.Create<T>(3, 4)));
        Assert.Throws<ArgumentException>("options", () => NystromApproximation.Compute(kernel, 1, new() { Method = Method.Gaussian }));
        foreach (ColumnSelectionMethod selector in Enum.GetValues<ColumnSelectionMethod>().Except([ColumnSelectionMethod.Uniform]))
        {
            NystromApproximationOptions options = new() { Method = Method.SelectedColumns, Selection = selector };
            string message = Assert.Throws<ArgumentException>("options", () => NystromApproximation.Compute(kernel, 1, options)).Message;
            Assert.Contains(nameof(ColumnSelectionMethod.Uniform), message);
        }

        Assert.Throws<ArgumentOutOfRangeException>("Method", () => NystromApproximation.Compute(a, 1, new() { Method = (Method)99 }));
        Assert.Throws<ArgumentOutOfRangeException>("Oversampling", () => NystromApproximation.Compute(a, 1, new() { Oversampling = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(
            "PowerIterations", () => NystromApproximation.Compute(a, 1, new() { PowerIterations = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>("BlockSize", () => NystromApproximation.Compute(a, 1, new() { BlockSize = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(
            "MaxDegreeOfParallelism", () => NystromApproximation.Compute(kernel, 1, new() { MaxDegreeOfParallelism = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>("size", () => KernelSource.Create<T>(-1, Gaussian));
        Assert.Throws<ArgumentOutOfRangeException>("maxDegreeOfParallelism", () => KernelSource.Create<T>(1, Gaussian, 0));
        Assert.Equal(3, NystromApproximation.Compute(
            a, 3, new() { Method = Method.AcceleratedRandomlyPivotedCholesky, BlockSize = int.MaxValue }).Rank);
        ILinearOperator<T> products = LinearOperator.Create<T>(Size, Size, a.Multiply, a.MultiplyAdjoint);
        ArgumentException exception = Assert.Throws<ArgumentException>(
            "a", () => NystromApproximation.Compute(products, 1, new() { Method = Method.RandomlyPivotedCholesky }));
        Assert.Contains("IKernelSource", exception.Message, StringComparison.Ordinal);
        a[3, 5] = Scalar<T>.FromDouble(double.NaN);
        Assert.Contains("row 3, column 5", Assert.Throws<ArgumentException>("a", () => NystromApproximation.Compute(a, 2)).Message,
            StringComparison.Ordinal);
    }

    /// <summary>exp(−(x_i − x_j)²), times a phase where T is complex, which keeps it positive semidefinite.</summary>
    private static T Gaussian(int i, int j)
    {
        double distance = (i - j) * 0.15;
        double value = Math.Exp(-distance * distance);
        (double sine, double cosine) = Math.SinCos(Scalar<T>.IsComplex ? 0.7 * (i - j) : 0);
        return Scalar<T>.FromParts(value * cosine, value * sine);
    }

    private static DenseMatrix<T> Matrix(Func<int, int, T> entry) =>
        Oracle.ToMatrix<T>(Oracle.Build(Size, Size, (i, j) => Oracle.Of(entry(i, j))));
}

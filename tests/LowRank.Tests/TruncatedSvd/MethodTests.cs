using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;

namespace LowRank.Tests;

public sealed class SvdMethodsOfSingle : SvdMethodTests<float>;

public sealed class SvdMethodsOfDouble : SvdMethodTests<double>;

public sealed class SvdMethodsOfComplex : SvdMethodTests<Complex>;

/// <summary>What one method promises and the others do not.</summary>
public abstract class SvdMethodTests<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>Of the same number of products the Krylov space contains the range of subspace iteration, so its error is no
    /// larger.</summary>
    [Fact]
    public void A_Krylov_space_is_no_worse_than_subspace_iteration() => PropertyCheck.Holds(MatrixCases.Larger, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c);
        int rank = 1 + (int)(c.Seed % 4);
        double krylov = Error(known, rank, TruncatedSvdMethod.BlockKrylov, c.Seed);
        double subspace = Error(known, rank, TruncatedSvdMethod.SubspaceIteration, c.Seed);
        Expect.AtMost(krylov, subspace * (1 + 1e-3) + Expect.Rounding<T>(c.Max, 100 * known.FrobeniusNorm), "the error of block Krylov");
    }, tests: 100);

    [Fact]
    public void Lanczos_reaches_its_tolerance_for_each_triplet() => PropertyCheck.Holds(MatrixCases.Larger, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c);
        int rank = Math.Min(c.Min, 1 + (int)(c.Seed % 4));
        double tolerance = Scalar<T>.IsSingle ? 1e-4 : 1e-9;
        TruncatedSvd<T> svd = TruncatedSvd.Compute(
            known.Matrix, rank, new TruncatedSvdOptions { Method = TruncatedSvdMethod.Lanczos, RelativeTolerance = tolerance,
                Seed = c.Seed });
        double allowed = (2 * tolerance * known.SingularValues.FirstOrDefault()) + Expect.Rounding<T>(c.Max, known.FrobeniusNorm);
        Complex[,] av = Oracle.Multiply(known.Entries, Oracle.Adjoint(Oracle.Of(svd.VT)));
        Complex[,] us = Oracle.Multiply(Oracle.Of(svd.U), Oracle.Diagonal(svd.SingularValues));
        Expect.AtMost(Oracle.NormOfDifference(av, us), allowed * Math.Sqrt(rank), "A V − U Σ");
        for (int j = 0; j < rank; j++)
        {
            double exact = j < known.SingularValues.Length ? known.SingularValues[j] : 0;
            Expect.Close(svd.SingularValues[j], exact, allowed, $"σ_{j}");
        }
    }, tests: 100);

    [Theory]
    [InlineData(TruncatedSvdMethod.Full)]
    [InlineData(TruncatedSvdMethod.Lanczos)]
    [InlineData(TruncatedSvdMethod.Auto)]
    public void The_smallest_triplets_are_those_of_the_other_end(TruncatedSvdMethod method) => PropertyCheck.Holds(MatrixCases.Larger, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.05));
        int rank = 1 + (int)(c.Seed % 3);
        TruncatedSvd<T> svd = TruncatedSvd.Compute(
            known.Matrix, rank, new TruncatedSvdOptions { Method = method, End = SpectrumEnd.Smallest, Seed = c.Seed });
        double[] all = [.. known.SingularValues, .. Enumerable.Repeat(0.0, c.Min - known.SingularValues.Length)];
        double rounding = Expect.Rounding<T>(c.Max, 100 * known.FrobeniusNorm);
        for (int j = 0; j < rank; j++)
        {
            Expect.Close(svd.SingularValues[j], all[c.Min - rank + j], rounding, $"σ_{j} from below");
        }

        Expect.Orthonormal(svd.U, "U");
        Expect.Orthonormal(svd.VT.ConjugateTranspose(), "V");
        Complex[,] av = Oracle.Multiply(known.Entries, Oracle.Adjoint(Oracle.Of(svd.VT)));
        Expect.AtMost(
            Oracle.NormOfDifference(av, Oracle.Multiply(Oracle.Of(svd.U), Oracle.Diagonal(svd.SingularValues))), rounding, "A V − U Σ");
        TruncatedSvdProperties<T>.AssertErrorIsTrue(known, svd);
        known.AssertUnchanged();
    }, tests: 100);

    [Fact]
    public void The_smallest_triplets_ask_for_a_rank_a_method_that_can_and_room()
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(new MatrixCase(9, 6, 6, SpectrumFamily.Flat, MatrixLayout.RowMajor, 0, 1));
        TruncatedSvdOptions smallest = new() { End = SpectrumEnd.Smallest };
        Assert.Throws<ArgumentException>(() => TruncatedSvd.Compute(known.Matrix, Truncation.RelativeError(0.1), smallest));
        Assert.Equal(
            TruncatedSvd.Compute(known.Matrix, 2, smallest).SingularValues,
            TruncatedSvd.Compute(known.AsOperator(), 2, smallest).SingularValues,
            (x, y) => Math.Abs(x - y) <= Expect.Rounding<T>(9, 1));
        ILinearOperator<T> large = LinearOperator.Create<T>(1 << 14, 1 << 14, (_, _) => { }, (_, _) => { });
        Assert.Contains("write out", Assert.Throws<ArgumentException>("a", () => TruncatedSvd.Compute(large, 2, smallest)).Message);
        Assert.Throws<ArgumentException>(() => TruncatedSvd.Compute(known.Matrix, 2, smallest with { Method = TruncatedSvdMethod.Gram }));
    }

    [Theory]
    [InlineData(SketchKind.SparseSign)]
    [InlineData(SketchKind.Trigonometric)]
    public void Every_sketch_leads_to_the_optimum(SketchKind sketch)
    {
        MatrixCase c = new(60, 40, 40, SpectrumFamily.Polynomial, MatrixLayout.RowMajor, 0, 3);
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, [.. Enumerable.Range(0, 40).Select(j => 1.0 / (j + 1))]);
        foreach (TruncatedSvdMethod method in new[] { TruncatedSvdMethod.SubspaceIteration, TruncatedSvdMethod.BlockKrylov })
        {
            TruncatedSvd<T> svd = TruncatedSvd.Compute(
                known.Matrix, 8, new TruncatedSvdOptions { Method = method, Sketch = sketch, PowerIterations = 3 });
            Expect.AtMost(TruncatedSvdProperties<T>.TrueError(known, svd) / known.Tail(8), 1.01, $"error ÷ optimum by {method}");
            TruncatedSvdProperties<T>.AssertErrorIsTrue(known, svd);
        }
    }

    /// <summary>2q + 2 products of l columns each, and a pass for the norm; what is counted is what an operator sees.</summary>
    [Theory]
    [InlineData(TruncatedSvdMethod.SubspaceIteration)]
    [InlineData(TruncatedSvdMethod.BlockKrylov)]
    [InlineData(TruncatedSvdMethod.Lanczos)]
    [InlineData(TruncatedSvdMethod.Full)]
    [InlineData(TruncatedSvdMethod.Auto)]
    public void Products_are_counted(TruncatedSvdMethod method)
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(new MatrixCase(40, 30, 30, SpectrumFamily.Polynomial, MatrixLayout.RowMajor, 0, 3));
        int products = 0;
        long columns = 0;
        ILinearOperator<T> a = LinearOperator.Create<T>(
            40, 30, (x, y) => Count(x, () => known.Matrix.Multiply(x, y)), (x, y) => Count(x, () => known.Matrix.MultiplyAdjoint(x, y)));
        TruncatedSvd<T> svd = TruncatedSvd.Compute(a, 4, new TruncatedSvdOptions { Method = method });
        Assert.Equal((products, columns), (svd.Passes, svd.ProductColumns));
        Assert.NotEmpty(svd.Reason);
        if (method is TruncatedSvdMethod.SubspaceIteration or TruncatedSvdMethod.BlockKrylov)
        {
            TruncatedSvd<T> dense = TruncatedSvd.Compute(known.Matrix, 4, new TruncatedSvdOptions { Method = method, Oversampling = 5 });

            // Subspace iteration takes one more for the residuals of the triplets, unless nothing is asked of them.
            bool isMeasured = method == TruncatedSvdMethod.SubspaceIteration;
            Assert.Equal(isMeasured ? (8, (6 * 9) + 4) : (7, 6 * 9), (dense.Passes, dense.ProductColumns));
            TruncatedSvd<T> cheap = TruncatedSvd.Compute(known.Matrix, 4, new TruncatedSvdOptions
            {
                Method = method, Oversampling = 5, Accuracy = SvdAccuracy.Approximation,
            });
            Assert.Equal((7, 6 * 9), (cheap.Passes, cheap.ProductColumns));
            Assert.Equal(dense.SingularValues, cheap.SingularValues);
        }

        void Count(DenseMatrix<T> x, Action multiply)
        {
            products++;
            columns += x.ColumnCount;
            multiply();
        }
    }

    /// <summary>E9 as the library computes it: over seeds the mean of est² with s columns is the mean squared error with s − 1,
    /// two-sided.</summary>
    [Fact]
    public void E9_leave_one_out_is_right_on_average_and_its_bound_holds()
    {
        const int S = 6;
        const int Seeds = 1500;
        using IDisposable always = Tuning<ErrorsTuning>.Use(new ErrorsTuning { LeaveOneOutOversampling = 0 });
        KnownMatrix<T> known = KnownMatrix<T>.Build(new MatrixCase(12, 10, 10, SpectrumFamily.Exponential, MatrixLayout.RowMajor, 0, 21));
        double[] differences = new double[Seeds];
        int failures = 0;
        for (int seed = 0; seed < Seeds; seed++)
        {
            TruncatedSvd<T> estimated = Sketched(known.AsOperator(), S, (ulong)seed);
            Assert.Equal(ErrorEstimateMethod.LeaveOneOut, estimated.Error.Method);
            Assert.Equal(2, estimated.Passes);
            double shorter = TruncatedSvdProperties<T>.TrueError(known, Sketched(known.Matrix, S - 1, (ulong)(seed + Seeds)));
            differences[seed] = (shorter * shorter) - (estimated.Error.Frobenius * estimated.Error.Frobenius);
            failures += TruncatedSvdProperties<T>.TrueError(known, estimated) > estimated.Error.UpperBound(0.1) ? 1 : 0;
        }

        Expect.Mean(differences, 0, "error² of s − 1 columns − leave-one-out estimate² of s");
        Expect.AtMost(failures, 0.1 * Seeds, "failures of UpperBound(0.1)");

        static TruncatedSvd<T> Sketched(ILinearOperator<T> a, int columns, ulong seed) => TruncatedSvd.Compute(
            a, columns, new TruncatedSvdOptions { Method = TruncatedSvdMethod.SubspaceIteration, Oversampling = 0, PowerIterations = 0,
                Seed = seed, Accuracy = SvdAccuracy.Approximation });
    }

    private static double Error(KnownMatrix<T> known, int rank, TruncatedSvdMethod method, ulong seed) =>
        TruncatedSvdProperties<T>.TrueError(
        known, TruncatedSvd.Compute(
            known.Matrix, rank, new TruncatedSvdOptions { Method = method, Oversampling = 2, PowerIterations = 1, Seed = seed }));
}

using System.Numerics;
using LowRank.Kernels;
using Method = LowRank.NystromApproximationMethod;

namespace LowRank.Tests;

public sealed class RegularizedSystemTestsOfSingle : RegularizedSystemTests<float>;

public sealed class RegularizedSystemTestsOfDouble : RegularizedSystemTests<double>;

public sealed class RegularizedSystemTestsOfComplex : RegularizedSystemTests<Complex>;

public abstract class RegularizedSystemTests<T>
    where T : unmanaged, INumberBase<T>
{
    private static double Precision => Scalar<T>.IsSingle ? 1e-5 : 1e-10;

    [Fact]
    public void The_system_of_A_is_solved_with_and_without_preconditioner() => PropertyCheck.Holds(MatrixCases.NonZero, c =>
    {
        PsdMatrix<T> known = PsdMatrix<T>.Build(c);
        double mu = 0.01 * (1 + (c.Seed % 5));
        int columns = 1 + (int)(c.Seed % 3);
        Complex[,] b = Oracle.Gaussian<T>(known.Size, columns, (int)c.Seed);
        DenseMatrix<T> rightHandSides = Oracle.ToMatrix<T>(b, c.Layout);
        Complex[,] exact = Oracle.Solve(Shifted(known.Entries, mu), b);
        NystromApproximation<T> nystrom = NystromApproximation.Compute(known.Matrix, Math.Min(known.Size, 4), new() { Seed = c.Seed });
        foreach (NystromApproximation<T>? preconditioner in new[] { null, nystrom })
        {
            RegularizedSolution<T> solution = RegularizedSystem.Solve(known.Matrix, rightHandSides, mu, preconditioner);
            Assert.True(solution.HasConverged);
            double condition = (known.Eigenvalues[0] + mu) / mu;
            Expect.Close(Oracle.Of(solution.X), exact, 10 * Precision * condition * Oracle.Norm(exact), "X");
            Complex[,] residual = Oracle.Subtract(b, Oracle.Multiply(Shifted(known.Entries, mu), Oracle.Of(solution.X)));
            for (int j = 0; j < columns; j++)
            {
                double relative = Oracle.Norm(Oracle.Columns(residual, [j])) / Oracle.Norm(Oracle.Columns(b, [j]));
                Expect.Close(solution.RelativeResiduals[j], relative, Expect.Rounding<T>(known.Size, condition), "the residual reported");
                Expect.AtMost(relative, (2 * Precision) + Expect.Rounding<T>(known.Size, condition), "the residual");
            }
        }

        known.AssertUnchanged();
    }, tests: 100);

    [Fact]
    public void The_system_of_the_approximation_is_solved_directly() => PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        PsdMatrix<T> known = PsdMatrix<T>.Build(c);
        double mu = 0.05;
        NystromApproximation<T> nystrom = NystromApproximation.Compute(known.Matrix, known.Size / 2, new() { Seed = c.Seed });
        Complex[,] b = Oracle.Gaussian<T>(known.Size, 2, (int)c.Seed);
        DenseMatrix<T> solution = nystrom.Solve(Oracle.ToMatrix<T>(b, c.Layout), mu);
        Complex[,] back = Oracle.Multiply(Shifted(Oracle.Of(nystrom.ToDense()), mu), Oracle.Of(solution));
        Expect.Close(back, b, Expect.Rounding<T>(known.Size, 30 * Oracle.Norm(b)), "(Â + μI) X");
    }, tests: 100);

    /// <summary>A[:, J] β = Â (Â + μI)⁻¹ Y.</summary>
    [Fact]
    public void Regression_weights_give_the_regression_of_the_approximation() => PropertyCheck.Holds(MatrixCases.NonZero, c =>
    {
        PsdMatrix<T> known = PsdMatrix<T>.Build(c, (c with { Rank = PsdMatrix<T>.RankOf(c) }).SingularValues(0.05));
        const double Mu = 0.05;
        NystromApproximation<T> nystrom = NystromApproximation.Compute(
            known.Matrix, Math.Min(known.Size, 5), new() { Seed = c.Seed, Method = Method.AcceleratedRandomlyPivotedCholesky });
        Complex[,] y = Oracle.Gaussian<T>(known.Size, 2, (int)c.Seed);
        Complex[,] weights = Oracle.Of(nystrom.RegressionWeights(Oracle.ToMatrix<T>(y, c.Layout), Mu));
        Assert.Equal((nystrom.Rank, 2), (weights.RowCount(), weights.ColumnCount()));
        Complex[,] fitted = Oracle.Multiply(Oracle.Columns(known.Entries, [.. nystrom.Indices]), weights);
        Complex[,] approximation = Oracle.Of(nystrom.ToDense());
        Complex[,] expected = Oracle.Multiply(approximation, Oracle.Solve(Shifted(approximation, Mu), y));
        Expect.Close(fitted, expected, Expect.Rounding<T>(known.Size, 1e3 * Oracle.Norm(y)), "A[:, J] β");
    }, tests: 100);

    /// <summary>A kernel of condition 1e6 and more: the preconditioner makes of hundreds of iterations some tens (FTU 2023, theorem
    /// 5.1).</summary>
    [Fact]
    public void The_preconditioner_saves_iterations()
    {
        double[] eigenvalues = [.. Enumerable.Range(0, 80).Select(j => 100 * Math.Pow(0.75, j))];
        PsdMatrix<T> known = PsdMatrix<T>.Build(new MatrixCase(0, 80, 80, SpectrumFamily.Flat, MatrixLayout.RowMajor, 0, 3), eigenvalues);
        double mu = Scalar<T>.IsSingle ? 1e-2 : 1e-4;
        DenseMatrix<T> b = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(80, 1, 4));
        RegularizedSolveOptions options = new() { RelativeTolerance = Scalar<T>.IsSingle ? 1e-3 : 1e-8 };
        int plain = RegularizedSystem.Solve(known.Matrix, b, mu, null, options).Iterations;
        double dimension = eigenvalues.Sum(v => v / (v + mu));
        NystromApproximation<T> nystrom = NystromApproximation.Compute(known.Matrix, (int)Math.Min(80, Math.Ceiling(1.3 * dimension)));
        RegularizedSolution<T> solution = RegularizedSystem.Solve(known.AsOperator(), b, mu, nystrom, options);
        Assert.True(solution.HasConverged);
        Expect.AtMost(solution.Iterations, 12, "iterations with the preconditioner");
        Expect.AtLeast(plain, 3 * solution.Iterations, "iterations without");
    }

    [Fact]
    public void Too_few_iterations_are_admitted_and_zero_right_hand_sides_are_no_trouble()
    {
        PsdMatrix<T> known = PsdMatrix<T>.Build(new MatrixCase(0, 30, 30, SpectrumFamily.Polynomial, MatrixLayout.RowMajor, 0, 3));
        DenseMatrix<T> b = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(30, 3, 4));
        for (int i = 0; i < 30; i++)
        {
            b[i, 1] = T.Zero;
        }

        RegularizedSolution<T> stopped = RegularizedSystem.Solve(known.Matrix, b, 1e-3, null, new() { MaxIterations = 2 });
        Assert.Equal((2, false), (stopped.Iterations, stopped.HasConverged));
        Expect.AtLeast(stopped.RelativeResiduals[0], 1e-3, "the residual after two iterations");
        RegularizedSolution<T> none = RegularizedSystem.Solve(known.Matrix, b, 1e-3, null, new() { MaxIterations = 0 });
        Assert.Equal((0, false, 1.0, 0.0), (none.Iterations, none.HasConverged, none.RelativeResiduals[0], none.RelativeResiduals[1]));
        RegularizedSolution<T> solved = RegularizedSystem.Solve(known.Matrix, b, 1e-3);
        Assert.True(solved.HasConverged);
        Assert.Equal(0, Oracle.Norm(Oracle.Columns(Oracle.Of(solved.X), [1])));
        Assert.Equal(0, solved.RelativeResiduals[1]);
        Assert.True(RegularizedSystem.Solve(DenseMatrix.Create<T>(0, 0), DenseMatrix.Create<T>(0, 2), 1).HasConverged);

        // Right-hand sides whose squares are out of range.
        double scale = Scalar<T>.IsSingle ? 1e25 : 1e200;
        RegularizedSolution<T> scaled = RegularizedSystem.Solve(known.Matrix, Oracle.ToMatrix<T>(Oracle.Scale(Oracle.Of(b), scale)), 1e-3);
        Expect.Close(Oracle.Scale(Oracle.Of(scaled.X), 1 / scale), Oracle.Of(solved.X), 1e4 * Precision * Oracle.Norm(Oracle.Of(solved.X)),
            "X of a large B");
    }

    [Fact]
    public void Bad_arguments_are_refused_by_name()
    {
        DenseMatrix<T> a = Oracle.ToMatrix<T>(Oracle.Identity(4));
        DenseMatrix<T> b = DenseMatrix.Create<T>(4, 1);
        b[0, 0] = T.One;
        b[1, 0] = T.One;
        NystromApproximation<T> nystrom = NystromApproximation.Compute(a, 2);
        foreach (double mu in new[] { 0, -1, double.NaN, double.PositiveInfinity })
        {
            Assert.Throws<ArgumentOutOfRangeException>("regularization", () => RegularizedSystem.Solve(a, b, mu));
            Assert.Throws<ArgumentOutOfRangeException>("regularization", () => nystrom.Solve(b, mu));
            Assert.Throws<ArgumentOutOfRangeException>(
                "regularization", () => NystromApproximation.Compute(KernelSource.FromMatrix(a), 2).RegressionWeights(b, mu));
        }

        Assert.Throws<ArgumentNullException>("a", () => RegularizedSystem.Solve(null!, b, 1));
        Assert.Throws<ArgumentNullException>("b", () => RegularizedSystem.Solve(a, null!, 1));
        Assert.Throws<ArgumentException>("b", () => RegularizedSystem.Solve(a, DenseMatrix.Create<T>(3, 1), 1));
        Assert.Throws<ArgumentException>("b", () => nystrom.Solve(DenseMatrix.Create<T>(3, 1), 1));
        Assert.Throws<ArgumentException>("a", () => RegularizedSystem.Solve(DenseMatrix.Create<T>(4, 3), b, 1));
        Assert.Throws<ArgumentException>(
            "preconditioner", () => RegularizedSystem.Solve(DenseMatrix.Create<T>(5, 5), DenseMatrix.Create<T>(5, 1), 1, nystrom));
        Assert.Throws<ArgumentOutOfRangeException>(
            "RelativeTolerance", () => RegularizedSystem.Solve(a, b, 1, null, new() { RelativeTolerance = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(
            "MaxIterations", () => RegularizedSystem.Solve(a, b, 1, null, new() { MaxIterations = -1 }));
        Assert.Throws<InvalidOperationException>(() => nystrom.RegressionWeights(b, 1));
        DenseMatrix<T> indefinite = Oracle.ToMatrix<T>(Oracle.Diagonal([1, -3, 1, 1]));
        Assert.Throws<ArgumentException>("a", () => RegularizedSystem.Solve(indefinite, b, 0.5));
        b[2, 0] = Scalar<T>.FromDouble(double.NaN);
        Assert.Throws<ArgumentException>("b", () => RegularizedSystem.Solve(a, b, 1));
    }

    /// <summary>Ridge regression on 400 noisy samples of a smooth function: exactly, and from 25 columns; both predict it at points not
    /// seen.</summary>
    [Fact]
    public void Kernel_regression_end_to_end()
    {
        const int Points = 400;
        const double Mu = 0.05;
        System.Random random = new(5);
        double[] x = [.. Enumerable.Range(0, Points).Select(_ => (6 * random.NextDouble()) - 3)];
        double Truth(double at) => Math.Sin(2 * at) + (0.3 * at);
        DenseMatrix<T> y = Oracle.ToMatrix<T>(
            Oracle.Build(Points, 1, (i, _) => Truth(x[i]) + (0.05 * Oracle.Gaussian<double>(1, 1, i)[0, 0].Real)));
        T Kernel(double left, double right) => Scalar<T>.FromDouble(Math.Exp(-2 * (left - right) * (left - right)));

        IKernelSource<T> kernel = KernelSource.Create(Points, (i, j) => Kernel(x[i], x[j]));
        NystromApproximation<T> nystrom = NystromApproximation.Compute(kernel, 25);
        Expect.AtMost(nystrom.EntriesRead, 30 * Points, "entries of 400 × 400");
        DenseMatrix<T> few = nystrom.RegressionWeights(y, Mu);
        RegularizedSolution<T> all = RegularizedSystem.Solve(kernel.ToOperator(), y, Mu, nystrom, new() { RelativeTolerance = 1e-4 });
        Assert.True(all.HasConverged);
        Expect.AtMost(all.Iterations, 30, "iterations");
        for (double at = -2.7; at < 2.8; at += 0.1)
        {
            double fromFew = nystrom.Indices.Select((index, j) => Oracle.Of(Kernel(at, x[index]) * few[j, 0]).Real).Sum();
            double fromAll = Enumerable.Range(0, Points).Sum(i => Oracle.Of(Kernel(at, x[i]) * all.X[i, 0]).Real);
            Expect.Close(fromAll, Truth(at), 0.06, $"the prediction at {at}");
            Expect.Close(fromFew, fromAll, 0.01, $"the prediction from 25 columns at {at}");
        }
    }

    private static Complex[,] Shifted(Complex[,] a, double mu) =>
        Oracle.Build(a.RowCount(), a.RowCount(), (i, j) => a[i, j] + (i == j ? mu : 0));
}

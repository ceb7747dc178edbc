using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Tests;

public sealed class LeastSquaresPropertiesOfSingle : LeastSquaresProperties<float>;

public sealed class LeastSquaresPropertiesOfDouble : LeastSquaresProperties<double>;

public sealed class LeastSquaresPropertiesOfComplex : LeastSquaresProperties<Complex>;

/// <summary>Solving, one-sided and two-sided, with and without a ridge or a limit on the rank.</summary>
public abstract class LeastSquaresProperties<T>
    where T : unmanaged, INumberBase<T>
{
    public static TheoryData<PseudoInverseMethod> Methods => PseudoInverseMethodProperties<T>.GeneralMethods;

    [Theory]
    [MemberData(nameof(Methods))]
    public void The_solution_has_smallest_norm_and_its_residuals_are_those_of_the_projection(PseudoInverseMethod method) =>
        PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
        MatrixLayout layout = c.Seed % 2 == 0 ? MatrixLayout.RowMajor : MatrixLayout.ColumnMajor;
        Stored<T> b = new(new Storage(layout, 2, 1), Oracle.Gaussian<T>(c.Rows, 1 + (int)(c.Seed % 3), (int)c.Seed + 3),
            isPaddingNaN: true);
        PseudoInverseOptions options = new() { Method = method };
        LeastSquaresSolution<T> result = PseudoInverse.LeastSquares(known.Matrix, b.Matrix, options);
        Complex[,] expected = Oracle.Multiply(known.ExactPseudoInverse, b.Values);
        double rounding = Expect.Rounding<T>(c.Max, 10 * known.Condition * known.Condition * Math.Max(1, Oracle.Norm(b.Values)));

        Assert.Equal((c.Rank, layout), (result.Rank, result.Solution.Layout));
        Assert.Equal(c.Rank, result.SingularValues.Length);
        Expect.Close(Oracle.Of(result.Solution), expected, rounding, "X = A⁺B");
        Complex[,] outside = Oracle.Subtract(b.Values, Oracle.Multiply(known.U, Oracle.Multiply(Oracle.Adjoint(known.U), b.Values)));
        Assert.Equal(b.Matrix.ColumnCount, result.ResidualNorms.Length);
        for (int j = 0; j < b.Matrix.ColumnCount; j++)
        {
            Expect.Close(result.ResidualNorms[j], Oracle.Norm(outside.Columns([j])), rounding, $"residual {j}");
        }

        Expect.Close(Oracle.Of(PseudoInverse.Solve(known.Matrix, b.Matrix, options)), Oracle.Of(result.Solution), rounding, "Solve");
        Expect.Close(Oracle.Of(PseudoInverse.Form(known.Matrix, options)), known.ExactPseudoInverse, rounding, "Form");
        known.AssertUnchanged();
        b.AssertUnchanged();
    }, tests: 60);

    /// <summary>Backward stability shows where b lies along the large singular vectors: an inverted triangle would lose κ digits
    /// more.</summary>
    [Fact]
    public void Small_solutions_of_ill_conditioned_problems_have_small_errors()
    {
        Complex[,] u = Oracle.Orthonormalize(Oracle.Gaussian<T>(60, 30, 1));
        Complex[,] v = Oracle.Orthonormalize(Oracle.Gaussian<T>(30, 30, 2));
        double condition = Scalar<T>.IsSingle ? 300 : 1e6;
        KnownMatrix<T> known = KnownMatrix<T>.FromFactors(u, [.. Enumerable.Range(0, 30).Select(j => Math.Pow(condition, -j / 29.0))], v);
        Complex[,] exact = Oracle.FirstColumns(v, 1);
        DenseMatrix<T> b = Oracle.ToMatrix<T>(Oracle.Multiply(known.Entries, exact));
        double error = Oracle.NormOfDifference(Oracle.Of(PseudoInverse.Solve(known.Matrix, b)), exact);
        Expect.AtMost(error, 20 * Scalar<T>.Epsilon * condition, "a solution of norm 1, where ‖A⁺‖‖b‖ is κ");
    }

    /// <summary>P-12: ‖(AᴴA + εI)⁻¹Aᴴ − A⁺‖₂ = ε / (σ_s (σ_s² + ε)), an equality; and the ridge itself, against elimination.</summary>
    [Fact]
    public void P12_the_ridge_is_the_regularised_inverse_and_departs_at_its_exact_rate() => PropertyCheck.Holds(MatrixCases.NonZero, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
        double smallest = known.SingularValues[^1];
        Complex[,] exact = known.ExactPseudoInverse;
        foreach (PseudoInverseMethod method in new[] { PseudoInverseMethod.Auto, PseudoInverseMethod.Svd })
        {
            foreach (double epsilon in new[] { 100, 1, 1e-2, 1e-4 })
            {
                PseudoInverse<T> ridge = PseudoInverse.Compute(known.Matrix, new PseudoInverseOptions { Ridge = epsilon, Method = method });
                Complex[,] x = Oracle.Of(ridge.ToDense());
                double rounding = Expect.Rounding<T>(c.Max, 200);
                double rate = epsilon / (smallest * ((smallest * smallest) + epsilon));
                Expect.Close(Oracle.SpectralNorm(Oracle.Subtract(x, exact)), rate, rounding,
                    $"the distance to A⁺ at {epsilon} by {ridge.Method}");
                double[] filter = [.. known.SingularValues.Select(s => s / ((s * s) + epsilon))];
                Complex[,] expected = Oracle.Multiply(known.V, Oracle.Diagonal(filter), Oracle.Adjoint(known.U));
                double error = Oracle.NormOfDifference(x, expected);
                Expect.AtMost(error, rounding * (1 / (smallest + (epsilon / smallest))), "V diag(σ/(σ² + ε)) Uᴴ");
                Expect.AtMost(error, ridge.Error.UpperBound(0.5), "the error against its bound");
                Expect.Close(ridge.Error.ReferenceNorm, Oracle.Norm(expected), rounding, "its norm");
                Assert.Equal((ErrorEstimateMethod.PerturbationBound, c.Rank), (ridge.Error.Method, ridge.Rank));
            }
        }
    }, tests: 60);

    [Fact]
    public void The_ridge_of_a_large_epsilon_takes_one_Cholesky_pass_and_other_methods_refuse_it()
    {
        DenseMatrix<T> a = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(30, 8, 1));
        Assert.Equal(PseudoInverseMethod.CholeskyQr, PseudoInverse.Compute(a, new PseudoInverseOptions { Ridge = 10 }).Method);
        Assert.Throws<ArgumentOutOfRangeException>(
            "Method", () => PseudoInverse.Compute(
                a, new PseudoInverseOptions { Ridge = 10, Method = PseudoInverseMethod.CompleteOrthogonal }));
        foreach (double ridge in new[] { -1, double.NaN, double.PositiveInfinity })
        {
            Assert.Throws<ArgumentOutOfRangeException>("Ridge", () => PseudoInverse.Compute(a, new PseudoInverseOptions { Ridge = ridge }));
        }

        Assert.Throws<ArgumentOutOfRangeException>(
            "Method", () => PseudoInverse.Compute(a, new PseudoInverseOptions { Method = (PseudoInverseMethod)99 }));
    }

    /// <summary>PX-3 by its value: ‖AXB − M‖² = ‖M‖² − the r largest squared singular values of P_A M P_B, an identity; and by the place
    /// of X.</summary>
    [Fact]
    public void PX3_the_two_sided_solution_of_limited_rank_attains_the_optimum() =>
        PropertyCheck.Holds(MatrixCases.Any, MatrixCases.Any, (ca, cb) =>
    {
        KnownMatrix<T> a = KnownMatrix<T>.Build(ca, ca.SingularValues(0.1));
        KnownMatrix<T> b = KnownMatrix<T>.Build(cb, cb.SingularValues(0.1));
        DenseMatrix<T> m = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(ca.Rows, cb.Columns, 11), cb.Layout);
        Complex[,] values = Oracle.Of(m);
        Complex[,] projected = Oracle.Multiply(
            Oracle.Multiply(a.U, Oracle.Adjoint(a.U)), values, Oracle.Multiply(b.V, Oracle.Adjoint(b.V)));
        double[] core = Oracle.SingularValues(projected);
        double total = Math.Pow(Oracle.Norm(values), 2);
        double rounding = Expect.Rounding<T>(Math.Max(ca.Max, cb.Max), 1000 * Math.Max(1, total));
        foreach (int rank in new[] { 0, 1, 3, 100 })
        {
            DenseMatrix<T> solution = PseudoInverse.SolveTwoSidedOfRank(a.Matrix, m, b.Matrix, rank);
            Complex[,] x = Oracle.Of(solution);
            Assert.Equal((ca.Columns, cb.Rows), (solution.RowCount, solution.ColumnCount));
            double residual = Math.Pow(Oracle.NormOfDifference(Oracle.Multiply(a.Entries, x, b.Entries), values), 2);
            Expect.Close(residual, total - core.Take(rank).Sum(s => s * s), rounding, $"‖AXB − M‖² at rank {rank}");
            Expect.AtMost(Oracle.SingularValues(x).Skip(rank).FirstOrDefault(), rounding, $"σ_{rank + 1}(X)");
            Complex[,] inside = Oracle.Multiply(Oracle.Multiply(a.V, Oracle.Adjoint(a.V)), x, Oracle.Multiply(b.U, Oracle.Adjoint(b.U)));
            Expect.Close(x, inside, rounding, "the part of X that costs norm for nothing");
        }

        Expect.Close(
            Oracle.Of(PseudoInverse.SolveTwoSidedOfRank(a.Matrix, m, b.Matrix, 100)),
                Oracle.Of(PseudoInverse.SolveTwoSided(a.Matrix, m, b.Matrix)), rounding,
            "no limit: PX-2");
    }, tests: 60);

    [Fact]
    public void PX3_refuses_negative_ranks_and_ridges()
    {
        DenseMatrix<T> a = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(4, 4, 1));
        Assert.Throws<ArgumentOutOfRangeException>("rank", () => PseudoInverse.SolveTwoSidedOfRank(a, a, a, -1));
        Assert.Throws<ArgumentOutOfRangeException>(
            "options", () => PseudoInverse.SolveTwoSidedOfRank(a, a, a, 1, new PseudoInverseOptions { Ridge = 1 }));
    }

    /// <summary>P-5. L is quadratic along every line, so the central difference is its derivative exactly, at any step.</summary>
    [Fact]
    public void P5_the_gradients_are_the_derivatives() => PropertyCheck.Holds(ProductCase.AnyOrEmpty, c =>
    {
        DenseMatrix<T> a = c.Left<T>();
        DenseMatrix<T> b = c.Right<T>();
        DenseMatrix<T> m = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(c.Rows, c.Columns, c.Seed + 9));
        ProductGradients<T> gradients = ProductGradients.Compute(a, b, m);
        Complex[,] x = Oracle.Of(a);
        Complex[,] y = Oracle.Of(b);
        Complex[,] z = Oracle.Of(m);
        double scale = Math.Pow((Oracle.Norm(x) * Oracle.Norm(y)) + Oracle.Norm(z) + 1, 2) * (Oracle.Norm(x) + Oracle.Norm(y) + 1);
        double rounding = Expect.Rounding<T>(Math.Max(c.Rows, Math.Max(c.Inner, c.Columns)), scale);
        Expect.Close(gradients.Loss, Loss(x, y), rounding, "L");

        Complex[,] dx = Oracle.Gaussian<T>(c.Rows, c.Inner, c.Seed + 1);
        Complex[,] dy = Oracle.Gaussian<T>(c.Inner, c.Columns, c.Seed + 2);
        Expect.Close(Inner(gradients.Left, dx), (Loss(x.Add(dx), y) - Loss(x.Subtract(dx), y)) / 2, rounding * 10, "dL along A");
        Expect.Close(Inner(gradients.Right, dy), (Loss(x, y.Add(dy)) - Loss(x, y.Subtract(dy))) / 2, rounding * 10, "dL along B");

        double Loss(Complex[,] left, Complex[,] right) => Math.Pow(Oracle.NormOfDifference(Oracle.Multiply(left, right), z), 2);

        static double Inner(DenseMatrix<T> gradient, Complex[,] direction) =>
            Oracle.Trace(Oracle.Multiply(Oracle.Adjoint(Oracle.Of(gradient)), direction)).Real;
    }, tests: 60);

    [Fact]
    public void P5_the_gradients_vanish_at_the_least_squares_solutions()
    {
        DenseMatrix<T> a = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(9, 4, 1));
        DenseMatrix<T> m = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(9, 7, 2));
        Expect.AtMost(ProductGradients.Compute(a, PseudoInverse.Solve(a, m), m).Right.FrobeniusNorm(), Expect.Rounding<T>(9, 50),
            "∂L/∂B at B = A⁺M");
        DenseMatrix<T> b = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(4, 7, 3));
        DenseMatrix<T> left = PseudoInverse.Solve(b.Transpose(), m.Transpose()).Transpose();
        Expect.AtMost(ProductGradients.Compute(left, b, m).Left.FrobeniusNorm(), Expect.Rounding<T>(9, 50), "∂L/∂A at A = MB⁺");
    }

    [Fact]
    public void A_truncated_SVD_is_inverted_and_solved_with_by_its_own_factors() => PropertyCheck.Holds(MatrixCases.NonZero, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.05));
        int rank = 1 + (int)(c.Seed % (ulong)c.Rank);
        TruncatedSvd<T> svd = TruncatedSvd.Compute(known.Matrix, rank);
        PseudoInverse<T> inverse = PseudoInverse.FromSvd(svd);
        Complex[,] approximation = Oracle.Of(svd.ToDense());
        Complex[,] x = Oracle.Of(inverse.ToDense());
        double rounding = Expect.Rounding<T>(c.Max, 400);
        Assert.Equal((c.Columns, c.Rows, rank), (inverse.RowCount, inverse.ColumnCount, inverse.Rank));
        Expect.Close(Oracle.Multiply(approximation, x, approximation), approximation, rounding, "A_k X A_k = A_k");
        Expect.Close(Oracle.Multiply(x, approximation, x), x, rounding * 20, "X A_k X = X");
        Complex[,] left = Oracle.Multiply(approximation, x);
        Complex[,] right = Oracle.Multiply(x, approximation);
        Expect.Close(Oracle.Adjoint(left), left, rounding, "(A_k X)ᴴ");
        Expect.Close(Oracle.Adjoint(right), right, rounding, "(X A_k)ᴴ");

        // Dropping all but the first by the tolerance, and dampening by the ridge.
        PseudoInverse<T> first = PseudoInverse.FromSvd(svd, new PseudoInverseOptions { AbsoluteTolerance = 1.5 });
        Assert.Equal(0, first.Rank);
        PseudoInverse<T> ridge = PseudoInverse.FromSvd(svd, new PseudoInverseOptions { Ridge = 1 });
        double[] filter = [.. svd.SingularValues.Select(s => s / ((s * s) + 1))];
        Complex[,] expected = Oracle.Multiply(Oracle.Adjoint(Oracle.Of(svd.VT)), Oracle.Diagonal(filter), Oracle.Adjoint(Oracle.Of(svd.U)));
        Expect.Close(Oracle.Of(ridge.ToDense()), expected, rounding, "V diag(σ/(σ² + 1)) Uᴴ");
    }, tests: 60);
}

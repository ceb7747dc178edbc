using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Tall;

namespace LowRank.Tests;

public sealed class SingleDeflatedProbesTests : DeflatedProbesTests<float>;

public sealed class DoubleDeflatedProbesTests : DeflatedProbesTests<double>;

public sealed class ComplexDeflatedProbesTests : DeflatedProbesTests<Complex>;

/// <summary>Errors of known singular values, estimated by probes and by what these have found.</summary>
public abstract class DeflatedProbesTests<T>
    where T : unmanaged, INumberBase<T>
{
    private const int Seeds = 400;

    private static RunContext Context => new(new TruncatedSvdOptions(), CancellationToken.None);

    public static TheoryData<string> Spectra => [.. Named.Keys];

    private static Dictionary<string, Func<int, double>> Named { get; } = new()
    {
        ["1/i"] = i => 1.0 / i,
        ["slow"] = i => 1 / Math.Sqrt(i),
        ["exponential"] = i => Math.Pow(0.8, i),
        ["steep"] = i => Math.Pow(0.3, i),
        ["flat"] = _ => 1,
        ["one direction"] = i => i == 1 ? 1 : 1e-7,
        ["one and noise"] = i => i == 1 ? 1 : 0.1,
        ["cluster"] = i => i <= 14 ? 1 : 0.01,
        ["step"] = i => i <= 20 ? 1 : 1e-3,
    };

    /// <summary>Within 10 % in 95 % of runs, right on average, and bounds that hold. False alarms: five standard errors.</summary>
    [Theory]
    [MemberData(nameof(Spectra))]
    public void Within_a_tenth_in_nineteen_of_twenty_runs(string name)
    {
        (DenseMatrix<T> a, DenseMatrix<T> q, double truth) = Problem(60, 45, 3, Named[name]);
        List<double> ratios = [];
        Dictionary<double, int> failures = new() { [0.5] = 0, [0.1] = 0, [0.01] = 0 };
        for (int seed = 0; seed < Seeds; seed++)
        {
            Residual residual = ResidualEstimator<T>.OfBasis(a, null, q, Captured(a, q), (ulong)seed, Context);
            ErrorEstimate error = ResidualEstimator<T>.Estimate(residual, 0, 60);
            ratios.Add(error.Frobenius / truth);
            foreach (double probability in failures.Keys.ToArray())
            {
                double relative = truth / a.FrobeniusNorm();
                failures[probability] += truth > error.UpperBound(probability) || relative > error.RelativeUpperBound(probability) ? 1 : 0;
            }
        }

        Expect.AtLeast(ratios.Count(ratio => Math.Abs(ratio - 1) <= 0.1), 0.95 * Seeds, "runs within 10 %");
        Expect.Mean([.. ratios.Select(ratio => ratio * ratio)], 1, "est² / error²", 1e-4);
        foreach ((double probability, int count) in failures)
        {
            double allowed = probability + (4 * Math.Sqrt(probability * (1 - probability) / Seeds));
            Expect.AtMost((double)count / Seeds, allowed, $"failures of the bounds at {probability}");
        }
    }

    /// <summary>Fewer directions than probes: exact, whatever the seed, and the bound is the error.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(15)]
    public void A_few_directions_are_seen_exactly(int count)
    {
        (DenseMatrix<T> a, DenseMatrix<T> q, double truth) = Problem(50, 40, 4, i => i <= count ? 1 + (1.0 / i) : 0);
        for (ulong seed = 0; seed < 20; seed++)
        {
            Residual residual = ResidualEstimator<T>.OfBasis(a, null, q, Captured(a, q), seed, Context);
            double rounding = Expect.Rounding<T>(50, 10 * a.FrobeniusNorm());
            ErrorEstimate error = ResidualEstimator<T>.Estimate(residual, 0, 50);
            Expect.Close(error.Frobenius, truth, rounding, "the error");
            Expect.Close(error.ReferenceNorm, a.FrobeniusNorm(), rounding, "‖A‖");
            if (count <= 8)
            {
                Expect.Close(error.UpperBound(1e-6), truth, 10 * rounding, "the bound");
                Expect.Close(error.RelativeUpperBound(1e-6), truth / a.FrobeniusNorm(), 10 * rounding, "the relative bound");
            }
        }
    }

    /// <summary>Shapes with fewer rows or columns than probes, and bases that leave fewer directions than that.</summary>
    [Theory]
    [InlineData(1, 30, 0)]
    [InlineData(3, 40, 1)]
    [InlineData(16, 20, 2)]
    [InlineData(17, 20, 14)]
    [InlineData(30, 2, 1)]
    [InlineData(40, 16, 3)]
    [InlineData(40, 38, 36)]
    public void Small_shapes_are_seen_exactly(int rows, int columns, int basis)
    {
        DenseMatrix<T> a = new Stored<T>(Storage.Workspace, Oracle.Gaussian<T>(rows, columns, 5)).Matrix;
        DenseMatrix<T> q = new Stored<T>(Storage.Workspace, Oracle.Gaussian<T>(rows, basis, 6)).Matrix;
        Orthonormalizer<T>.Orthonormalize(q);
        double truth = Left(a, q);
        for (ulong seed = 0; seed < 20; seed++)
        {
            Residual residual = ResidualEstimator<T>.OfBasis(a, null, q, Captured(a, q), seed, Context);
            ErrorEstimate error = ResidualEstimator<T>.Estimate(residual, 0, Math.Max(rows, columns));
            bool isExact = rows - basis < 16 || columns < 16;
            double allowed = isExact ? Expect.Rounding<T>(rows + columns, 100 * a.FrobeniusNorm()) : 0.3 * truth;
            Expect.Close(error.Frobenius, truth, allowed, "the error");
        }
    }

    /// <summary>Powers of two change nothing but the unit, however large.</summary>
    [Fact]
    public void The_figure_scales_with_the_matrix()
    {
        (DenseMatrix<T> a, DenseMatrix<T> q, _) = Problem(40, 30, 3, i => 1.0 / i);
        double plain = Math.Sqrt(ResidualEstimator<T>.OfBasis(a, null, q, Captured(a, q), 3, Context).Squared);
        foreach (int exponent in Scalar<T>.IsSingle ? new[] { -60, 60 } : [-500, 500])
        {
            DenseMatrix<T> scaled = Oracle.ToMatrix<T>(Oracle.Scale(Oracle.Of(a), Math.ScaleB(1, exponent)));
            Residual residual = ResidualEstimator<T>.OfBasis(scaled, null, q, Math.ScaleB(Captured(a, q), exponent), 3, Context);
            Expect.Close(Math.Sqrt(residual.Squared), plain, 1e-3 * plain, $"at 2^{exponent}");
        }
    }

    private static (DenseMatrix<T> A, DenseMatrix<T> Q, double Truth) Problem(int m, int n, int basis, Func<int, double> values)
    {
        DenseMatrix<T> left = new Stored<T>(Storage.Workspace, Oracle.Gaussian<T>(m, n, 1)).Matrix;
        DenseMatrix<T> right = new Stored<T>(Storage.Workspace, Oracle.Gaussian<T>(n, n, 2)).Matrix;
        Orthonormalizer<T>.Orthonormalize(left);
        Orthonormalizer<T>.Orthonormalize(right);
        Complex[,] scaled = Oracle.Of(left);
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < m; i++)
            {
                scaled[i, j] *= j < basis ? 3 : values(j - basis + 1);
            }
        }

        DenseMatrix<T> a = Oracle.ToMatrix<T>(Oracle.Multiply(scaled, Oracle.Adjoint(Oracle.Of(right))));
        DenseMatrix<T> q = left.AsColumns(0, basis);
        return (a, q, Left(a, q));
    }

    private static double Captured(DenseMatrix<T> a, DenseMatrix<T> q) =>
        Oracle.Norm(Oracle.Multiply(Oracle.Adjoint(Oracle.Of(q)), Oracle.Of(a)));

    private static double Left(DenseMatrix<T> a, DenseMatrix<T> q)
    {
        Complex[,] basis = Oracle.Of(q);
        Complex[,] inside = Oracle.Multiply(basis, Oracle.Multiply(Oracle.Adjoint(basis), Oracle.Of(a)));
        return Oracle.Norm(Oracle.Subtract(Oracle.Of(a), inside));
    }
}

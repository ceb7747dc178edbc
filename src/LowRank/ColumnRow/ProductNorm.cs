using System.Numerics;
using LowRank.Approximations;
using LowRank.Errors;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Random;
using LowRank.Sketching;

namespace LowRank.ColumnRowProducts;

/// <summary>What is known of ‖XY‖_F, and found out when it is first asked for: by probes of the exact product, or from a few
/// terms.</summary>
internal sealed class ProductNorm<T>(TermProblem<T> problem)
    where T : unmanaged, INumberBase<T>
{
    private ProductProbe<T>? _probe;
    private double? _pilot;

    /// <summary>By the probes where there are some, else by the pilot.</summary>
    public double Estimate => _probe?.Norm ?? (_pilot ??= NormPilot.Estimate(problem.X, problem.Y, problem.Whole, problem.Options.Seed));

    /// <summary>The same; NaN where the norms alone are to tell the error.</summary>
    public double Reference =>
        _probe is null && problem.Options.ErrorMeasurement == ColumnRowErrorMeasurement.Norms ? double.NaN : Estimate;

    /// <summary>Probes of the exact product, at 2 l (n + m) flops each; made once.</summary>
    public ProductProbe<T> Probe => _probe ??= ProductProbe<T>.Of(problem);
}

/// <summary>G and X Y G for Gaussian probes G, and the norm that they show.</summary>
internal sealed record ProductProbe<T>(DenseMatrix<T> Probes, DenseMatrix<T> Products, double Norm)
    where T : unmanaged, INumberBase<T>
{
    public static ProductProbe<T> Of(TermProblem<T> problem)
    {
        problem.Context.Step("probes", 1, 4);
        (Factor<T> x, DenseMatrix<T> y) = (problem.X, problem.Y);
        int count = ResidualEstimator<T>.ProbeCount;
        DenseMatrix<T> probes = DenseMatrix.Uninitialized<T>(y.ColumnCount, count, MatrixLayout.ColumnMajor);
        new GaussianSketch<T>(problem.Options.Seed, RandomStream.Probe).Fill(probes, 0, problem.Context.MaxDegreeOfParallelism);
        using Workspace<T> workspace = new();
        DenseMatrix<T> inner = workspace.Rent(y.RowCount, count);
        DenseMatrix<T> products = DenseMatrix.Uninitialized<T>(x.RowCount, count, MatrixLayout.ColumnMajor);

        // Thin results are column-major: MKL is ten times slower into a row-major one where its large operand is column-major.
        Kernels<T>.Gemm(T.One, y.Span, probes.Span, T.Zero, inner.Span);
        Kernels<T>.Gemm(T.One, x.Span, inner.Span, T.Zero, products.Span);
        return new ProductProbe<T>(probes, products, ResidualEstimator<T>.Norm(products));
    }

    /// <summary>‖(XY − P) G‖ over √(number of probes), for a P that is formed.</summary>
    public double ErrorOf(MatrixSpan<T> product)
    {
        DenseMatrix<T> difference = Products.ToDense(MatrixLayout.ColumnMajor);
        Kernels<T>.Gemm(-T.One, product, Probes.Span, T.One, difference.Span);
        return ResidualEstimator<T>.Norm(difference);
    }

    /// <summary>The same for P = C R, which is not formed.</summary>
    public double ErrorOf(MatrixSpan<T> c, MatrixSpan<T> r)
    {
        using Workspace<T> workspace = new();
        DenseMatrix<T> inner = workspace.Rent(r.RowCount, Probes.ColumnCount);
        DenseMatrix<T> difference = Products.ToDense(MatrixLayout.ColumnMajor);
        Kernels<T>.Gemm(T.One, r, Probes.Span, T.Zero, inner.Span);
        Kernels<T>.Gemm(-T.One, c, inner.Span, T.One, difference.Span);
        return ResidualEstimator<T>.Norm(difference);
    }
}

using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Random;
using LowRank.Sketching;

namespace LowRank.PseudoInverses;

/// <summary>How far a computed X is from A⁺, measured on this very result.</summary>
/// <remarks>
/// With S = A⁺A the error of y = Xω splits into two orthogonal parts that need no exact inverse: A⁺ω − Sy = (AᴴA)⁺Aᴴ(ω − Ay), where XXᴴ
/// stands for (AᴴA)⁺, and (I − S)y = y − AᴴXᴴy, which is zero where A has full column rank. Together they show what the first, third and
/// fourth Penrose condition lack (the error of X is A⁺(AXA − A)A⁺ plus terms of the asymmetry of AX and XA), in the units of A⁺. Gaussian
/// ω make it an estimate of ‖X − A⁺‖_F.
/// </remarks>
internal static class InverseError
{
    public static ErrorEstimate Measure<T>(DenseMatrix<T> a, double norm, Inversion<T> inversion, RunContext context)
        where T : unmanaged, INumberBase<T>
    {
        int rank = inversion.Product.Rank;
        if (rank == 0)
        {
            return new ErrorEstimate(ErrorEstimateMethod.ExactIdentity, 0, 0, 0, 0, 0, 0, 0);
        }

        context.Step("error", 4, 5);
        int count = ResidualEstimator<T>.ProbeCount;
        using Workspace<T> workspace = new();
        DenseMatrix<T> probes = workspace.Rent(a.RowCount, count);
        new GaussianSketch<T>(RandomizedOptions.DefaultSeed, RandomStream.Probe).Fill(probes, 0, context.MaxDegreeOfParallelism);
        DenseMatrix<T> y = workspace.Rent(a.ColumnCount, count);
        inversion.Product.Multiply(probes, y);

        // d₁ = X Xᴴ Aᴴ (ω − A y)
        Kernels<T>.Gemm(-T.One, a.Span, y.Span, T.One, probes.Span);
        DenseMatrix<T> z = workspace.Rent(a.ColumnCount, count);
        Kernels<T>.Gemm(T.One, a.Span.ConjugateTranspose(), probes.Span, T.Zero, z.Span);
        inversion.Product.MultiplyAdjoint(z, probes);
        inversion.Product.Multiply(probes, z);
        double inside = ResidualEstimator<T>.Norm(z);
        double outside = 0;
        if (rank < a.ColumnCount)
        {
            // d₂ = y − Aᴴ Xᴴ y, in units of 1/σ_r so that X is not squared.
            Kernels<T>.Scale(Scalar<T>.FromDouble(inversion.Smallest), y.Span);
            inversion.Product.MultiplyAdjoint(y, probes);
            Kernels<T>.Gemm(-T.One, a.Span.ConjugateTranspose(), probes.Span, T.One, y.Span);
            outside = ResidualEstimator<T>.Norm(y);
        }

        double scale = 1 / inversion.Smallest;
        double relative = double.Hypot(inside / scale, outside);
        double rounding = Tuning<PseudoInverseTuning>.Current.RoundingOfMeasurement * Scalar<T>.Epsilon * (norm * scale);
        return new ErrorEstimate(
            ErrorEstimateMethod.RandomProbe, scale, 0, relative * relative, 0, rounding, rounding, inversion.InverseNorm(),
            ResidualEstimator<T>.DegreesOfFreedom);
    }

    /// <summary>
    /// For (AᴴA + εI)⁻¹Aᴴ, the left part of [A; √ε I]⁺: Wedin's bound for that matrix, with the backward error that QR and SVD were seen
    /// to keep.
    /// </summary>
    public static ErrorEstimate OfRidge<T>(DenseMatrix<T> a, double norm, double ridge, Inversion<T> inversion)
        where T : unmanaged, INumberBase<T>
    {
        if (inversion.Product.Rank == 0)
        {
            return new ErrorEstimate(ErrorEstimateMethod.PerturbationBound, 0, 0, 0, 0, 0, 0, 0);
        }

        return Wedin(a.RowCount, a.ColumnCount, norm, ridge, inversion);
    }

    /// <summary>The same for given singular vectors, whose own rounding is of the size of a backward stable factorisation's.</summary>
    public static ErrorEstimate OfFactors<T>(int rows, int columns, Inversion<T> inversion, double ridge)
        where T : unmanaged, INumberBase<T> =>
        inversion.Product.Rank == 0
            ? new ErrorEstimate(ErrorEstimateMethod.PerturbationBound, 0, 0, 0, 0, 0, 0, 0)
            : Wedin(rows, columns, SvdInverse<T>.Norm(inversion.Spectrum.Value.Values), ridge, inversion);

    /// <summary>Wedin's bound for equal rank, ‖A⁺ − B⁺‖_F ≤ √2 ‖A⁺‖₂ ‖B⁺‖₂ ‖A − B‖_F, in units of ‖A⁺‖₂.</summary>
    private static ErrorEstimate Wedin<T>(int rows, int columns, double norm, double ridge, Inversion<T> inversion)
        where T : unmanaged, INumberBase<T>
    {
        double root = Math.Sqrt(ridge);
        double augmented = double.Hypot(norm, root * Math.Sqrt(columns));
        double scale = 1 / double.Hypot(inversion.Spectrum.Value.Values[^1], root);
        double bound = Math.Sqrt(2) * augmented * scale * ResidualEstimator<T>.RoundingFloor(Math.Max(rows, columns));
        return new ErrorEstimate(ErrorEstimateMethod.PerturbationBound, scale, bound * bound, 0, 0, 0, 0, inversion.InverseNorm());
    }
}

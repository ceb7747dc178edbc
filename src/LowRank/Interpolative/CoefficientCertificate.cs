using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Operators;
using LowRank.Tall;

namespace LowRank.Interpolative;

/// <summary>The two factors of the certificate of a column skeleton, from A and its coefficients.</summary>
internal static class CoefficientCertificate<T>
    where T : unmanaged, INumberBase<T>
{
    public static SkeletonCertificate Of(ILinearOperator<T> a, DenseMatrix<T> z)
    {
        RowSpace.RequireWhole(a, nameof(a));
        RunContext context = new(new InterpolativeDecompositionOptions(), default);
        double? norm = InputNorm.Of(a, nameof(a), context);
        using Workspace<T> workspace = new();
        int k = z.RowCount;
        DenseMatrix<T> v = workspace.Rent(z.ColumnCount, k);
        DenseMatrix<T> triangle = workspace.Rent(k, k);
        Kernels<T>.Copy(z.Span.ConjugateTranspose(), v.Span);
        Orthonormalizer<T>.Orthonormalize(v, triangle);
        double[] s = new double[k];
        Kernels<T>.SingularValues(triangle.Span, s);
        DenseMatrix<T> product = workspace.Rent(a.RowCount, k);
        a.Multiply(v, product);
        double inside = product.FrobeniusNorm();
        MatrixGuard.FiniteProduct(inside, a, nameof(a));

        // By the identity ‖A‖² − ‖AV‖² where it can resolve the error, else with probes on Aᴴ, of which V spans a part of the range.
        Residual residual = ResidualEstimator<T>.OfBasis(
            new Adjoint(a), norm, v, inside, RandomizedOptions.DefaultSeed, context);
        ErrorEstimate error = ResidualEstimator<T>.Estimate(residual, 0, Math.Max(a.RowCount, a.ColumnCount));
        MatrixGuard.FiniteProduct(error.Frobenius, a, nameof(a));
        return new SkeletonCertificate(k == 0 ? 1 : s[0], error);
    }

    private sealed class Adjoint(ILinearOperator<T> a) : ILinearOperator<T>
    {
        public int RowCount => a.ColumnCount;

        public int ColumnCount => a.RowCount;

        public void Multiply(DenseMatrix<T> x, DenseMatrix<T> destination) => a.MultiplyAdjoint(x, destination);

        public void MultiplyAdjoint(DenseMatrix<T> x, DenseMatrix<T> destination) => a.Multiply(x, destination);
    }
}

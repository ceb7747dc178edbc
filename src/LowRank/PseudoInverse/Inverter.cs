using System.Numerics;
using LowRank.Execution;
using LowRank.Matrices;

namespace LowRank.PseudoInverses;

/// <summary>Chooses the method and, where one refuses its input, the next.</summary>
internal static class Inverter<T>
    where T : unmanaged, INumberBase<T>
{
    /// <param name="a">The matrix, finite.</param>
    /// <param name="norm">‖A‖_F.</param>
    /// <param name="options">The options, valid.</param>
    /// <param name="mayKeepInput">Whether the result may refer to <paramref name="a"/> itself.</param>
    /// <param name="context">The running call.</param>
    public static Inversion<T> Invert(DenseMatrix<T> a, double norm, PseudoInverseOptions options, bool mayKeepInput, RunContext context)
    {
        MatrixGuard.NotSubnormal(norm, a, nameof(a));
        ThresholdRule rule = ThresholdRule.For(a, options);
        TallInput<T> tall = new(a);
        if (norm == 0 || tall.ColumnCount == 0)
        {
            return Svd(a, rule, 0, "a zero or empty matrix", context);
        }

        switch (options.Method)
        {
            case PseudoInverseMethod.Svd:
                return Svd(a, rule, options.Ridge, "asked for", context);
            case PseudoInverseMethod.Hermitian:
                HermitianInverse<T>.Check(a, nameof(a));
                context.Step("eigenvalues", 0, 5);
                return HermitianInverse<T>.Of(a, rule, "asked for");
            case PseudoInverseMethod.CompleteOrthogonal:
                return CompleteOrthogonalInverse<T>.Of(tall, rule, "asked for", null, context);
            case PseudoInverseMethod.NewtonSchulz:
                (Inversion<T>? iterated, string failure) = NewtonSchulzInverse<T>.Try(tall, norm, rule, context.Part(0, 0.5));
                return iterated ?? Svd(a, rule, 0, failure, context.Part(0.5, 1));
            default:
                return ByCholesky(a, tall, options, rule, mayKeepInput, context);
        }
    }

    private static Inversion<T> ByCholesky(
        DenseMatrix<T> a, TallInput<T> tall, PseudoInverseOptions options, ThresholdRule rule, bool mayKeepInput, RunContext context)
    {
        (Inversion<T>? fast, string reason) = CholeskyQrInverse<T>.Try(tall, rule, options.Ridge, mayKeepInput, context);
        if (fast is not null)
        {
            return fast;
        }

        if (options.Ridge > 0)
        {
            return Svd(a, rule, options.Ridge, reason, context);
        }

        bool asEigenvalues = options.Method == PseudoInverseMethod.Auto && HermitianInverse<T>.IsHermitian(a);
        return CompleteOrthogonalInverse<T>.Of(
            tall, rule, reason, asEigenvalues ? unclear =>
                HermitianInverse<T>.Of(a, rule, $"{unclear}; the matrix is Hermitian") : null, context);
    }

    private static Inversion<T> Svd(DenseMatrix<T> a, ThresholdRule rule, double ridge, string reason, RunContext context)
    {
        context.Step("thin SVD", 3, 5);
        return SvdInverse<T>.Of(a, rule, ridge, reason);
    }
}

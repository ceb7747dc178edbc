using System.Globalization;
using System.Numerics;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Tall;

namespace LowRank.PseudoInverses;

/// <summary>The limits of the methods on Gram matrices.</summary>
internal static class CholeskyQr
{
    /// <summary>Beyond this condition the first pass is bound to miss <see cref="GramMatrix.LargestDefect"/>, so it is not begun.</summary>
    public static double LargestCondition<T>()
        where T : unmanaged, INumberBase<T> => 0.25 / Math.Sqrt(Scalar<T>.Epsilon);
}

/// <summary>The pseudo-inverse of a tall matrix of full rank by Cholesky factors of Gram matrices: products only.</summary>
internal static class CholeskyQrInverse<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>The inverse, or null with the reason why these methods cannot be trusted with this input.</summary>
    /// <param name="b">The input.</param>
    /// <param name="rule">What counts as zero.</param>
    /// <param name="ridge">The ε that is added to BᴴB; with it there is only the one pass.</param>
    /// <param name="mayKeepInput">Whether the result may refer to the caller's matrix; else it holds a copy.</param>
    /// <param name="context">The running call.</param>
    public static (Inversion<T>? Inversion, string Reason) Try(
        TallInput<T> b, ThresholdRule rule, double ridge, bool mayKeepInput, RunContext context)
    {
        int n = b.ColumnCount;
        context.Step("Gram matrix", 0, 5);
        DenseMatrix<T> r = DenseMatrix.Uninitialized<T>(n, n, MatrixLayout.ColumnMajor);
        Kernels<T>.Gram(b.Span, r.Span);
        T shift = Scalar<T>.FromDouble(ridge);
        for (int j = 0; j < n; j++)
        {
            r.Span[j, j] += shift;
        }

        if (!GramMatrix.HasUsableDiagonal(r))
        {
            return (null, "the squares of the entries leave the range of the number type");
        }

        if (!Kernels<T>.TryCholesky(r.Span))
        {
            return (null, "the Gram matrix is not numerically positive definite");
        }

        ClearLower(r);
        SpectrumEdges edges = TriangleEdges<T>.Of(r);
        string condition = string.Create(CultureInfo.InvariantCulture, $"the condition is about {edges.Condition:G2}");
        if (!(edges.Condition <= CholeskyQr.LargestCondition<T>()))
        {
            return (null, $"{condition}, too large for Gram matrices");
        }

        if (!(ridge > 0 ? IsClearlyFull(edges, ridge, rule) : rule.IsClearlyFull(edges) || IsFull(r, rule)))
        {
            return (null, $"{condition}, and a singular value is at the threshold");
        }

        if (edges.Condition <= Tuning<PseudoInverseTuning>.Current.LargestConditionOfOnePass)
        {
            TallInput<T> kept = mayKeepInput ? b : new TallInput<T>(b.Matrix.ToDense());
            SeminormalInverse<T> product = new(kept.AsFactor(), r, b.IsAdjoint);
            return (Result(product, r, edges, ridge, rule, $"{condition}: one Cholesky pass is as accurate as the SVD"), "");
        }

        return ridge > 0
            ? (null, $"{condition} with the ridge, too large for one Cholesky pass")
            : TwoPasses(b, r, edges, rule, condition, context);
    }

    private static (Inversion<T>? Inversion, string Reason) TwoPasses(
        TallInput<T> b, DenseMatrix<T> r, SpectrumEdges edges, ThresholdRule rule, string condition, RunContext context)
    {
        int n = b.ColumnCount;
        context.Step("second Cholesky pass", 1, 5);
        DenseMatrix<T> q = DenseMatrix.Uninitialized<T>(b.RowCount, n, MatrixLayout.ColumnMajor);
        b.CopyTo(q, context.MaxDegreeOfParallelism);
        Kernels<T>.SolveUpperFromRight(r.Span, q.Span);
        using Workspace<T> workspace = new();
        DenseMatrix<T> second = workspace.Rent(n, n);
        Kernels<T>.Gram(q.Span, second.Span);
        double defect = GramMatrix.Defect(second);
        if (!(defect <= GramMatrix.LargestDefect) || !Kernels<T>.TryCholesky(second.Span))
        {
            return (null, string.Create(
                CultureInfo.InvariantCulture, $"{condition}, and the first Cholesky pass left ‖QᴴQ − I‖ = {defect:G2}"));
        }

        Kernels<T>.SolveUpperFromRight(second.Span, q.Span);
        Kernels<T>.MultiplyUpper(second.Span, r.Span);
        return (Result(new OrthogonalInverse<T>(null, r, q, b.IsAdjoint), r, edges, 0, rule,
            $"{condition}: two Cholesky passes are backward stable"), "");
    }

    private static Inversion<T> Result(
        TallInverse<T> product, DenseMatrix<T> r, SpectrumEdges edges, double ridge, ThresholdRule rule, string reason)
    {
        if (ridge == 0)
        {
            return new Inversion<T>(
                product, PseudoInverseMethod.CholeskyQr, reason, TriangleSpectrum<T>.Of(r, rule), edges.Smallest, () =>
                    TriangularMatrix<T>.InverseNorm(r));
        }

        // R holds the singular values √(σ² + ε).
        Lazy<KeptSpectrum> spectrum = new(() =>
        {
            double[] values = TriangleSpectrum<T>.Of(r, rule).Value.Values;
            values = Array.ConvertAll(values, s => Unridged(s, ridge));
            return new KeptSpectrum(values, rule.Of(values[0]), SvdDriver.DivideAndConquer);
        });
        return new Inversion<T>(
            product, PseudoInverseMethod.CholeskyQr, reason, spectrum, edges.Smallest,
            () => SvdInverse<T>.Norm(Array.ConvertAll(spectrum.Value.Values, s => s == 0 ? 0 : SvdInverse<T>.Filter(s, ridge))));
    }

    /// <summary>With a ridge R holds √(σ² + ε), but it is σ that counts as zero or not; below a share of the largest it is lost in the
    /// difference.</summary>
    private static bool IsClearlyFull(SpectrumEdges edges, double ridge, ThresholdRule rule)
    {
        SpectrumEdges own = new(Unridged(edges.Largest, ridge), Unridged(edges.Smallest, ridge));
        return own.Smallest > Tuning<PseudoInverseTuning>.Current.SmallestShareBesideRidge * edges.Largest && rule.IsClearlyFull(own);
    }

    private static double Unridged(double singularValue, double ridge) => Math.Sqrt(Math.Max(0, (singularValue * singularValue) - ridge));

    private static bool IsFull(DenseMatrix<T> r, ThresholdRule rule)
    {
        double[] values = new double[r.ColumnCount];
        Kernels<T>.SingularValues(r.Span, values);
        return rule.IsFull<T>(values);
    }

    private static void ClearLower(DenseMatrix<T> r)
    {
        for (int j = 0; j < r.ColumnCount; j++)
        {
            r.Span.Major(j)[(j + 1)..].Clear();
        }
    }
}

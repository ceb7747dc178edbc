using System.Globalization;
using System.Numerics;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Tall;

namespace LowRank.PseudoInverses;

/// <summary>
/// B = Q T, or where the rank is short B Π = Q₁ [T₁₁ T₁₂] and a second QR from the right makes a triangle of that (Golub and Van Loan,
/// section 5.4.7). Columns are pivoted only then, and only on the small triangle: norms and inner products of its columns are those of
/// B's.
/// </summary>
internal static class CompleteOrthogonalInverse<T>
    where T : unmanaged, INumberBase<T>
{
    /// <param name="b">The input.</param>
    /// <param name="rule">What counts as zero.</param>
    /// <param name="reason">Why this method.</param>
    /// <param name="onUnclearRank">What to do where the triangle does not show the rank beyond doubt; null: the SVD of the
    /// triangle.</param>
    /// <param name="context">The running call.</param>
    public static Inversion<T> Of(
        TallInput<T> b, ThresholdRule rule, string reason, Func<string, Inversion<T>>? onUnclearRank, RunContext context)
    {
        int n = b.ColumnCount;
        context.Step("Householder QR", 2, 5);
        DenseMatrix<T> q = DenseMatrix.Uninitialized<T>(b.RowCount, n, MatrixLayout.ColumnMajor);
        b.CopyTo(q, context.MaxDegreeOfParallelism);
        DenseMatrix<T> triangle = DenseMatrix.Uninitialized<T>(n, n, MatrixLayout.ColumnMajor);
        Orthonormalizer<T>.Householder(q, triangle);
        SpectrumEdges edges = TriangleEdges<T>.Of(triangle);
        if (rule.IsClearlyFull(edges))
        {
            return Result(
                new OrthogonalInverse<T>(null, triangle, q, b.IsAdjoint), triangle, edges, rule,
                Text($"{reason}; full rank, the condition is about {edges.Condition:G2}"));
        }

        context.Step("rank from the triangle", 3, 5);
        return Deficient(b, triangle, q, rule, reason)
            ?? onUnclearRank?.Invoke($"{reason}; the triangle of a pivoted QR does not show the rank beyond doubt")
            ?? SvdOfTriangle(b, triangle, q, rule, $"{reason}; the triangle of a pivoted QR does not show the rank beyond doubt");
    }

    private static Inversion<T>? Deficient(
        TallInput<T> b, DenseMatrix<T> triangle, DenseMatrix<T> q, ThresholdRule rule, string reason)
    {
        int n = triangle.ColumnCount;
        using Workspace<T> workspace = new();
        DenseMatrix<T> inner = workspace.Rent(n, n);
        Kernels<T>.Copy(triangle.Span, inner.Span);
        int[] pivots = new int[n];
        using Rented<T> innerTau = new(n);
        Kernels<T>.PivotedQrFactor(inner.Span, pivots, innerTau.Span);
        DenseMatrix<T> pivoted = workspace.Rent(n, n);
        Orthonormalizer<T>.CopyUpper(inner, pivoted);

        // The least k for which the trailing triangle is rounding, and counts as zero by the threshold too.
        double norm = Kernels<T>.FrobeniusNorm(pivoted.Span);
        double largest = Scalar<T>.Abs(pivoted.Span[0, 0]);
        double negligible = Math.Min(Tuning<PseudoInverseTuning>.Current.RoundingOfQr * Scalar<T>.Epsilon * norm, 0.5 * rule.Of(largest));
        int k = n;
        while (k > 0 && Kernels<T>.FrobeniusNorm(pivoted.Span.Block(k - 1, k - 1, n - k + 1, n - k + 1)) <= negligible)
        {
            k--;
        }

        if (k == n || k == 0)
        {
            return null;
        }

        // [T₁₁ T₁₂]ᴴ = Z S.
        DenseMatrix<T> z = workspace.Rent(n, k);
        Kernels<T>.Copy(pivoted.Span.Rows(0, k).ConjugateTranspose(), z.Span);
        using Rented<T> zTau = new(k);
        Kernels<T>.QrFactor(z.Span, zTau.Span);
        DenseMatrix<T> s = DenseMatrix.Uninitialized<T>(k, k, MatrixLayout.ColumnMajor);
        Orthonormalizer<T>.CopyUpper(z, s);
        SpectrumEdges edges = TriangleEdges<T>.Of(s);
        if (!rule.IsClearlyFull(edges))
        {
            return null;
        }

        Kernels<T>.QrFormQ(z.Span, zTau.Span);
        DenseMatrix<T> right = DenseMatrix.Uninitialized<T>(n, k, MatrixLayout.ColumnMajor);
        for (int i = 0; i < n; i++)
        {
            Kernels<T>.Copy(z.Span.Rows(i, 1), right.Span.Rows(pivots[i], 1));
        }

        Kernels<T>.QrFormQ(inner.Span, innerTau.Span);
        DenseMatrix<T> left = q.Multiply(inner.AsColumns(0, k));

        // B = Q Sᴴ (ΠZ)ᴴ, so (B⁺)ᴴ = Q S⁻¹ (ΠZ)ᴴ: the adjoint of what an OrthogonalInverse of B would be.
        return Result(
            new OrthogonalInverse<T>(left, s, right, !b.IsAdjoint), s, edges, rule,
            Text($"{reason}; rank {k} of {n} is clear-cut: what is left is rounding, the condition is about {edges.Condition:G2}"));
    }

    private static Inversion<T> SvdOfTriangle(
        TallInput<T> b, DenseMatrix<T> triangle, DenseMatrix<T> q, ThresholdRule rule, string reason)
    {
        ThinSvd<T> svd = ThinSvd<T>.Of(triangle);
        int rank = rule.Rank<T>(svd.S);
        DenseMatrix<T> u = q.Multiply(svd.U.AsColumns(0, rank));
        DenseMatrix<T> vt = svd.VT.AsRows(0, rank);
        return b.IsAdjoint
            ? SvdInverse<T>.FromFactors(vt.ConjugateTranspose(), svd.S, rank, u.ConjugateTranspose(), svd.Driver, rule, 0, reason)
            : SvdInverse<T>.FromFactors(u, svd.S, rank, vt, svd.Driver, rule, 0, reason);
    }

    private static Inversion<T> Result(
        OrthogonalInverse<T> product, DenseMatrix<T> triangle, SpectrumEdges edges, ThresholdRule rule, string reason) =>
        new(
            product, PseudoInverseMethod.CompleteOrthogonal, reason, TriangleSpectrum<T>.Of(triangle, rule), edges.Smallest,
            () => TriangularMatrix<T>.InverseNorm(triangle));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

using System.Numerics;
using LowRank.Approximations;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Tall;

namespace LowRank.ColumnRowProducts;

/// <summary>The best weights for terms that are chosen already.</summary>
internal static class FittedWeights
{
    /// <summary>
    /// The real λ of the smallest ‖C diag(λ) R − XY‖_F: A λ = b with A = Re (CᴴC) ∘ (R Rᴴ)ᵀ and b_i = Re Σ_j (x_iᴴ x_j)(y_j y_iᴴ);
    /// the one of smallest norm where A is singular.
    /// </summary>
    public static double[] Diagonal<T>(Factor<T> x, DenseMatrix<T> y, TermNorms norms, int[] indices, RunContext context)
        where T : unmanaged, INumberBase<T>
    {
        int count = indices.Length;
        using Workspace<double> workspace = new();
        using Workspace<T> terms = new();
        DenseMatrix<double> gram = TermGram.Cosines(x, y, norms, indices, workspace);

        // In units of the terms' own sizes, A is the matrix of cosines, and the unknowns are λ_i w_i.
        DenseMatrix<T> c = terms.Rent(x.RowCount, count, MatrixLayout.RowMajor);
        DenseMatrix<T> r = terms.Rent(count, y.ColumnCount, MatrixLayout.ColumnMajor);
        double[] ones = TermSelection.Ones(count);
        PackedTerms.GatherColumns(x, indices, ones, c, context);
        PackedTerms.GatherRows(y, indices, ones, r, context);
        DenseMatrix<T> left = terms.Rent(x.ColumnCount, count);
        DenseMatrix<T> right = terms.Rent(x.ColumnCount, count);
        Kernels<T>.Gemm(T.One, x.Span.ConjugateTranspose(), c.Span, T.Zero, left.Span);
        Kernels<T>.Gemm(T.One, y.Span, r.Span.ConjugateTranspose(), T.Zero, right.Span);
        double[] b = new double[count];
        for (int k = 0; k < count; k++)
        {
            // left holds x_jᴴ x_i, the conjugate of what is wanted.
            ReadOnlySpan<T> lefts = left.Span.Major(k);
            ReadOnlySpan<T> rights = right.Span.Major(k);
            double size = norms.Left[indices[k]];
            double other = norms.Right[indices[k]];
            for (int j = 0; j < lefts.Length; j++)
            {
                if (norms.Weights[j] > 0 && size > 0 && other > 0)
                {
                    b[k] += RealProduct(Scalar<T>.Conjugate(lefts[j]), rights[j], norms.Scale, size, other);
                }
            }
        }

        return Solve(gram, b, norms, indices, Scalar<T>.Epsilon);
    }

    /// <summary>
    /// The core Λ = C⁺ X Y R⁺ of the smallest ‖C Λ R − XY‖_F, by the thin SVDs of C and R, whose small singular values are cut
    /// off; and the product C Λ R, from the singular vectors.
    /// </summary>
    public static DenseMatrix<T> Full<T>(Factor<T> x, DenseMatrix<T> y, int[] indices, DenseMatrix<T> product, RunContext context)
        where T : unmanaged, INumberBase<T>
    {
        int count = indices.Length;
        using Workspace<T> workspace = new();
        DenseMatrix<T> c = workspace.Rent(x.RowCount, count, MatrixLayout.RowMajor);
        DenseMatrix<T> r = workspace.Rent(count, y.ColumnCount, MatrixLayout.ColumnMajor);
        double[] ones = TermSelection.Ones(count);
        PackedTerms.GatherColumns(x, indices, ones, c, context);
        PackedTerms.GatherRows(y, indices, ones, r, context);
        (DenseMatrix<T> u, DenseMatrix<T> leftInverse) = RangeAndInverse(c.ToDense(MatrixLayout.ColumnMajor), x.RowCount);

        // R = V' S U'ᴴ is treated as Rᴴ = U S Vᴴ: one routine for both sides.
        DenseMatrix<T> adjoint = DenseMatrix.Uninitialized<T>(y.ColumnCount, count, MatrixLayout.ColumnMajor);
        Kernels<T>.Copy(r.Span.ConjugateTranspose(), adjoint.Span);
        (DenseMatrix<T> v, DenseMatrix<T> rightInverse) = RangeAndInverse(adjoint, y.ColumnCount);

        // middle = Uᴴ X Y V.
        DenseMatrix<T> inner = workspace.Rent(x.ColumnCount, v.ColumnCount);
        DenseMatrix<T> outer = workspace.Rent(x.RowCount, v.ColumnCount);
        DenseMatrix<T> middle = workspace.Rent(u.ColumnCount, v.ColumnCount);
        Kernels<T>.Gemm(T.One, y.Span, v.Span, T.Zero, inner.Span);
        Kernels<T>.Gemm(T.One, x.Span, inner.Span, T.Zero, outer.Span);
        Kernels<T>.Gemm(T.One, u.Span.ConjugateTranspose(), outer.Span, T.Zero, middle.Span);

        DenseMatrix<T> projected = workspace.Rent(u.RowCount, v.ColumnCount);
        Kernels<T>.Gemm(T.One, u.Span, middle.Span, T.Zero, projected.Span);
        Kernels<T>.Gemm(T.One, projected.Span, v.Span.ConjugateTranspose(), T.Zero, product.Span);

        // Λ = (V_C S_C⁻¹) middle (V_R S_R⁻¹)ᴴ.
        DenseMatrix<T> half = workspace.Rent(count, v.ColumnCount);
        DenseMatrix<T> core = DenseMatrix.Uninitialized<T>(count, count, MatrixLayout.RowMajor);
        Kernels<T>.Gemm(T.One, leftInverse.Span, middle.Span, T.Zero, half.Span);
        Kernels<T>.Gemm(T.One, half.Span, rightInverse.Span.ConjugateTranspose(), T.Zero, core.Span);
        return core;
    }

    /// <summary>Of A = U S Vᴴ, to its numerical rank: U, and V S⁻¹.</summary>
    private static (DenseMatrix<T> U, DenseMatrix<T> Inverse) RangeAndInverse<T>(DenseMatrix<T> a, int size)
        where T : unmanaged, INumberBase<T>
    {
        ThinSvd<T> svd = ThinSvd<T>.Of(a);
        double threshold = svd.S.Length == 0 ? 0 : svd.S[0] * Scalar<T>.Rounding(Math.Max(size, a.ColumnCount));
        int rank = svd.S.Count(s => s > threshold);
        DenseMatrix<T> inverse = DenseMatrix.Uninitialized<T>(a.ColumnCount, rank, MatrixLayout.ColumnMajor);
        Kernels<T>.Copy(svd.VT.AsRows(0, rank).Span.ConjugateTranspose(), inverse.Span);
        for (int k = 0; k < rank; k++)
        {
            Kernels<T>.ScaleVector(Scalar<T>.FromDouble(1 / svd.S[k]), inverse.Span.Major(k));
        }

        return (svd.U.AsColumns(0, rank), inverse);
    }

    private static double RealProduct<T>(T left, T right, double scale, double leftNorm, double rightNorm)
        where T : unmanaged, INumberBase<T>
    {
        // Divided one by one: the product of both could overflow where the quotient does not.
        T first = left * Scalar<T>.FromDouble(1 / leftNorm);
        T second = right * Scalar<T>.FromDouble(1 / rightNorm);
        return Scalar<T>.ToDouble(first * second) / scale;
    }

    /// <summary>A⁺ b with A the cosines, b over w_i and the scale; back in terms of λ.</summary>
    private static double[] Solve(DenseMatrix<double> gram, double[] b, TermNorms norms, int[] indices, double epsilon)
    {
        int count = b.Length;
        double[] eigenvalues = new double[count];
        Kernels<double>.Eigh(gram.Span, eigenvalues);
        double threshold = count == 0 ? 0 : eigenvalues.Max() * count * epsilon;
        double[] lambda = new double[count];
        for (int k = 0; k < count; k++)
        {
            if (eigenvalues[k] <= threshold)
            {
                continue;
            }

            ReadOnlySpan<double> vector = gram.Span.Major(k);
            double share = 0;
            for (int i = 0; i < count; i++)
            {
                share += vector[i] * b[i];
            }

            for (int i = 0; i < count; i++)
            {
                lambda[i] += share / eigenvalues[k] * vector[i];
            }
        }

        for (int i = 0; i < count; i++)
        {
            double weight = norms.Weights[indices[i]];
            lambda[i] = weight > 0 ? lambda[i] / weight : 0;
        }

        return lambda;
    }
}
